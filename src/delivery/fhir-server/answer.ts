import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4.js';
import { Client } from 'fhir-kit-client';
import type { Answer } from './calls.ts';
import { ServerFailure } from './failure.ts';

/**
 * What became of a conditional write: made or changed by us, or already there; and its id on that server, where it says
 * so.
 */
export interface Written {
  readonly result: 'created' | 'updated' | 'there';
  readonly id: string | undefined;
}

/** An answer as the resource that was asked for. Throws a ServerFailure `not-fhir` for any other. */
export function expectType<Type extends FhirResource['resourceType']>(
  answer: Answer,
  type: Type,
): Extract<FhirResource, { resourceType: Type }> {
  const status = Client.httpFor(answer).response?.status;
  if (answer.resourceType !== type) throw new ServerFailure('not-fhir', { status });
  return answer as unknown as Extract<FhirResource, { resourceType: Type }>;
}

/** The hits of a page of a search, without what a server adds beside them (outcomes, included resources). */
export function matches({ entry = [] }: Bundle): FhirResource[] {
  const isMatch = ({ search }: BundleEntry) => search?.mode === undefined || search.mode === 'match';
  return entry.filter(isMatch).flatMap(({ resource }) => (resource === undefined ? [] : [resource as FhirResource]));
}

/** Result and id of a create or update: from Location, where the body was left out as we asked. */
export function writtenFrom(answer: Answer, whenOk: 'updated' | 'there'): Written {
  const { response } = Client.httpFor(answer);
  const location = response?.headers.get('location') ?? response?.headers.get('content-location') ?? '';
  const [, fromLocation] = /\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(location) ?? [];
  const id = fromLocation ?? (typeof answer.id === 'string' ? answer.id : undefined);
  return { result: response?.status === 201 ? 'created' : whenOk, id };
}
