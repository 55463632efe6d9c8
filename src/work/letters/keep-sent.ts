import type { Outgoing } from '../../medcom/message/outgoing.ts';
import { receiptMinutes, resendMinutes } from '../../medcom/receipts/patience.ts';
import { uuidFor } from '../../model/uuid.ts';
import { refuse } from '../../outcome/problem.ts';
import { type Actor, type AuditEntry, theService } from '../audit/entry.ts';
import type { Archive } from '../keep/archive.ts';
import type { CitizenKey, KeptResponse, Records } from '../keep/records.ts';
import { everything, type Sight } from '../keep/sight.ts';
import { inJson } from '../messages/document.ts';
import { citizenLock, keptKey, numberKey } from './citizen-key.ts';
import { letterKey, network } from './keys.ts';
import { readSent } from './known-citizens.ts';
import type { KeptLetter, LetterHead } from './records.ts';
import { takeEarlyAnswers } from './take-answers.ts';
import { whenTaken } from './waiting.ts';

/** A letter that goes out from here. */
export interface Sent {
  /** The message that it stands in. */
  readonly bytes: Uint8Array;
  readonly letterId: string;
  /** A level was put into somebody's letter, which is not sent yet: another level may take its place. */
  readonly attached: boolean;
  /** Identity of the response whose level it tells. */
  readonly identity: string;
  /** Id of the network's envelope, where that is known. */
  readonly vansId?: string | undefined;
  readonly correlation: string | undefined;
  /**
   * Number of the delivery that sends it, where the outbox does: tried again, it sends the same. A FHIR message without
   * an Acknowledgement is sent again by that; a letter is reported only (MEDCOM.md, Transport and receipts).
   */
  readonly delivery?: number | undefined;
  /** Who has it made; the service itself where nothing is said. */
  readonly by?: Actor | undefined;
  /** For whom it is made; the service itself where not given. */
  readonly sight?: Sight | undefined;
}

/**
 * Keeps a letter that goes out, so that its receipt finds it, and gives our id. The same again is kept once; in a new
 * envelope it is sent again, and its receipt awaited again. Codes: letter-sent for an attached letter whose receipt is
 * there; letter-reused, envelope-reused where its ids were used for another letter; letter-citizen-unclear;
 * store-unavailable, store-full.
 */
export async function keepSent(archive: Archive, sent: Sent, wait = receiptMinutes): Promise<string> {
  const { delivery } = sent;
  const bytes = await inJson(sent.bytes);
  const letter = await readSent(bytes, sent.letterId);
  const now = await archive.now();
  // What the outbox sends has not left yet: its time begins when it has (`awaitReceipts`).
  const dueAt = delivery === undefined ? now + wait * 60_000 : undefined;
  const keeping = { ...sent, bytes, letter, dueAt, now };
  return archive.write((records) => keep(records, keeping));
}

/**
 * From now on the receipts of letters that have left are awaited, by their ids, where they are not there already.
 * Codes: store-unavailable, store-full.
 */
export async function awaitReceipts(
  archive: Archive,
  ids: readonly string[],
  isMessage: boolean,
  wait = receiptMinutes,
): Promise<void> {
  const dueAt = (await archive.now()) + (isMessage ? resendMinutes : wait) * 60_000;
  await archive.write((records) => records.letters.await(ids, dueAt));
}

interface Keeping extends Sent {
  readonly letter: Outgoing;
  readonly dueAt: number | undefined;
  readonly now: number;
}

async function keep(records: Records, keeping: Keeping): Promise<string> {
  const { letter, vansId, now, identity, sight = everything } = keeping;
  const { sender, letterId, envelopeId } = letter;
  const key = letterKey('out', sender, letterId);
  const envelopes = [letterKey('out-envelope', sender, envelopeId)];
  if (vansId !== undefined) envelopes.push(letterKey('out-envelope', network, vansId));
  await records.letters.hold([key, ...envelopes, identity, ...citizenLock(letter)]);
  const known = await records.letters.find('out', sender, letterId);
  await refuseOther(records, keeping, known);
  const about = known === undefined ? await seenResponse(records, keeping) : undefined;
  const citizen = await citizenOf(records, letter, known, about);
  const row =
    known === undefined
      ? await add(records, keeping, uuidFor(key), about, citizen)
      : await again(records, keeping, known);
  await records.letters.addSenders(row, sight.organizations);
  await records.letters.bring('out', sender, envelopeId, row, now);
  if (vansId !== undefined) await records.letters.bring('out', network, vansId, row, now);
  await takeEarlyAnswers(records, [key, ...envelopes], now);
  const id = known?.id ?? uuidFor(key);
  await records.audit([entryOf(keeping, id, citizen)], now);
  return id;
}

