import type { Arrival, ArrivedLetter } from '../../medcom/arrival/arrival.ts';
import { arrivalOf } from '../../medcom/receipts/arrival.ts';
import { partnerMinutes } from '../../medcom/receipts/patience.ts';
import { uuidFor } from '../../model/uuid.ts';
import { within } from '../../outcome/place.ts';
import { refuse } from '../../outcome/problem.ts';
import type { Actor, AuditEntry } from '../audit/entry.ts';
import type { CitizenKey, Records } from '../keep/records.ts';
import type { Sight } from '../keep/sight.ts';
import type { Ports } from '../ports.ts';
import { citizenLock, keptKey, numberKey } from './citizen-key.ts';
import { letterKey, network } from './keys.ts';
import { pair } from './pair.ts';
import type { KeptLetter, LetterHead } from './records.ts';
import { refuseNew } from './refuse-new.ts';
import { answeredKey, takeAnswers } from './take-answers.ts';
import { type Taken, takeBlock, tellingIdentity } from './take-level.ts';
import { type WaitingBlocks, whenTaken } from './waiting.ts';

/** A message that was read, and what goes with it into the store. */
export interface Arriving {
  readonly arrival: Arrival;
  /** As it came, without an envelope of the network. */
  readonly message: Uint8Array;
  /** Id of the network's envelope, if it came in one. */
  readonly vansId: string | undefined;
  /** The receipt that answers it, where its sender wants one and had none before. */
  readonly receipt: Uint8Array | undefined;
  readonly correlation: string | undefined;
  readonly by: Actor;
  /** Whose it is what is brought. */
  readonly sight: Sight;
  readonly now: number;
}

/** What became of a message. */
export interface TakenMessage {
  readonly result: 'created' | 'unchanged';
  /** Our ids of its letters. */
  readonly ids: readonly [string, ...string[]];
  /** The receipt that goes back: the same as before for what is known. */
  readonly receipt: Uint8Array | undefined;
}

/**
 * Takes a message into the store, in one transaction, by MedCom's rules of duplicates. Codes: envelope-reused,
 * letter-reused, attachment-citizen, citizen-two, those of `refuseNew` and `numberKey`.
 */
export async function takeMessage(ports: Ports, records: Records, arriving: Arriving): Promise<TakenMessage> {
  const { arrival, vansId, now } = arriving;
  const [first] = arrival.letters;
  await records.letters.hold(keysOf(arriving));
  const brought = await records.letters.brought('in', first.sender, arrival.envelopeId);
  await refuseOtherContent(records, arriving);
  const taken: Took[] = [];
  const entries: AuditEntry[] = [];
  for (const arrivedLetter of arrival.letters) {
    const letter = await withOwnId(records, arrivedLetter);
    const known = await records.letters.find('in', letter.sender, letter.letterId);
    const isFirst = brought.length === 0 || letter.kind === 'receipt';
    const envelopeBrought = isFirst ? undefined : brought.map(({ letterId }) => letterId);
    const arrived = arrivalOf(letter.letterId, { envelopeBrought, letterSeen: known !== undefined });
    if (arrived === 'error') refuse('envelope-reused', { place: arrival.place });
    if (known !== undefined && known.digest !== letter.digest) {
      refuse('letter-reused', { place: within(letter.place, 'Letter/Identifier') });
    }
    if (known === undefined) refuseNew(ports, arrival);
    const kept = known ?? (await takeLetter(ports, records, arriving, letter));
    const { number: row, id } = kept;
    await records.letters.addSenders(row, arriving.sight.organizations);
    taken.push({ kind: letter.kind, known, row, id });
    entries.push(await entryOf(records, arriving, letter, kept));
    await records.letters.bring('in', letter.sender, arrival.envelopeId, row, now);
    if (vansId !== undefined) await records.letters.bring('in', network, vansId, row, now);
  }
  const [one, ...more] = taken;
  if (one === undefined) throw new Error('a message has a letter');
  await records.audit(entries, now);
  const again = taken.every(({ known }) => known !== undefined);
  return {
    result: again ? 'unchanged' : 'created',
    ids: [one.id, ...more.map(({ id }) => id)],
    receipt: again ? await records.letters.receipt(answered(taken) ?? one.row) : arriving.receipt,
  };
}

/** What is known of a letter when it is kept: our own keys of it and of its citizen, and its id. */
type KeptPart = Pick<KeptLetter, 'number' | 'id' | 'citizen'>;

/** A letter of a message, and what is known of it from before. */
interface Took extends Pick<ArrivedLetter, 'kind'> {
  readonly known: KeptLetter | undefined;
  readonly row: number;
  readonly id: string;
}

/** The row that has the receipt of the message: receipts among its letters have none. */
function answered(taken: readonly Took[]): number | undefined {
  return taken.find(({ kind }) => kind !== 'receipt')?.row;
}

async function entryOf(
  records: Records,
  { by, correlation }: Arriving,
  { citizen: number, type, sender }: ArrivedLetter,
  { id, citizen }: KeptPart,
): Promise<AuditEntry> {
  const key = number && (await keptKey(records, number, citizen));
  const citizens = key && [key];
  return { act: 'letter-in', by, target: { type: 'letter', id }, citizens, correlation, particulars: { type, sender } };
}

/**
 * Receipts are never answered, so that nobody could be told that one was refused, and some systems number theirs anew
 * each day: one with a known id and another content is another receipt.
 */
async function withOwnId(records: Records, letter: ArrivedLetter): Promise<ArrivedLetter> {
  const { kind, sender, letterId, digest } = letter;
  const known = kind === 'receipt' ? await records.letters.find('in', sender, letterId) : undefined;
  return known === undefined || known.digest === digest
    ? letter
    : { ...letter, letterId: `${letterId}#${digest.slice(0, 12)}` };
}

