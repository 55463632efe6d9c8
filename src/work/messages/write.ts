import type { Organization } from 'fhir/r4.js';
import { requireStatement } from '../../medcom/block/level.ts';
import { type CareCommunication, composeCareMessage, composeCareWithdrawal } from '../../medcom/fhir/compose.ts';
import type { Following } from '../../medcom/fhir/follow.ts';
import { openCareMessage } from '../../medcom/fhir/open.ts';
import type { MessageOptions } from '../../medcom/fhir/options.ts';
import type { JsonDocument } from '../../questionnaire/json/document.ts';
import { givenTime, sendingTime } from '../clock.ts';
import type { Ports } from '../ports.ts';
import type { Received } from '../receive.ts';
import { type ScoredResponse, scoreResponse } from '../score.ts';
import { readMessageDocument } from './document.ts';

/** A CareCommunication that is asked for. */
export interface MessageOrder extends Omit<MessageOptions, 'time'> {
  readonly response: Received;
  readonly sender: Organization;
  /** Of an answer or correction it may be left out: the other party of the message that is followed. */
  readonly receiver?: Organization | undefined;
  /** When it is sent: an instant with zone (default: now). */
  readonly time?: string | undefined;
  /** The message that it follows, and how. Default: it begins a thread. */
  readonly follow?: { readonly how: Following; readonly message: Received } | undefined;
  /** Enclose the level as a page (PDF). Default: it is not. */
  readonly pdf?: boolean | undefined;
  /** Say that the level of a withdrawn response counts no more. Default: such a response is refused. */
  readonly withdrawal?: boolean | undefined;
}

/** A message that was written, and what it says of whom. */
export interface WrittenMessage extends CareCommunication {
  readonly scored: ScoredResponse;
  /** When it is sent. */
  readonly time: string;
}

/**
 * Writes a CareCommunication that carries the level of a response, or that says that it was withdrawn.
 * Errors: date-future for `time`; those of `scoreResponse`, `requireStatement`, `openCareMessage` of the message that
 * is followed, and of `composeCareMessage` or `composeCareWithdrawal`.
 */
export async function writeCareMessage(ports: Ports, order: MessageOrder): Promise<WrittenMessage> {
  const { response, sender, receiver, time: given, follow, pdf = false, withdrawal = false, ...rest } = order;
  const scored = scoreResponse(ports, response);
  const { assessment } = scored;
  const now = ports.clock();
  const time = givenTime(now, given) ?? sendingTime(now, assessment);
  const options = { ...rest, time };
  const parties = { sender, receiver };
  const followed = follow && {
    how: follow.how,
    message: openCareMessage((await documentOf(follow.message)).value),
  };
  if (withdrawal) {
    return { ...composeCareWithdrawal(assessment, parties, options, { follow: followed }), scored, time };
  }
  const statement = requireStatement(assessment);
  const enclosed = { follow: followed, pdf: pdf ? await page(statement, scored) : undefined };
  return { ...composeCareMessage(statement, parties, options, enclosed), scored, time };
}

function documentOf(received: Received): Promise<JsonDocument> | JsonDocument {
  return received instanceof Uint8Array ? readMessageDocument(received) : received;
}

/** Loaded late: most messages have no page. */
async function page(statement: ReturnType<typeof requireStatement>, { assessment }: ScoredResponse) {
  const { drawStatement } = await import('../draw.ts');
  return drawStatement(statement, assessment.suggestion);
}
