import type { QuestionnaireResponse, Reference } from 'fhir/r4.js';
import { readCitizen } from '../intake/citizen.ts';
import { startingPoint } from '../intake/starting-point.ts';
import type { Variant } from '../model/types.ts';
import { type Problem, Refusal, refuse } from '../outcome/problem.ts';
import { dayText } from '../resources/time-text.ts';
import { danishDay, danishInstant } from '../scoring/day.ts';
import type { Citizen } from '../scoring/people.ts';
import type { Archive } from './keep/archive.ts';
import type { StoredResponse } from './keep/reading.ts';
import type { Sight } from './keep/sight.ts';
import type { ScoredResponse } from './score.ts';

/** What a form is begun from. */
export interface Beginning {
  readonly variant: Variant;
  readonly subject: Reference;
  readonly citizen: Citizen;
  /** An earlier response that the caller brings; it goes before what is kept. */
  readonly previous: ScoredResponse | undefined;
  /** What is kept about the citizen, where that is to be used. */
  readonly kept: StoredResponse | undefined;
}

/** A form that is begun, and what is to be known of that. */
export interface Begun {
  readonly response: QuestionnaireResponse;
  readonly hints: readonly Problem[];
}

const finished: readonly string[] = ['completed', 'amended'];

/** Who a form is to be about. Codes: those of `readCitizen`. */
export function citizenOf(subject: Reference, now: Date): Citizen {
  const about: QuestionnaireResponse = { resourceType: 'QuestionnaireResponse', status: 'in-progress', subject };
  const { value, problems } = readCitizen(about, now);
  return value ?? refuseAs(problems);
}

/** The citizen's last finished response to a form that the caller may see; undefined where there is none. */
export async function lastFinished(
  archive: Archive,
  sight: Sight,
  { citizen, url }: { readonly citizen: Citizen; readonly url: string },
): Promise<StoredResponse | undefined> {
  return archive.readFor(sight, async (reading) => {
    const citizens = await reading.citizens(citizen.identifiers);
    if (citizens.length === 0) return undefined;
    const { rows } = await reading.responses(
      [
        { on: 'citizen', oneOf: citizens },
        { on: 'questionnaire', oneOf: [{ url }] },
        { on: 'status', oneOf: finished },
      ],
      { by: 'date', newestFirst: true, count: 1, total: false },
    );
    return rows[0];
  });
}

/**
 * A response in progress that starts from an earlier one (SDC, `$populate`). Nothing is kept. Codes: populate-previous,
 * populate-citizen. Hints: populate-from, populate-none, populate-left.
 */
export function populate({ variant, subject, citizen, previous, kept }: Beginning, now: Date): Begun {
  if (previous !== undefined) checkPrevious(previous, variant, citizen);
  const earlier = previous?.response ?? (kept && (JSON.parse(kept.received.text) as QuestionnaireResponse));
  const { item, left } = startingPoint(variant, earlier);
  const { url, version } = variant.questionnaire;
  const hints: Problem[] = [];
  if (earlier?.authored === undefined) hints.push({ code: 'populate-none' });
  else {
    const { da: day, en: dayEn } = dayText(danishDay(earlier.authored));
    hints.push({ code: 'populate-from', values: { day, dayEn } });
  }
  if (left > 0) hints.push({ code: 'populate-left', values: { count: String(left) } });
  return {
    response: {
      resourceType: 'QuestionnaireResponse',
      language: 'da',
      questionnaire: `${url}|${version}`,
      status: 'in-progress',
      subject,
      authored: danishInstant(now.toISOString()),
      item,
    },
    hints,
  };
}

/** Answers of another citizen, or to another form, would be the beginning of a wrong level. */
function checkPrevious({ response, assessment }: ScoredResponse, variant: Variant, citizen: Citizen): void {
  const isOther = assessment.variant.questionnaire.url !== variant.questionnaire.url;
  if (isOther || !finished.includes(response.status)) refuse('populate-previous');
  const numbers = new Set(citizen.identifiers.map(({ system, value }) => `${system}|${value}`));
  const isSame = assessment.citizen.identifiers.some(({ system, value }) => numbers.has(`${system}|${value}`));
  if (!isSame) refuse('populate-citizen');
}

function refuseAs(problems: readonly Problem[]): never {
  // The place is that of a response, which the caller did not send.
  throw new Refusal(problems.map(({ place: _, ...problem }) => problem));
}
