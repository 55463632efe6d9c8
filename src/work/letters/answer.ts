import type { Bundle } from 'fhir/r4.js';
import type { Arrival } from '../../medcom/arrival/arrival.ts';
import { sentAgain } from '../../medcom/fhir/acknowledgement.ts';
import { negativeReceipt, positiveReceipt } from '../../medcom/receipts/make.ts';
import type { RefuseCode } from '../../medcom/receipts/tables.ts';
import { ackDocument, wrapFhir } from '../../medcom/vans/fhir.ts';
import { envelopeLimits } from '../../medcom/vans/limits.ts';
import { endPointOf, unwrapVans } from '../../medcom/vans/read.ts';
import type { EndPoint, VansEnvelope } from '../../medcom/vans/types.ts';
import { negativeMessage, negativeVans, positiveMessage, wrapVans } from '../../medcom/vans/wrap.ts';
import { attachmentLimits, parseXml } from '../../medcom/xml/parse.ts';
import { textOf } from '../../medcom/xml/tree.ts';
import { uuidFor } from '../../model/uuid.ts';
import type { IssueCode } from '../../outcome/catalog.ts';
import { sentence } from '../../outcome/outcome.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import { danishInstant } from '../../scoring/day.ts';
import { answerCareMessage, refuseMessage } from '../messages/answer.ts';
import { inJson, inXml, readMessageDocument, receiveMessageDocument } from '../messages/document.ts';
import { isJsonMessage, isXmlMessage } from '../messages/is-message.ts';
import type { Ports } from '../ports.ts';
import type { Received } from '../receive.ts';
import { isEnvelope } from './is-envelope.ts';

/** What MedCom calls our reasons; the text says which it is. */
const refuseCodes: Partial<Record<IssueCode, RefuseCode>> = {
  'letter-other-receiver': 'ukendt_lokationsnummer',
  'letter-unknown': 'problem_med_version',
  'letter-version-unknown': 'problem_med_version',
};

/**
 * The receipt of a message that is taken: XCTL03 where its sender asks for one; for an envelope of the network that or
 * its own PositiveMessage, in an envelope; of a FHIR message, which is a document already, its Acknowledgement.
 * Undefined where nothing goes back: receipts are never answered.
 */
export async function positiveAnswer(
  { clock }: Ports,
  message: Received,
  { letters, wanted }: Arrival,
  envelope: VansEnvelope | undefined,
): Promise<Uint8Array | undefined> {
  const time = clock().toISOString();
  if (envelope !== undefined && envelope.content.kind !== 'message') return undefined;
  if (!(message instanceof Uint8Array)) {
    return wanted ? bytesOf(answerCareMessage({ clock }, message, { time })) : undefined;
  }
  if (!wanted || letters.every(({ kind }) => kind === 'receipt')) {
    return envelope && positiveMessage(envelope, { envelopeId: freshId('PositiveMessage', envelope, time), time });
  }
  const { root } = await parseXml(message, attachmentLimits);
  const { bytes } = await positiveReceipt(root, { time });
  return envelope === undefined ? bytes : wrapped(bytes, envelope, time);
}

/**
 * The receipt of a message that is refused, with the reason: XCTL02; for one that is too broken to be answered so, the
 * network's own, where it came in an envelope of the network. Undefined where none can be made.
 */
export async function refusalAnswer(
  { clock }: Ports,
  bytes: Uint8Array,
  problems: readonly Problem[],
): Promise<Uint8Array | undefined> {
  const time = clock().toISOString();
  return orNone(async () => {
    if (isFhir(bytes)) return refusedMessage(bytes, problems, time);
    if (!(await isEnvelope(bytes))) return refusedLetter(bytes, problems, time);
    const envelope = await orNone(() => unwrapVans(bytes));
    if (envelope === undefined) return refusedEnvelope(bytes, problems, time);
    const { content } = envelope;
    if (content.kind !== 'message') return undefined;
    const message = content.bytes;
    const [answerTo, wrap] = isFhir(message) ? [refusedMessage, wrappedMessage] : [refusedLetter, wrapped];
    const receipt = await orNone(() => answerTo(message, problems, time));
    const answer = receipt && (await orNone(() => wrap(receipt, envelope, time)));
    const options = { envelopeId: freshId('NegativeMessage', envelope, time), time };
    return answer ?? negativeMessage(envelope, errorOf(problems), options);
  });
}

function isFhir(message: Uint8Array): boolean {
  return isJsonMessage(message) || isXmlMessage(message);
}

