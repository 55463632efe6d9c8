import type { CodeSystem, Questionnaire, ValueSet } from 'fhir/r4.js';
import { clean } from '../compile/clean.ts';
import type { Membership, RuleContext } from '../types.ts';
import { type Codes, readCodes } from './code-system.ts';
import { membershipOf, type Terminology } from './value-set.ts';

/** Questionnaires, ValueSets and CodeSystems that responses are checked by. Anything else among them is passed over. */
export interface Resources {
  /** All versions of a Questionnaire. */
  readonly questionnaires: (url: string) => readonly Questionnaire[];
  /** Some canonicals that there are, for a message. */
  readonly known: string;
  readonly terminology: Terminology;
}

const indexed = new WeakMap<readonly unknown[], Resources>();
const ignore = () => {};
const none: readonly unknown[] = [];

/** Sorts resources by what they are. The same list is sorted once and forgotten with it. */
export function indexResources(resources: readonly unknown[] = none): Resources {
  const known = indexed.get(resources);
  if (known !== undefined) return known;
  const result = index(resources);
  indexed.set(resources, result);
  return result;
}

function index(resources: readonly unknown[]): Resources {
  const questionnaires = new Map<string, Questionnaire[]>();
  for (const resource of resources) {
    if (!isResource(resource, 'Questionnaire') || typeof resource.url !== 'string') continue;
    const versions = questionnaires.get(resource.url);
    if (versions === undefined) questionnaires.set(resource.url, [resource as unknown as Questionnaire]);
    else versions.push(resource as unknown as Questionnaire);
  }
  return {
    questionnaires: (url) => questionnaires.get(url) ?? [],
    known: [...questionnaires.values()].flat().slice(0, 5).map(canonicalOf).join(', '),
    terminology: terminologyOf(resources),
  };
}

/** `url|version`. */
export function canonicalOf({ url, version }: Questionnaire): string {
  return version === undefined ? (url ?? '') : `${url}|${version}`;
}

/** ValueSets and CodeSystems of a list by url and by url|version; each is read when it is first asked for. */
function terminologyOf(resources: readonly unknown[]): Terminology {
  const valueSets = byCanonical(resources, 'ValueSet', (one) => clean(one, 'ValueSet', ignore) as ValueSet);
  const codes = byCanonical(resources, 'CodeSystem', (one) =>
    readCodes(clean(one, 'CodeSystem', ignore) as CodeSystem),
  );
  return { hasFilters: true, valueSet: valueSets, codes };
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

function isResource(value: unknown, type: string): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === type;
}

const local = new WeakMap<object, Terminology>();

/**
 * ValueSets and wordings as one Questionnaire sees them: what it contains (`#id`), then what was supplied. A stranger's filters are not run.
 * `beside` stands beside a Questionnaire that a response contains: R4 lets nothing be contained in what is contained.
 */
export function terminologyFor(
  questionnaire: Questionnaire,
  { terminology }: Resources,
  isTrusted: boolean,
  beside: readonly unknown[] = [],
): Required<Pick<RuleContext, 'valueSet' | 'displays'>> {
  const contained = local.get(questionnaire) ?? containedIn(questionnaire, beside);
  local.set(questionnaire, contained);
  const both: Terminology = {
    hasFilters: isTrusted,
    valueSet: (canonical) => contained.valueSet(canonical) ?? terminology.valueSet(canonical),
    codes: (system): Codes | undefined => contained.codes(system) ?? terminology.codes(system),
  };
  return {
    displays: (system, code) => both.codes(system)?.find(code)?.displays ?? new Set(),
    valueSet(canonical, system, code): Membership | undefined {
      const found = both.valueSet(canonical);
      return found === undefined ? undefined : membershipOf(found, { system, code }, both);
    },
  };
}

function containedIn({ contained }: Questionnaire, beside: readonly unknown[]): Terminology {
  const all: readonly unknown[] = [...beside, ...(Array.isArray(contained) ? contained : [])];
  if (all.length === 0) return terminologyOf(none);
  const named = all.flatMap((one) => {
    const hasId = typeof one === 'object' && one !== null && 'id' in one && typeof one.id === 'string';
    return hasId ? [one, { ...one, url: `#${one.id}` }] : [one];
  });
  return terminologyOf(named);
}
