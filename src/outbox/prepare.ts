import type { Parcel, Send, Verdict } from '../delivery/send.ts';
import type { Letter } from '../medcom/new-letter/letter.ts';
import { readParty } from '../medcom/new-letter/party.ts';
import type { Model } from '../model/types.ts';
import { Refusal } from '../outcome/problem.ts';
import { type Archive, isOfStore } from '../work/keep/archive.ts';
import type { StoredResponse } from '../work/keep/reading.ts';
import { sentAgainAt } from '../work/letters/answer.ts';
import { awaitReceipts, keepSent } from '../work/letters/keep-sent.ts';
import { receiveMessage } from '../work/letters/receive-message.ts';
import type { SentMessage } from '../work/letters/records.ts';
import { keepDocument } from '../work/outgoing/document.ts';
import { envelopeFor } from '../work/outgoing/envelope.ts';
import { type Correspondents, type Message, makeMessage } from '../work/outgoing/message.ts';
import { isMessage } from '../work/routes/form.ts';
import type { Leased, Queue } from './queue.ts';
import type { Deliver } from './worker.ts';

export interface PreparingParts {
  readonly model: Model;
  readonly queue: Pick<Queue, 'response'>;
  /** Where letters are kept, for their receipts. */
  readonly archive: Archive;
  readonly correspondents: Correspondents;
  readonly schemaDirectory: string | undefined;
  readonly receiptMinutes: number | undefined;
  /** Letters go in envelopes of the network. */
  readonly enveloped: boolean;
}

/**
 * Makes what a delivery sends in the form of its route, and sends it. What cannot be made, a letter of a citizen
 * without a name, say, can never succeed: it is given up with the code that says why.
 */
export function preparing(send: Send, parts: PreparingParts): Deliver {
  return async (leased) => {
    const { archive, receiptMinutes } = parts;
    const letters: string[] = [];
    const parcels = await prepared(leased, parts, letters).catch(verdictOf);
    if ('kind' in parcels) return parcels;
    const verdict = await sendAll(send, parcels);
    if (verdict.kind === 'delivered' && letters.length > 0) {
      // Before it counts as delivered: what a crash cuts off between is sent again.
      const awaited = awaitReceipts(archive, letters, isMessage(leased.form), receiptMinutes);
      const failed = await awaited.then(() => undefined, verdictOf);
      if (failed !== undefined) return failed;
    }
    if (verdict.kind !== 'delivered' || verdict.answer === undefined) return verdict;
    return (await takeAnswer(parts, leased, verdict.answer)) ?? verdict;
  };
}

/**
 * One after the other. What fails is sent again together with what went before it, which whoever has it knows by its
 * ids.
 */
async function sendAll(send: Send, [first, ...more]: Parcels): Promise<Verdict> {
  let verdict = await send(first);
  for (const parcel of more) if (verdict.kind === 'delivered') verdict = await send(parcel);
  return verdict;
}

type Parcels = readonly [Parcel, ...Parcel[]];

/**
 * An Acknowledgement that comes back at once. What cannot be used is no answer: one is awaited still, and the message
 * is sent again in time. Where the store cannot take it, it is asked for again by the same message.
 */
async function takeAnswer(
  { model, archive, schemaDirectory }: PreparingParts,
  { correlation }: Leased,
  bytes: Uint8Array,
): Promise<Verdict | undefined> {
  const ports = { model, schemaDirectory, clock: () => new Date() };
  return receiveMessage(ports, archive, { bytes, correlation }).then(() => undefined, verdictOf);
}

