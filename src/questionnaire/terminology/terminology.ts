import type { CodeSystem, Questionnaire, ValueSet } from 'fhir/r4.js';
import { clean } from '../clean.ts';
import type { Membership, RuleContext } from '../types.ts';
import { type Codes, readCodes } from './code-system.ts';
import { createPatterns } from './filter.ts';
import { membershipOf, type Terminology } from './value-set.ts';

export type { Terminology } from './value-set.ts';

const ignore = () => {};

/** ValueSets and CodeSystems of a list by url and by url|version; each is read when it is first asked for. */
export function createTerminology(resources: readonly unknown[]): Terminology {
  const valueSets = byCanonical(resources, 'ValueSet', (one) => clean(one, 'ValueSet', ignore) as ValueSet);
  const codes = byCanonical(resources, 'CodeSystem', (one) =>
    readCodes(clean(one, 'CodeSystem', ignore) as CodeSystem),
  );
  return { patterns: createPatterns(), valueSet: valueSets, codes };
}

function byCanonical<Result>(resources: readonly unknown[], type: string, read: (resource: object) => Result) {
  const sources = new Map<string, object>();
  for (const resource of resources) {
    if (!isResource(resource, type) || typeof resource.url !== 'string') continue;
    sources.set(resource.url, resource);
    if (typeof resource.version === 'string') sources.set(`${resource.url}|${resource.version}`, resource);
  }
  const results = new Map<object, Result>();
  return (canonical: string): Result | undefined => {
    const source = sources.get(canonical);
    if (source === undefined) return undefined;
    const result = results.get(source) ?? read(source);
    results.set(source, result);
    return result;
  };
}

/** True for a resource of that type. */
export function isResource(value: unknown, type: string): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === type;
}

/** ValueSets and wordings as the rules ask for them. */
export type TerminologyRules = Required<Pick<RuleContext, 'valueSet' | 'words'>>;

/**
 * Terminology as one Questionnaire sees it: what it contains (`#id`), then what was supplied. A stranger's filters are
 * not run. `beside` stands beside a Questionnaire that a response contains: R4 lets nothing be contained in what is
 * contained.
 */
export function terminologyFor(
  { contained }: Questionnaire,
  supplied: Terminology,
  isTrusted: boolean,
  beside: readonly unknown[] = [],
): TerminologyRules {
  const own = createTerminology(withIds([...beside, ...(Array.isArray(contained) ? contained : [])]));
  const both: Terminology = {
    patterns: isTrusted ? supplied.patterns : undefined,
    valueSet: (canonical) => own.valueSet(canonical) ?? supplied.valueSet(canonical),
    codes: (system): Codes | undefined => own.codes(system) ?? supplied.codes(system),
  };
  return {
    words({ system = '', version, code = '' }) {
      const named = version === undefined ? undefined : both.codes(`${system}|${version}`);
      const codes = named ?? both.codes(system);
      const concept = codes?.find(code);
      // Another version may have other words.
      const isVersion = version === undefined || version === codes?.version;
      const whole = codes?.complete === true && isVersion && concept !== undefined;
      return { displays: concept?.displays ?? new Set(), whole, weights: concept?.weights ?? [] };
    },
    valueSet(canonical, code, system): Membership | undefined {
      const found = both.valueSet(canonical);
      return found === undefined ? undefined : membershipOf(found, { system, code }, both);
    },
  };
}

/** Contained resources, each also by its `#id`. */
function withIds(contained: readonly unknown[]): readonly unknown[] {
  return contained.flatMap((one) => {
    const hasId = typeof one === 'object' && one !== null && 'id' in one && typeof one.id === 'string';
    return hasId ? [one, { ...one, url: `#${one.id}` }] : [one];
  });
}
