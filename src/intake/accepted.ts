import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Model } from '../model/types.ts';
import { ownModel } from '../model/versions.ts';
import { Refusal } from '../outcome/problem.ts';
import { collectAnswers } from '../questionnaire/answers.ts';
import type { JsonDocument } from '../questionnaire/json/document.ts';
import { rate } from '../scoring/assess.ts';
import { type CheckedResponse, finishedStatus } from './accept.ts';
import { readCitizen } from './citizen.ts';
import { readLinks } from './links.ts';
import { readProfessional } from './professional.ts';
import { resolveVariant } from './variant.ts';

/**
 * Reads a response that was accepted before, without checking it again: a third of the time, and what is kept is not
 * refused by whatever a later program asks for. `now` is when it was accepted: the periods of identifiers are measured
 * by it. Throws a Refusal where its model or its citizen is not to be found any more: codes of `acceptResponse`.
 */
export function readAccepted(model: Model, { value }: JsonDocument, now: Date): CheckedResponse {
  const response = value as QuestionnaireResponse;
  const variant = resolveVariant(model, response.questionnaire);
  if (!('factors' in variant)) throw new Refusal([variant]);
  const { value: citizen, problems } = readCitizen(response, now);
  if (citizen === undefined) throw new Refusal(problems);
  const answers = collectAnswers(response);
  return {
    response,
    variant,
    answers,
    rated: rate(ownModel(model, variant), variant, answers),
    citizen,
    professional: readProfessional(response).value,
    links: readLinks(response, citizen).value,
    status: finishedStatus(response),
  };
}
