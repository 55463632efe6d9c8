import { type Attached, attachStatement } from '../medcom/attach/attach.ts';
import { writeAttachment } from '../medcom/attach/attachment.ts';
import type { AttachOptions } from '../medcom/attach/options.ts';
import { requireStatement } from '../medcom/block/level.ts';
import { earlyProblem } from '../medcom/new-letter/early.ts';
import type { Letter } from '../medcom/new-letter/letter.ts';
import { Refusal } from '../outcome/problem.ts';
import { givenTime, sendingTime } from './clock.ts';
import { type AttachedMessage, attachToMessage } from './messages/attach.ts';
import { isJsonMessage, isXmlMessage } from './messages/is-message.ts';
import { others } from './others.ts';
import type { Ports } from './ports.ts';
import type { Received } from './receive.ts';
import { scoreResponse } from './score.ts';

/** A letter or CareCommunication that is about to be sent, and the response whose level goes into it. */
export interface Attachment extends Omit<AttachOptions, 'pdfSize' | 'schemaDirectory'> {
  /** The message that the letter stands in; `letter` names one of several. */
  readonly message: Uint8Array;
  readonly response: Received;
  /** Whether the letter refers to a PDF of the level too, which goes in a letter of its own. Default: it does not. */
  readonly pdf?: boolean | undefined;
  /** When the letter with the PDF is sent: an instant with zone (default: now). */
  readonly time?: string | undefined;
}

/** The letter or message with the level, and the letter (XBIN) with the PDF where it was asked for. */
export interface AttachedLevel extends AttachedMessage {
  /** Identity of the response. */
  readonly identity: string;
  readonly pdfLetter: Letter | undefined;
}

/**
 * Puts the level of a response into a letter, or a CareCommunication, that is about to be sent.
 * Errors: those of `scoreResponse`, `requireStatement`, `attachStatement` or `attachToMessage`, and with `pdf`
 * letter-time-early, date-future for `time`, those of drawing and of `writeAttachment`; nothing comes out then.
 */
export async function attachLevel(ports: Ports, attachment: Attachment): Promise<AttachedLevel> {
  const { message, response, pdf = false, time: given, ...rest } = attachment;
  const { assessment } = scoreResponse(ports, response);
  await others;
  const statement = requireStatement(assessment);
  const { identity } = assessment;
  if (isJsonMessage(message) || isXmlMessage(message)) {
    return { ...(await attachToMessage(message, statement, { ...rest, pdf })), identity, pdfLetter: undefined };
  }
  const options = { ...rest, schemaDirectory: ports.schemaDirectory };
  if (!pdf) return { ...named(await attachStatement(message, statement, options)), identity, pdfLetter: undefined };
  const now = ports.clock();
  const time = givenTime(now, given) ?? sendingTime(now, assessment);
  const early = earlyProblem(statement, time);
  if (early !== undefined) throw new Refusal([early]);
  // Loaded late: most letters have no PDF.
  const { drawStatement } = await import('./draw.ts');
  const page = await drawStatement(statement, assessment.suggestion);
  const attached = await attachStatement(message, statement, { ...options, pdfSize: page.length });
  return { ...named(attached), identity, pdfLetter: await writeAttachment(attached, page, time) };
}

function named({ letter, bytes, changed, contentType, warnings }: Attached): AttachedMessage {
  return { bytes, changed, contentType, warnings, letterId: letter.identifier };
}
