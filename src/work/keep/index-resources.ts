import type { Bundle, CodeableConcept, FhirResource } from 'fhir/r4.js';
import { momentsOf } from '../../intake/moments.ts';
import type { IndexedResource } from './records.ts';

/** The elements that searches look at, as one type for all that we make. */
interface Searched {
  readonly status?: string;
  readonly code?: CodeableConcept;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly effectiveDateTime?: string;
  readonly period?: { readonly start?: string; readonly end?: string };
  readonly authoredOn?: string;
  readonly recorded?: string;
  readonly date?: string;
}

const urn = 'urn:uuid:';

/**
 * What a Bundle's resources are found by: those that `ownerOf` names the response of. A response itself is kept as it
 * was received.
 */
export function indexResources(
  { entry = [] }: Bundle,
  ownerOf: (id: string) => number | undefined,
): readonly IndexedResource[] {
  return entry.flatMap(({ fullUrl, resource }, index) => {
    if (resource === undefined || resource.resourceType === 'QuestionnaireResponse') return [];
    const id = (fullUrl ?? '').slice(urn.length);
    const response = ownerOf(id);
    return response === undefined ? [] : [{ ...searchedBy(resource as FhirResource), id, response, entry: index }];
  });
}

function searchedBy(resource: FhirResource): Omit<IndexedResource, 'id' | 'entry' | 'response'> {
  const { status, code, valueCodeableConcept, ...dates } = resource as Searched;
  return {
    type: resource.resourceType,
    status,
    codes: tokens(code),
    value: tokens(valueCodeableConcept),
    date: dateOf(dates),
  };
}

function tokens(concept: CodeableConcept | undefined): string | undefined {
  if (concept?.coding === undefined) return undefined;
  return `\n${concept.coding.map(({ system = '', code = '' }) => `${system}|${code}`).join('\n')}\n`;
}

function dateOf({ effectiveDateTime, period, authoredOn, recorded, date }: Searched): IndexedResource['date'] {
  const [from, to] = [period?.start, period?.end].map((text) => (text === undefined ? undefined : momentsOf(text)));
  // R4: a period without an end goes on.
  if (from !== undefined) return [from[0], to?.[1] ?? Number.MAX_SAFE_INTEGER];
  const one = effectiveDateTime ?? authoredOn ?? recorded ?? date;
  return one === undefined ? undefined : momentsOf(one);
}
