import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import { acceptResponse, type CheckedResponse } from '../intake/accept.ts';
import { readAccepted } from '../intake/accepted.ts';
import { readIdentity } from '../intake/identity.ts';
import type { Model } from '../model/types.ts';
import { ownModel } from '../model/versions.ts';
import { isError } from '../outcome/outcome.ts';
import { type Problem, Refusal, refuse } from '../outcome/problem.ts';
import type { JsonDocument } from '../questionnaire/json/document.ts';
import { transactionBundle } from '../resources/bundle.ts';
import type { ProducedDocument } from '../resources/document-reference.ts';
import { asReceived } from '../resources/fixed.ts';
import type { References } from '../resources/references.ts';
import { withServerIds } from '../resources/server-ids.ts';
import { assess } from '../scoring/assess.ts';
import { relationOf } from '../scoring/supersede.ts';
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
 * @throws Refusal with every problem found; nothing is emitted then. A response in progress can be validated, not
 * scored.
 */
export function scoreResponse(ports: Pick<Ports, 'model' | 'clock'>, received: Received): ScoredResponse {
  return scoreAccepted(ports.model, acceptToScore(ports, receive(received)));
}

/** A response that is in order and finished. */
export interface Accepted {
  readonly document: JsonDocument;
  readonly checked: Finished;
  readonly warnings: readonly Problem[];
}

type Finished = CheckedResponse & Pick<Assessment, 'status'>;

/** The first of the two steps of `scoreResponse`, for whoever takes many responses through one step after the other. */
export function acceptToScore({ model, clock }: Pick<Ports, 'model' | 'clock'>, document: JsonDocument): Accepted {
  const { problems, checked } = acceptResponse(model, document, 'scoring', clock());
  if (checked?.status === undefined) throw new Refusal(problems.filter(isError));
  return { document, checked: { ...checked, status: checked.status }, warnings: problems };
}

/** The second one. */
export function scoreAccepted(model: Model, { document, checked, warnings }: Accepted): ScoredResponse {
  return score(model, document, checked, warnings);
}

/**
 * Scores a response that was accepted before, as it was then: `at` is when it was kept. It was checked when it came, by
 * the clock of that service; the store's own may have been another one, and what is kept must not be refused by that.
 */
export function scoreAgain(model: Model, text: string, at: number): ScoredResponse {
  const document = receive(Buffer.from(text));
  const { status, ...accepted } = readAccepted(model, document, new Date(at));
  if (status === undefined) throw new Error('a draft has no score');
  return score(model, document, { ...accepted, status }, []);
}

function score(model: Model, document: JsonDocument, checked: Finished, warnings: readonly Problem[]): ScoredResponse {
  const { response, variant, answers, rated, citizen, professional, links, status } = checked;
  const origin = {
    ...readIdentity(response, response === document.value ? document.written : undefined),
    status,
    authored: response.authored ?? '',
    citizen,
    professional,
    ...links,
  };
  const assessment = assess(ownModel(model, variant), variant, answers, rated, origin);
  const sent = document.kept as QuestionnaireResponse;
  if (document.written !== undefined) asReceived(sent, document.written);
  return { assessment, response: sent, warnings };
}

/** What goes into a Bundle beside the response and what it becomes. */
export interface BundleOptions {
  /** Whose references the results have; the Bundle is for whoever sent the response where nothing else is said. */
  readonly references?: References | undefined;
  /**
   * What came before: an earlier version of the same response, whose actions that fell away are cancelled; or an
   * earlier assessment of the citizen, whose plan and Tasks are closed.
   */
  readonly previous?: ScoredResponse | undefined;
  /**
   * Who gives the ids on the server that the Bundle is for: a `server` that refuses those of its clients gets all by
   * conditions. Where nothing is said, what has no identifier is written under an id of ours.
   */
  readonly ids?: 'client' | 'server' | undefined;
  /** Documents that were made from the response. */
  readonly documents?: readonly ProducedDocument[] | undefined;
}

/**
 * The transaction Bundle of a scored response.
 * Errors, all at the option `previous`: previous-citizen, previous-variant, previous-same, previous-withdrawn,
 * previous-newer, previous-interval, previous-weightier.
 */
export function makeBundle(
  model: Model,
  { assessment, response }: ScoredResponse,
  options: BundleOptions = {},
): Bundle {
  const { references = 'sender', previous, documents, ids = 'client' } = options;
  const relation = previous && relationOf(assessment, previous.assessment);
  if (relation !== undefined && relation !== 'version' && relation !== 'superseded') {
    refuse(relation, { place: { option: 'previous' } });
  }
  const before = previous && relation && { ...previous, relation };
  const bundle = transactionBundle({ model, assessment, response, software, references, previous: before, documents });
  return ids === 'server' ? withServerIds(bundle) : bundle;
}

/**
 * Scores the response that came before another one. Errors: previous-refused, at the option `previous`, and those of
 * `scoreResponse`.
 */
export function scorePrevious(ports: Pick<Ports, 'model' | 'clock'>, received: Received): ScoredResponse {
  try {
    return scoreResponse(ports, received);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal([{ code: 'previous-refused', place: { option: 'previous' } }, ...error.problems]);
  }
}