/** A network's envelope is used once: what it brought before, it brings again. */
async function refuseOtherContent(records: Records, { arrival, vansId }: Arriving): Promise<void> {
  if (vansId === undefined) return;
  const brought = await records.letters.brought('in', network, vansId);
  const isNew = ({ kind, sender, letterId }: ArrivedLetter) =>
    kind !== 'receipt' && !brought.some((known) => known.sender === sender && known.letterId === letterId);
  if (brought.length > 0 && arrival.letters.some(isNew)) {
    refuse('envelope-reused', { place: { xpath: '/VANSEnvelope/EnvelopeIdentifier' } });
  }
}

/**
 * What nobody else may write meanwhile: the ids of the message, its attachments, its levels, the letters that it
 * answers.
 */
function keysOf({ arrival, vansId }: Arriving): readonly string[] {
  const [first] = arrival.letters;
  return [
    letterKey('envelope', first.sender, arrival.envelopeId),
    ...(vansId === undefined ? [] : [letterKey('envelope', network, vansId)]),
    ...arrival.letters.flatMap((letter) => [
      letterKey('in', letter.sender, letter.letterId),
      ...letter.objects.map((object) => letterKey('object', letter.sender, object)),
      ...tellingsOf(letter).map(tellingIdentity),
      ...citizenLock(letter),
      ...letter.answers.map(answeredKey),
    ]),
  ];
}

function tellingsOf({ type, sender, letterId, citizen, written, blocks }: ArrivedLetter) {
  if (citizen === undefined) return [];
  return blocks.map((block) => ({ letter: { type, sender, identifier: letterId }, written, citizen, block }));
}

/** Keeps a letter that is new, with all that it gives. */
async function takeLetter(
  ports: Ports,
  records: Records,
  { arrival, message, receipt, correlation, sight, now }: Arriving,
  letter: ArrivedLetter,
): Promise<KeptPart> {
  const { kind, type, version, sender, receiver, letterId, digest, citizen: number, written, objects, blocks } = letter;
  const { citizenName, citizenSystem } = letter;
  const id = uuidFor(letterKey('in', sender, letterId));
  const place = within(letter.place, 'Patient');
  const key = number && (await numberKey(records, { ...letter, citizen: number, place }));
  const citizen = key && (await citizenOf(records, key, letter, now));
  const says: WaitingBlocks | undefined = number && { written, citizen: number, citizenName, citizenSystem, blocks };
  const head: LetterHead = {
    ...{ id, direction: 'in', kind, sender, receiver, letterId, type, version, digest, citizen, correlation },
    envelopeId: arrival.envelopeId,
    state: 'no-level',
    gave: 'no-level',
    tells: says && (kind === 'attachment' ? JSON.stringify(says) : whenTaken(says)),
    ...{ reason: undefined, response: undefined, answeredEnvelope: undefined, dueAt: undefined },
  };
  const row = await records.letters.add(head, message, kind === 'receipt' ? undefined : receipt, now);
  await records.letters.addSenders(row, sight.organizations);
  if (kind === 'receipt') {
    await takeAnswers(records, row, letter.answers, now);
    return { number: row, id, citizen };
  }
  await records.letters.addObjects(row, kind === 'letter' ? 'refers' : 'carries', objects);
  const taking = { ports, records, correlation, now };
  if (kind === 'letter' && says !== undefined) await takeBlocks(taking, row, letter, key, citizen, says);
  await pair(
    records,
    { row, kind, sender, objects, citizen, place: letter.place, dueAt: now + partnerMinutes * 60_000, now },
    (one) => takeWaiting(taking, one),
  );
  return { number: row, id, citizen };
}

/** What a letter or attachment is taken with. */
interface Taking {
  readonly ports: Ports;
  readonly records: Records;
  readonly correlation: string | undefined;
  readonly now: number;
}

/** The levels of an attachment whose letter is there now. */
async function takeWaiting(
  taking: Taking,
  { number, tells, citizen, type, sender, letterId }: KeptLetter,
): Promise<void> {
  if (tells === undefined) return;
  const waiting = JSON.parse(tells) as WaitingBlocks;
  const key = await keptKey(taking.records, waiting.citizen, citizen);
  await takeBlocks(taking, number, { type, sender, letterId }, key, citizen, waiting);
}

/** Takes what a letter or attachment tells, and notes what it gave: of several blocks, what weighs most. */
async function takeBlocks(
  { ports, records, correlation, now }: Taking,
  row: number,
  { type, sender, letterId }: Pick<ArrivedLetter, 'type' | 'sender' | 'letterId'>,
  number: CitizenKey | undefined,
  citizen: number | undefined,
  waiting: WaitingBlocks,
): Promise<void> {
  const { written, citizen: named, blocks } = waiting;
  if (number === undefined || citizen === undefined || blocks.length === 0) return;
  const letter = { type, sender, identifier: letterId };
  const taken: Taken[] = [];
  for (const block of blocks) {
    const occasion = { citizen, number, row, correlation, now };
    taken.push(await takeBlock(ports, records, { letter, written, citizen: named, block }, occasion));
  }
  const order = ['level', 'withdrawal', 'unmatched', 'withdrawn', 'older', 'echo'] as const;
  const gave = order.find((one) => taken.some((each) => each.gave === one)) ?? 'no-level';
  const response = taken.find((each) => each.gave === gave)?.response;
  await records.letters.change(row, { state: gave, gave, response, tells: whenTaken(waiting) }, now);
}

async function citizenOf(records: Records, key: CitizenKey, { place }: ArrivedLetter, now: number): Promise<number> {
  const found = await records.citizen([key], now);
  return found?.key ?? refuse('citizen-two', { place: within(place, 'Patient') });
}