/** What is sent; `letters` is told the ids of those that are kept for their receipts. */
async function prepared(leased: Leased, parts: PreparingParts, letters: string[]): Promise<Parcels> {
  const { number, form, content, event, receiver, correlation, createdAt: at } = leased;
  if (form === 'Bundle') return [{ number, correlation, content, extension: 'json' }];
  const stored = await parts.queue.response(leased);
  if (stored === undefined) throw new Error(`delivery ${number} is about nothing`);
  const makers = { ...parts.correspondents, model: parts.model, schemaDirectory: parts.schemaDirectory };
  const previous = await previousMessage(parts, leased, stored);
  const made = await makeMessage(makers, stored, { form, event, receiver, at, previous });
  const message = await asSentBefore(parts, leased, made);
  const { letter, enclosed, extension } = message;
  const parcelOf = async (one: Message, kept: Letter | undefined): Promise<Parcel> => {
    const envelope = parts.enveloped ? await envelopeFor(one, number) : undefined;
    if (kept !== undefined) letters.push(await keep(parts, leased, stored, kept, envelope?.id));
    const content = envelope?.bytes ?? one.bytes;
    const parcel = { number, correlation, content, extension };
    return envelope === undefined ? parcel : { ...parcel, envelope: envelope.id };
  };
  const parcel = await parcelOf(message, letter);
  const own = { ...parcel, ...(isMessage(form) && !parts.enveloped && { message: true }) };
  const beside = enclosed && (await parcelOf({ ...message, bytes: enclosed.letter.bytes }, enclosed.letter));
  if (event !== 'withdrawn') await keepDocument(parts.model, parts.archive, stored, message);
  return beside === undefined ? [own] : [own, { ...beside, beside: true }];
}

/** The message of the thread that an amendment or withdrawal follows: the last one before, to the same receiver. */
async function previousMessage(
  { archive, correspondents }: PreparingParts,
  { form, event, number: delivery, receiver: name = '' }: Leased,
  { kept: { number: response } }: StoredResponse,
): Promise<Uint8Array | undefined> {
  if (event === 'new') return undefined;
  const organization = correspondents.organizations.get(name);
  if (!isMessage(form) || organization === undefined) return undefined;
  const { gln: receiver } = readParty('receiver', organization);
  const sent = await archive.read((reading) => reading.sentMessage({ delivery, earlier: { response, receiver } }));
  return sent?.content;
}

/**
 * What was tried before is sent as it was, whatever has changed since in the file of routes: it may have arrived. A
 * message that is repeated has a Bundle.id and timestamp of its own. As a document it is kept already.
 */
async function asSentBefore(
  { archive }: PreparingParts,
  { number: delivery }: Leased,
  message: Message,
): Promise<Message> {
  const { extension, letter, enclosed } = message;
  if (letter === undefined) return message;
  const [sent, beside] = await archive.read(async (reading) => [
    await reading.sentMessage({ delivery }),
    enclosed && (await reading.sentMessage({ delivery, kind: 'attachment' })),
  ]);
  if (sent === undefined) return message;
  if (sent.resends > 0) {
    const time = new Date(sent.resentAt ?? 0).toISOString();
    const bytes = sentAgainAt(sent.content, time);
    return { extension, bytes, letter: { ...letter, bytes, time } };
  }
  const same = { ...message, bytes: sent.content, letter: asIn(letter, sent) };
  return enclosed && beside ? { ...same, enclosed: { ...enclosed, letter: asIn(enclosed.letter, beside) } } : same;
}

function asIn<Made extends Letter>(letter: Made, { content: bytes, letterId: identifier }: SentMessage): Made {
  return { ...letter, bytes, identifier };
}

/**
 * Before it leaves: its receipt may be quicker than anything that could be noted afterwards. Sent again, it is kept
 * already.
 */
async function keep(
  { archive, receiptMinutes }: PreparingParts,
  { correlation, number: delivery }: Leased,
  { kept: { identity } }: StoredResponse,
  { bytes, identifier: letterId }: Letter,
  vansId: string | undefined,
): Promise<string> {
  return keepSent(
    archive,
    { bytes, letterId, attached: false, identity, vansId, correlation, delivery },
    receiptMinutes,
  );
}

function verdictOf(error: unknown): Verdict {
  const [problem] = error instanceof Refusal ? error.problems : [];
  if (problem === undefined) throw error;
  const { code } = problem;
  // Nothing is wrong with the delivery.
  return isOfStore(problem) ? { kind: 'again', code, all: true } : { kind: 'dead', code };
}
