import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import { acceptResponse, type Verdict } from './intake/accept.ts';
import { identityOf } from './intake/identity.ts';
import type { Model } from './model/types.ts';
import { isError } from './outcome/outcome.ts';
import { type Problem, Refusal } from './outcome/problem.ts';
import { type CheckOptions, checkResponse } from './questionnaire/check.ts';
import { type JsonDocument, keepNumbers, readJson } from './questionnaire/json/document.ts';
import { checkIntegers } from './questionnaire/json/integers.ts';
import { questionnaireUrl } from './questionnaire/resolve.ts';
import { transactionBundle } from './resources/bundle.ts';
import type { ProducedDocument } from './resources/document-reference.ts';
import { score } from './scoring/assess.ts';
import type { Assessment } from './scoring/types.ts';
import { software } from './version.ts';

/** A scored response: what was understood, the response as received, and what is to be warned of. */
export interface Processed {
  readonly assessment: Assessment;
  readonly response: QuestionnaireResponse;
  readonly warnings: readonly Problem[];
}

/**
 * Checks the bytes of a QuestionnaireResponse and lists what is wrong, in the order of the places; nothing wrong gives an empty list. A
 * response to one of the model's Questionnaires is also checked as an assessment (citizen, professional, level); one to another
 * Questionnaire, contained or among `resources`, by that.
 */
export function validateBytes(model: Model, bytes: Uint8Array, options: CheckOptions = {}): readonly Problem[] {
  try {
    return validateDocument(model, readJson(bytes), options);
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
}

/** The same for a document that was read already. */
export function validateDocument(model: Model, document: JsonDocument, options: CheckOptions = {}): readonly Problem[] {
  return isForAnother(model, document.value)
    ? checkResponse(document, { ...options, resources: besideOurs(model, options.resources) })
    : accept(model, document, 'validation').problems;
}

/** Names a Questionnaire that is not one of the model's. */
function isForAnother(model: Model, value: unknown): boolean {
  const url = questionnaireUrl(value);
  if (url === undefined) return false;
  return model.variants.every(({ questionnaire }) => questionnaire.url !== url);
}

const besides = new WeakMap<Model, WeakMap<object, readonly unknown[]>>();

/** The same list each time for the same resources, as `checkResponse` wants it. */
function besideOurs(model: Model, resources?: readonly unknown[]): readonly unknown[] {
  const known = besides.get(model) ?? new WeakMap<object, readonly unknown[]>();
  const key = resources ?? model;
  const list = known.get(key) ?? [...model.variants.map(({ questionnaire }) => questionnaire), ...(resources ?? [])];
  besides.set(model, known.set(key, list));
  return list;
}

/**
 * Scores the bytes of a QuestionnaireResponse.
 * @throws Refusal with every problem found; nothing is emitted then. A response in progress can be validated, not scored.
 */
export function processBytes(model: Model, bytes: Uint8Array): Processed {
  return processDocument(model, readJson(bytes));
}

/** The same for a document that was read already. */
export function processDocument(model: Model, document: JsonDocument): Processed {
  const { problems, checked } = accept(model, document, 'scoring');
  if (checked?.status === undefined) throw new Refusal(problems.filter(isError));
  const { response, variant, answers, citizen, professional, status } = checked;
  const assessment: Assessment = {
    ...score(model, variant, response, answers),
    ...identityOf(response),
    status,
    authored: response.authored ?? '',
    citizen,
    professional,
  };
  return { assessment, response: keepNumbers(document) as QuestionnaireResponse, warnings: problems };
}

function accept(model: Model, document: JsonDocument, purpose: 'validation' | 'scoring'): Verdict {
  const integers = checkIntegers(document);
  return integers.length > 0
    ? { problems: integers, checked: undefined }
    : acceptResponse(model, document.value, purpose);
}

/** The transaction Bundle of a scored response, with the documents that were made from it. */
export function bundleOf(model: Model, processed: Processed, documents: readonly ProducedDocument[] = []): Bundle {
  const { assessment, response } = processed;
  return transactionBundle({ model, assessment, response, software, documents });
}
