import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import type { Model } from './model/types.ts';
import { isError } from './outcome/outcome.ts';
import { type Problem, Refusal } from './outcome/problem.ts';
import { transactionBundle } from './resources/bundle.ts';
import type { ProducedDocument } from './resources/document-reference.ts';
import { checkIntegers } from './response/integers.ts';
import { type JsonDocument, keepNumbers, readJson } from './response/json.ts';
import { acceptResponse, type Verdict } from './scoring/accept.ts';
import { score } from './scoring/assess.ts';
import { identityOf } from './scoring/identity.ts';
import type { Assessment } from './scoring/types.ts';
import { software } from './version.ts';

/** A scored response: what was understood, the response as received, and what is to be warned of. */
export interface Processed {
  readonly assessment: Assessment;
  readonly response: QuestionnaireResponse;
  readonly warnings: readonly Problem[];
}

/** Checks the bytes of a QuestionnaireResponse and lists what is wrong, in the order of the places. Nothing wrong gives an empty list. */
export function validateBytes(model: Model, bytes: Uint8Array): readonly Problem[] {
  try {
    return accept(model, readJson(bytes), 'validation').problems;
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
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
