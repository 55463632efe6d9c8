import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import { acceptResponse } from '../intake/accept.ts';
import { identityOf } from '../intake/identity.ts';
import type { Model } from '../model/types.ts';
import { ownModel } from '../model/versions.ts';
import { isError } from '../outcome/outcome.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';
import { transactionBundle } from '../resources/bundle.ts';
import type { ProducedDocument } from '../resources/document-reference.ts';
import { assess } from '../scoring/assess.ts';
import type { Assessment } from '../scoring/types.ts';
import { software } from '../version.ts';
import type { Ports } from './ports.ts';
import { type Received, receive } from './receive.ts';

/** A scored response: what was understood, the response as received, and what is to be warned of. */
export interface ScoredResponse {
  readonly assessment: Assessment;
  readonly response: QuestionnaireResponse;
  readonly warnings: readonly Problem[];
}

/**
 * Scores a QuestionnaireResponse.
 * @throws Refusal with every problem found; nothing is emitted then. A response in progress can be validated, not scored.
 */
export function scoreResponse({ model, clock }: Pick<Ports, 'model' | 'clock'>, received: Received): ScoredResponse {
  const document = receive(received);
  const { problems, checked } = acceptResponse(model, document, 'scoring', clock());
  if (checked?.status === undefined) throw new Refusal(problems.filter(isError));
  const { response, variant, answers, rated, citizen, professional, links, status } = checked;
  const origin = {
    ...identityOf(response),
    status,
    authored: response.authored ?? '',
    citizen,
    professional,
    ...links,
  };
  const assessment = assess(ownModel(model, variant), variant, answers, rated, origin);
  return { assessment, response: document.kept as QuestionnaireResponse, warnings: problems };
}

/** The transaction Bundle of a scored response, with the documents that were made from it. */
export function makeBundle(model: Model, scored: ScoredResponse, documents: readonly ProducedDocument[] = []): Bundle {
  const { assessment, response } = scored;
  return transactionBundle({ model, assessment, response, software, documents });
}
