import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Model, Variant } from '../model/types.ts';
import { ownModel } from '../model/versions.ts';
import { isError } from '../outcome/outcome.ts';
import type { Problem } from '../outcome/problem.ts';
import { type Answers, collectAnswers, root } from '../questionnaire/answers.ts';
import type { JsonDocument } from '../questionnaire/json/document.ts';
import { inOrderOfPlaces } from '../questionnaire/order.ts';
import { checkRules } from '../questionnaire/rules/check-rules.ts';
import { checkModifiers } from '../questionnaire/rules/modifiers.ts';
import { rootScope } from '../questionnaire/scope.ts';
import { checkShape } from '../questionnaire/shape/check-shape.ts';
import { readable as readableOf } from '../questionnaire/shape/readable.ts';
import { type Rated, rate } from '../scoring/assess.ts';
import type { Citizen, Professional } from '../scoring/people.ts';
import type { Assessment } from '../scoring/types.ts';
import { compareCalculated } from './calculated.ts';
import { readCitizen } from './citizen.ts';
import { aboutAuthored, checkAuthored, checkDates } from './dates.ts';
import { checkIdentifier } from './head.ts';
import { type Links, readLinks } from './links.ts';
import { readProfessional } from './professional.ts';
import { resolveVariant } from './variant.ts';

/** A response in which nothing is wrong but what `problems` warns of. */
export interface CheckedResponse {
  readonly response: QuestionnaireResponse;
  readonly variant: Variant;
  readonly answers: Answers;
  readonly rated: Rated;
  readonly citizen: Citizen;
  readonly professional: Professional | undefined;
  readonly links: Links;
  /** The status of a finished response; undefined for one in progress, which can be validated but not scored. */
  readonly status: Assessment['status'] | undefined;
}

export interface Acceptance {
  readonly problems: readonly Problem[];
  /** Undefined where any problem is an error. */
  readonly checked: CheckedResponse | undefined;
}

/**
 * Checks any JSON document as a response to one of our Questionnaires: shape, questionnaire, rules, citizen, calculated
 * values. Faults of shape do not hide the others. `purpose` scoring refuses a response that is not finished. `now` is
 * what dates and the periods of identifiers are measured by.
 */
export function acceptResponse(
  model: Model,
  document: JsonDocument,
  purpose: 'validation' | 'scoring',
  now: Date,
): Acceptance {
  const shape = checkShape(document).map((problem) => toldOfAuthored(problem, document.value));
  const readable = readableOf(document.value, shape);
  if (readable === undefined) return { problems: inOrderOfPlaces(shape), checked: undefined };
  const { response, partial, isRead } = readable;
  const variant = resolveVariant(model, response.questionnaire);
  if (!('factors' in variant)) return { problems: inOrderOfPlaces([...shape, variant]), checked: undefined };
  const own = ownModel(model, variant);
  const answers = collectAnswers(response);
  const status = isRead('status') ? finishedStatus(response) : undefined;
  const citizen = isRead('subject', 'contained') ? readCitizen(response, now) : unread;
  const professional = isRead('author', 'contained') ? readProfessional(response) : unread;
  const links = readLinks(response, citizen.value);
  const rules = checkRules(response, {
    questionnaire: variant.form(),
    answers,
    complete: !partial && (status === 'completed' || status === 'amended'),
    scope: rootScope(response, false),
    faulty: new Set(),
    // Our CodeSystems are at hand as a whole, and the forms have options of theirs alone.
    words: ({ system = '', code = '' }) => ({ displays: own.displays(system, code), whole: true, weights: [] }),
  });
  // With a wrong answer among the ratings the calculated values would only be follow-on noise.
  const rated = partial || rules.some(isError) ? undefined : rate(own, variant, answers);
  // A withdrawn response may have leftovers of what it said.
  const compared = rated !== undefined && response.status !== 'entered-in-error';
  const calculated = compared ? compareCalculated(variant, response, answers, rated.suggestion) : [];
  const head = [
    ...(purpose === 'scoring' && isRead('status') ? checkFinished(response) : []),
    ...(isRead('authored') ? checkAuthored(response, now) : []),
    ...(isRead('identifier') ? checkIdentifier(response, citizen.value) : []),
    ...checkModifiers(document),
    ...citizen.problems,
    ...professional.problems,
    ...links.problems,
    ...(compared ? checkDates(variant, response, answers, now) : []),
  ];
  const found = inOrderOfPlaces([...shape, ...head, ...rules, ...calculated]);
  const problems = purpose === 'validation' ? found.map(mild) : found;
  if (problems.some(isError) || citizen.value === undefined || rated === undefined) {
    return { problems, checked: undefined };
  }
  const checked = {
    response,
    variant,
    answers,
    rated,
    citizen: citizen.value,
    professional: professional.value,
    links: links.value,
    status,
  };
  return { problems, checked };
}

/** What could not be read has its problem of shape, and no other. */
const unread = { value: undefined, problems: [] };

/** The status of a finished response; undefined for one in progress. */
export function finishedStatus({ status }: QuestionnaireResponse): Assessment['status'] | undefined {
  return status === 'in-progress' || status === 'stopped' ? undefined : status;
}

/** Where the time of the assessment has the wrong form, what it lacks is told. */
function toldOfAuthored(problem: Problem, value: unknown): Problem {
  const { code, place } = problem;
  const isAuthored = code === 'format-wrong' && place === `${root}.authored`;
  return isAuthored ? { code: aboutAuthored(value as { readonly authored?: unknown }), place } : problem;
}

/** For whoever only asks, a date in the future is to be told of; nothing comes of it. */
function mild(problem: Problem): Problem {
  return problem.code === 'date-future' ? { ...problem, severity: 'warning' } : problem;
}

/** A score is of a finished response. Code: status-in-progress. */
function checkFinished(response: QuestionnaireResponse): readonly Problem[] {
  // One that is missing is a fault of shape.
  const status = response.status as QuestionnaireResponse['status'] | undefined;
  const isFinished = status === undefined || finishedStatus(response) !== undefined;
  return isFinished ? [] : [{ code: 'status-in-progress', place: `${root}.status`, values: { status } }];
}
