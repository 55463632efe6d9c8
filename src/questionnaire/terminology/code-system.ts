import type { CodeSystem, CodeSystemConcept, CodeSystemConceptDesignation } from 'fhir/r4.js';
import { extendedWeights } from '../extensions.ts';
import { readValue } from '../values/value.ts';

/** A concept and where it stands in its CodeSystem. */
export interface Concept {
  readonly code: string;
  readonly displays: ReadonlySet<string>;
  /** Codes above it, by nesting and by `parent` or `subsumedBy` properties of its own. */
  readonly parents: readonly string[];
  readonly properties: readonly { readonly code: string; readonly value: string }[];
  /** itemWeight and ordinalValue, as extensions or properties. */
  readonly weights: readonly number[];
}

/** A CodeSystem that was supplied. */
export interface Codes {
  /** All codes are there; of a fragment, a code that is missing may be right all the same. */
  readonly complete: boolean;
  readonly version: string | undefined;
  readonly find: (code: string) => Concept | undefined;
}

/** The concepts of a CodeSystem by code. */
export function readCodes({ content, version, caseSensitive, concept, property }: CodeSystem): Codes {
  const weighing = (property ?? []).filter(({ uri }) => weightProperty.test(uri ?? '')).map(({ code }) => code);
  const named = new Set(['itemWeight', 'ordinalValue', ...weighing]);
  const concepts = new Map<string, Concept>();
  const key = (code: string) => (caseSensitive === false ? code.toLowerCase() : code);
  const visit = (source: readonly CodeSystemConcept[], parent: string | undefined): void => {
    for (const each of source) {
      // @types/fhir says that every concept has a code.
      if ((each.code as string | undefined) === undefined) continue;
      const properties = (each.property ?? []).map(({ code, valueCoding, ...rest }) => ({
        code,
        value: String(valueCoding?.code ?? rest.valueCode ?? readValue(rest)?.value),
      }));
      const above = properties
        .filter(({ code }) => code === 'parent' || code === 'subsumedBy')
        .map(({ value }) => value);
      concepts.set(key(each.code), {
        code: each.code,
        displays: wordings(each),
        parents: parent === undefined ? above : [parent, ...above],
        properties,
        weights: weightsOf(each, properties, named),
      });
      visit(each.concept ?? [], each.code);
    }
  };
  visit(concept ?? [], undefined);
  return { complete: content === 'complete', version, find: (code) => concepts.get(key(code)) };
}

/** As extensions of the concept, or as properties of that name or with that address. */
function weightsOf(concept: CodeSystemConcept, properties: Concept['properties'], named: ReadonlySet<string>) {
  const given = properties.filter(({ code }) => named.has(code)).map(({ value }) => Number(value));
  return [...extendedWeights(concept), ...given];
}

const weightProperty = /[/#](?:itemWeight|ordinalValue)$/;

/** The display and the designations in every language. */
export function wordings({
  display,
  designation,
}: {
  display?: string | undefined;
  designation?: CodeSystemConceptDesignation[] | undefined;
}): ReadonlySet<string> {
  const all = [display, ...(designation ?? []).map(({ value }) => value)];
  return new Set(all.filter((one) => one !== undefined));
}

/** True where `code` is below `ancestor`, at any depth. */
export function isBelow(codes: Codes, code: string, ancestor: string): boolean {
  const seen = new Set<string>();
  const waiting = [...(codes.find(code)?.parents ?? [])];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === ancestor) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    waiting.push(...(codes.find(at)?.parents ?? []));
  }
  return false;
}