/** The response that it tells of. Whoever makes up the identifier of another's writes no letter about that one. */
async function seenResponse(
  records: Records,
  { identity, sight = everything }: Keeping,
): Promise<KeptResponse | undefined> {
  const named = await records.byIdentity(identity);
  return named !== undefined && (await records.isSeen(named.number, sight)) ? named : undefined;
}

/** Whom it is about: whom its response is about, which is known; else whom it names. Code: letter-citizen-unclear. */
async function citizenOf(
  records: Records,
  letter: Outgoing,
  known: KeptLetter | undefined,
  about: KeptResponse | undefined,
): Promise<CitizenKey | undefined> {
  const { citizen } = letter;
  if (about !== undefined) return about.namedBy;
  if (citizen === undefined) return undefined;
  if (known !== undefined) return keptKey(records, citizen, known.citizen);
  return numberKey(records, { ...letter, citizen, blocks: [], place: { xpath: '/Emessage' } });
}

function entryOf(
  { letter, correlation, by = theService }: Keeping,
  id: string,
  citizen: CitizenKey | undefined,
): AuditEntry {
  const { type, receiver } = letter;
  return {
    act: 'letter-out',
    by,
    target: { type: 'letter', id },
    citizens: citizen && [citizen],
    correlation,
    particulars: { type, receiver },
  };
}

/** Ids are used once. What is in an envelope is the sender's own matter where only a level was put into it. */
async function refuseOther(
  records: Records,
  { letter, attached, sight = everything }: Keeping,
  known: KeptLetter | undefined,
): Promise<void> {
  const { sender, envelopeId, letterId, digest } = letter;
  if (known !== undefined && known.digest !== digest) {
    const ours = await records.letters.isSeen(known.number, sight);
    if (!attached || !ours) refuse('letter-reused', { place: { option: 'letterId' } });
    if (known.answeredEnvelope !== undefined) refuse('letter-sent', { place: { xpath: '/Emessage' } });
  }
  if (attached) return;
  const brought = await records.letters.brought('out', sender, envelopeId);
  if (brought.some((one) => one.letterId !== letterId)) refuse('envelope-reused', { place: { option: 'envelopeId' } });
}

async function add(
  records: Records,
  keeping: Keeping,
  id: string,
  about: KeptResponse | undefined,
  key: CitizenKey | undefined,
): Promise<number> {
  const { letter, bytes, correlation, now, delivery } = keeping;
  const { citizen: number, wanted: _, ...head } = letter;
  const citizen = key && (await records.citizen([key], now))?.key;
  const kept: LetterHead = {
    ...head,
    ...{
      id,
      direction: 'out',
      kind: letter.type.startsWith('XBIN') ? 'attachment' : 'letter',
      citizen,
      response: about?.number,
      correlation,
      delivery,
    },
    ...{ gave: undefined, reason: undefined, answeredEnvelope: undefined },
    tells: number && whenTaken({ ...letter, citizen: number }),
    ...awaiting(keeping),
  };
  const row = await records.letters.add(kept, bytes, undefined, now);
  if (about !== undefined) await records.shareWithLetter(about.number, row);
  return row;
}

/** Made again: the same, sent anew, or with another level in it. */
async function again(records: Records, keeping: Keeping, known: KeptLetter): Promise<number> {
  const { letter, bytes, now, delivery } = keeping;
  const { digest, envelopeId } = letter;
  if (known.delivery === undefined && delivery !== undefined)
    await records.letters.change(known.number, { delivery }, now);
  const other = known.digest !== digest;
  if (other) await records.letters.rewrite(known.number, bytes);
  if (other || envelopeId !== known.envelopeId) {
    const answered = known.state === 'receipt-positive';
    // It has left where a moment is set: that one stays, also where what is sent again never leaves.
    const awaited = awaiting({ ...keeping, dueAt: keeping.dueAt ?? known.dueAt });
    await records.letters.change(known.number, { digest, envelopeId, ...(answered ? {} : awaited) }, now);
  }
  return known.number;
}

function awaiting({ letter, dueAt }: Keeping): Pick<LetterHead, 'state' | 'dueAt'> {
  return letter.wanted ? { state: 'receipt-awaited', dueAt } : { state: 'sent', dueAt: undefined };
}
