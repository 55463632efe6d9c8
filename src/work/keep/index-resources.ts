import type { Bundle, BundleEntry, CodeableConcept } from 'fhir/r4.js';
import { momentsOf } from '../../intake/moments.ts';
import { entriesOf } from '../../resources/draft.ts';
import type { IndexedResource } from './records.ts';

/** The elements that searches look at, as one type for all that we make. */
interface Searched {
  readonly status?: string;
  readonly code?: CodeableConcept;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly effectiveDateTime?: string | undefined;
  readonly period?: { readonly start?: string; readonly end?: string } | undefined;
  readonly authoredOn?: string | undefined;
  readonly recorded?: string | undefined;
  readonly date?: string | undefined;
}

type Dates = Omit<Searched, 'status' | 'code' | 'valueCodeableConcept'>;

/**
 * What a Bundle's resources are found by: those that `ownerOf` names the response of. A response itself is kept as it
 * was received.
 */
export function indexResources(
  bundle: Bundle,
  ownerOf: (id: string) => number | undefined,
): readonly IndexedResource[] {
  return entriesOf(bundle).flatMap(({ id, look }, entry) => {
    const { type, status, codes, value, ...dates } = look(searchedBy);
    if (type === undefined || type === 'QuestionnaireResponse') return [];
    const response = ownerOf(id);
    return response === undefined ? [] : [{ type, status, codes, value, date: dateOf(dates), id, response, entry }];
  });
}

function searchedBy({ resource }: BundleEntry) {
  const { status, code, valueCodeableConcept, effectiveDateTime, period, authoredOn, recorded, date } = (resource ??
    {}) as Searched;
  return {
    type: resource?.resourceType,
    status,
    codes: tokens(code),
    value: tokens(valueCodeableConcept),
    ...{ effectiveDateTime, period, authoredOn, recorded, date },
  };
}

function tokens(concept: CodeableConcept | undefined): string | undefined {
  if (concept?.coding === undefined) return undefined;
  return `\n${concept.coding.map(({ system = '', code = '' }) => `${system}|${code}`).join('\n')}\n`;
}

function dateOf({ effectiveDateTime, period, authoredOn, recorded, date }: Dates): IndexedResource['date'] {
  const [from, to] = [period?.start, period?.end].map((text) => (text === undefined ? undefined : momentsOf(text)));
  // R4: a period without an end goes on.
  if (from !== undefined) return [from[0], to?.[1] ?? Number.MAX_SAFE_INTEGER];
  const one = effectiveDateTime ?? authoredOn ?? recorded ?? date;
  return one === undefined ? undefined : momentsOf(one);
}
