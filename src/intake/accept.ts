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
import { checkShape } from '../questionnaire/shape/check-shape.ts';
import { type Rated, rate } from '../scoring/assess.ts';
import type { Assessment } from '../scoring/types.ts';
import { checkCalculated } from './calculated.ts';
import { type Citizen, isCitizenSystem, readCitizen } from './citizen.ts';
import { visible } from './person-name.ts';
import { type Professional, readProfessional } from './professional.ts';
import { resolveVariant } from './variant.ts';

/** A response in which nothing is wrong but what `problems` warns of. */
export interface CheckedResponse {
  readonly response: QuestionnaireResponse;
  readonly variant: Variant;
  readonly answers: Answers;
  readonly rated: Rated;
  readonly citizen: Citizen;
  readonly professional: Professional | undefined;
  /** The status of a finished response; undefined for one in progress, which can be validated but not scored. */
  readonly status: Assessment['status'] | undefined;
}

export interface Verdict {
  readonly problems: readonly Problem[];
  /** Undefined where any problem is an error. */
  readonly checked: CheckedResponse | undefined;
}

/**
 * Checks any JSON document as a response to one of our Questionnaires: shape, questionnaire, rules, citizen, calculated values. `purpose`
 * scoring refuses a response that is not finished.
 */
export function acceptResponse(model: Model, document: JsonDocument, purpose: 'validation' | 'scoring'): Verdict {
  const shape = checkShape(document);
  if (shape.length > 0) return { problems: inOrderOfPlaces(shape.map(aboutAuthored)), checked: undefined };
  const response = document.value as QuestionnaireResponse;
  const variant = resolveVariant(model, response.questionnaire);
  if (!('factors' in variant)) return { problems: [variant], checked: undefined };
  const own = ownModel(model, variant);
  const answers = collectAnswers(response);
  const status = finishedStatus(response);
  const citizen = readCitizen(response);
  const professional = readProfessional(response);
  const rules = checkRules(response, {
    questionnaire: variant.form(),
    answers,
    complete: status === 'completed' || status === 'amended',
    displays: own.displays,
  });
  // With a wrong answer among the ratings the calculated values would only be follow-on noise.
  const rated = rules.some(isError) ? undefined : rate(own, variant, answers);
  // A withdrawn response may have leftovers of what it said.
  const compared = rated !== undefined && status !== 'entered-in-error';
  const calculated = compared ? checkCalculated(variant, response, answers, rated.suggestion) : [];
  const unfinished = status === undefined && purpose === 'scoring' ? [unfinishedProblem(response)] : [];
  const head = [
    ...unfinished,
    ...checkHead(response, citizen.value),
    ...checkModifiers(document),
    ...citizen.problems,
    ...professional.problems,
  ];
  const problems = inOrderOfPlaces([...head, ...rules, ...calculated]);
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
    status,
  };
  return { problems, checked };
}

function finishedStatus({ status }: QuestionnaireResponse): Assessment['status'] | undefined {
  return status === 'in-progress' || status === 'stopped' ? undefined : status;
}

function unfinishedProblem({ status }: QuestionnaireResponse): Problem {
  return { code: 'status-in-progress', place: `${root}.status`, values: { status } };
}

/** The commonest slip of `authored`, a time without zone or seconds, deserves more than the name of its type. */
function aboutAuthored(problem: Problem): Problem {
  const { code, place } = problem;
  return code === 'format-wrong' && place === `${root}.authored` ? { code: 'authored-imprecise', place } : problem;
}

/** `authored` and the response's own identity. */
function checkHead(response: QuestionnaireResponse, citizen: Citizen | undefined): Problem[] {
  const problems: Problem[] = [];
  if (response.authored === undefined) problems.push({ code: 'authored-missing', place: `${root}.authored` });
  else if (!/T.*(?:Z|[+-]\d\d:\d\d)$/.test(response.authored)) {
    problems.push({ code: 'authored-imprecise', place: `${root}.authored` });
  }
  const { identifier, status } = response;
  if (identifier === undefined && (status === 'amended' || status === 'entered-in-error')) {
    problems.push({ code: 'identifier-missing', place: `${root}.identifier` });
  }
  if (identifier !== undefined) {
    const [system, value] = [visible(identifier.system), visible(identifier.value)];
    const place = `${root}.identifier`;
    if (system === undefined || value === undefined) problems.push({ code: 'identifier-incomplete', place });
    else if (isPersonal(system, value, citizen)) problems.push({ code: 'identifier-personal', place });
  }
  return problems;
}

/** The identifier stands in search parameters, where no CPR number may stand ("CPR never in a URL"). */
function isPersonal(system: string, value: string, citizen: Citizen | undefined): boolean {
  return isCitizenSystem(system) || citizen?.identifiers.some((number) => value.includes(number.value)) === true;
}
