import type { Place } from '../../src/outcome/place.ts';
import type { Problem } from '../../src/outcome/problem.ts';
import { Refusal } from '../../src/outcome/problem.ts';

/** A problem as tables of tests have it. */
export interface Told {
  readonly code: Problem['code'];
  readonly place?: string;
}

/** What a step refuses: code and place of each problem. Fails when it does not refuse. */
export async function refusalOf(step: () => unknown): Promise<readonly Told[]> {
  return (await problemsOf(step)).map(toldOf);
}

/** Code and place of a problem. */
export function toldOf({ code, place }: Problem): Told {
  return place === undefined ? { code } : { code, place: shortPlace(place) };
}

/**
 * A place as one text: a FHIRPath or an XPath as it is (without its line), `option:patientName`, `option:sender
 * Organization.identifier`.
 */
function shortPlace(place: Place): string {
  if (typeof place === 'string') return place;
  if ('xpath' in place) return place.xpath;
  return [`option:${place.option}`, ...(place.path === undefined ? [] : [place.path])].join(' ');
}

/** The problems of a step that refuses. */
export async function problemsOf(step: () => unknown): Promise<readonly Problem[]> {
  try {
    await step();
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  throw new Error('it was not refused');
}
