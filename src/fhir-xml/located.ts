import type { Problem } from '../outcome/problem.ts';
import type { XmlPlaceOf } from '../questionnaire/json/document.ts';

/**
 * The problems with their places in the XML that was sent, by the documents of one request: where exactly one of these
 * has the resource that a FHIRPath begins with.
 */
export function located(problems: readonly Problem[], documents: readonly XmlPlaceOf[]): readonly Problem[] {
  if (documents.length === 0) return problems;
  return problems.map((problem) => {
    const { place, xml } = problem;
    if (typeof place !== 'string' || xml !== undefined) return problem;
    const [found, ...others] = documents.flatMap((placeOf) => placeOf(place) ?? []);
    return found === undefined || others.length > 0 ? problem : { ...problem, xml: found };
  });
}
