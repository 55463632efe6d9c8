import type { Bundle, FhirResource, QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

/** The Bundle of a scenario's response, changed. `answer` finds a question's item, wherever it stands. */
export function bundleOf(
  name: string,
  change: (response: QuestionnaireResponse, answer: (linkId: string) => QuestionnaireResponseItem) => void = () => {},
): Bundle {
  const response: QuestionnaireResponse = JSON.parse(responseBytes(name).toString('utf8'));
  change(response, (linkId) => {
    const found = itemOf(response.item ?? [], linkId);
    if (found === undefined) throw new Error(`the response has no ${linkId}`);
    return found;
  });
  return makeBundle(ports.model, scoreResponse(ports, Buffer.from(JSON.stringify(response))));
}

function itemOf(items: readonly QuestionnaireResponseItem[], linkId: string): QuestionnaireResponseItem | undefined {
  for (const item of items) {
    const found = item.linkId === linkId ? item : itemOf(item.item ?? [], linkId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Leaves questions out of the top of a response. */
export function leaveOut(response: QuestionnaireResponse, pattern: RegExp): void {
  response.item = (response.item ?? []).filter(({ linkId }) => !pattern.test(linkId));
}

/** The resources of a type, in the order of the Bundle. */
export function resourcesOf<Type extends FhirResource['resourceType']>(from: Bundle, type: Type) {
  const all = (from.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  return all.filter(
    (resource): resource is Extract<FhirResource, { resourceType: Type }> => resource.resourceType === type,
  );
}