/** In the form of the message. */
async function refusedMessage(bytes: Uint8Array, problems: readonly Problem[], time: string): Promise<Uint8Array> {
  const answer = bytesOf(refuseMessage(await inJson(bytes), problems, time));
  return isXmlMessage(bytes) ? inXml(answer) : answer;
}

async function refusedLetter(bytes: Uint8Array, problems: readonly Problem[], time: string): Promise<Uint8Array> {
  const { root } = await parseXml(bytes, attachmentLimits);
  const [first] = problems;
  const text = problems.slice(0, 5).map((problem) => `${problem.code}: ${sentence(problem, 'da')}`);
  const structural = first === undefined || /^(?:xml|letter-(?:element|value|code|attribute|schema))/.test(first.code);
  const code = first && (refuseCodes[first.code] ?? (structural ? 'syntaksfejl' : 'ikke_specificeret'));
  return (await negativeReceipt(root, { code: code ?? 'syntaksfejl', text: text.join('\n') }, { time })).bytes;
}

/** An envelope that is not as it should be, by what of it can be read. */
async function refusedEnvelope(bytes: Uint8Array, problems: readonly Problem[], time: string): Promise<Uint8Array> {
  const { root } = await parseXml(bytes, envelopeLimits);
  const envelopeId = textOf(root, 'EnvelopeIdentifier') ?? '';
  const answered = { envelopeId, sender: endPointOf(root, 'SenderID'), receiver: endPointOf(root, 'ReceiverID') };
  return negativeVans(answered, errorOf(problems), { envelopeId: freshId('NegativeVans', answered, time), time });
}

/** In an envelope back to where it came from. */
function wrapped(receipt: Uint8Array, envelope: VansEnvelope, time: string): Promise<Uint8Array> {
  const ean = ({ type, value }: EndPoint) => (type === 'EAN' ? value : undefined);
  return wrapVans(receipt, {
    envelopeId: freshId('envelope', envelope, time),
    messageId: freshId('message', envelope, time),
    sender: ean(envelope.receiver),
    receiver: ean(envelope.sender),
    time,
  });
}

/** The same for an Acknowledgement. */
async function wrappedMessage(receipt: Uint8Array, envelope: VansEnvelope, time: string): Promise<Uint8Array> {
  const bundle = (await readMessageDocument(receipt)).value as Bundle;
  return wrapFhir(receipt, ackDocument(bundle), {
    envelopeId: freshId('envelope', envelope, time),
    messageId: freshId('message', envelope, time),
    ...{ sender: envelope.receiver, receiver: envelope.sender, time },
  });
}

/** An Acknowledgement as it goes back: in an envelope of the network where the message came in one. */
export async function acknowledgementBack(
  { clock }: Pick<Ports, 'clock'>,
  receipt: Uint8Array,
  envelope: VansEnvelope | undefined,
): Promise<Uint8Array> {
  return envelope === undefined ? receipt : wrappedMessage(receipt, envelope, clock().toISOString());
}

/** That the network has brought what needs no other answer. */
export async function networkAnswer(
  { clock }: Pick<Ports, 'clock'>,
  envelope: VansEnvelope,
): Promise<Uint8Array | undefined> {
  if (envelope.content.kind !== 'message') return undefined;
  const time = clock().toISOString();
  return positiveMessage(envelope, { envelopeId: freshId('PositiveMessage', envelope, time), time });
}

/** The same Acknowledgement in a new sending. */
export function sentAgainBy({ clock }: Pick<Ports, 'clock'>, receipt: Uint8Array): Uint8Array {
  return sentAgainAt(receipt, clock().toISOString());
}

/** A message of ours in a new sending, at an instant. */
export function sentAgainAt(message: Uint8Array, time: string): Uint8Array {
  const bundle = receiveMessageDocument(message).value as Bundle;
  return bytesOf(sentAgain(bundle, danishInstant(time)));
}

function bytesOf(bundle: Bundle): Uint8Array {
  return Buffer.from(JSON.stringify(bundle));
}

/** A UUID that no other answer has: the same envelope is answered anew only at another time. */
function freshId(kind: string, { envelopeId }: Pick<VansEnvelope, 'envelopeId'>, time: string): string {
  return uuidFor(JSON.stringify(['vans-answer', kind, envelopeId, time]));
}

function errorOf([first]: readonly Problem[]): { code: undefined; description: string } {
  const description = first === undefined ? 'refused' : `${first.code}: ${sentence(first, 'en')}`;
  return { code: undefined, description: description.slice(0, 512) };
}

/** Undefined where what it answers is too broken for it. */
async function orNone<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
