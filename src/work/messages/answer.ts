import type { Bundle } from 'fhir/r4.js';
import { type AckReason, acknowledge, refusingCode } from '../../medcom/fhir/acknowledgement.ts';
import { answeredBy, answeredIfReadable, isAcknowledgement } from '../../medcom/fhir/answered.ts';
import { openCareMessage } from '../../medcom/fhir/open.ts';
import { catalog, type IssueCode } from '../../outcome/catalog.ts';
import { sentence } from '../../outcome/outcome.ts';
import { type Problem, refuse } from '../../outcome/problem.ts';
import { danishInstant } from '../../scoring/day.ts';
import type { Ports } from '../ports.ts';
import type { Answer } from '../receipt.ts';
import type { Received } from '../receive.ts';
import { checkTechnicalText } from '../technical-text.ts';
import { receiveMessageDocument } from './document.ts';

/** What MedCom calls our reasons; the text says which it is. */
const errorCodes: Partial<Record<IssueCode, string>> = {
  'message-version-unknown': 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE',
  'message-unknown': 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE',
  'message-element-form': 'MSG_Datatype_Wrong',
  'message-attachment-form': 'MSG_Datatype_Wrong',
  'message-gln': 'MSG_Receiver_Identifier_UNKNOWN',
  'letter-other-receiver': 'MSG_Receiver_Identifier_UNKNOWN',
};

/**
 * The Acknowledgement of a CareCommunication that came in: received, or refused as the caller says. Errors: those of
 * `readJson`; those of `openCareMessage` for one that is to be received; message-unknown for one that is too broken to
 * be answered; letter-code-unknown, letter-option-unused, receipt-text-number.
 */
export function answerCareMessage({ clock }: Pick<Ports, 'clock'>, message: Received, answer: Answer): Bundle {
  const { refuse: code, text, time, envelopeId, letterId } = answer;
  if (envelopeId !== undefined || letterId !== undefined) {
    const option = envelopeId === undefined ? 'letterId' : 'envelopeId';
    refuse('letter-option-unused', { place: { option }, values: { type: 'Acknowledgement' } });
  }
  checkTechnicalText(text, 'text');
  const at = danishInstant(time ?? clock().toISOString());
  const { value } = receiveMessageDocument(message);
  if (code === undefined) return acknowledge(answeredBy(openCareMessage(value)), 'ok', [], at);
  const refusing = refusingCode(code);
  const answered = answeredIfReadable(value) ?? refuse('message-unknown', { place: 'Bundle' });
  return acknowledge(answered, refusing, [{ type: 'processing', text: text ?? refusing }], at);
}

/**
 * The Acknowledgement of a message that is refused for what is wrong with it. Errors: those of `readJson`;
 * message-unknown for one that is too broken to be answered.
 */
export function refuseMessage(bytes: Uint8Array, problems: readonly Problem[], time: string): Bundle {
  const { value } = receiveMessageDocument(bytes);
  // Answers are never answered.
  const answered = isAcknowledgement(value) ? undefined : answeredIfReadable(value);
  if (answered === undefined) refuse('message-unknown', { place: 'Bundle' });
  return acknowledge(answered, 'fatal-error', reasonsOf(problems), danishInstant(time));
}

/** Why a message is refused, as its Acknowledgement says it: nothing about the citizen stands in our sentences. */
function reasonsOf(problems: readonly Problem[]): readonly AckReason[] {
  return problems.slice(0, 5).map((problem) => {
    const { type } = catalog[problem.code];
    return { type, code: errorCodes[problem.code], text: `${problem.code}: ${sentence(problem, 'da')}` };
  });
}
