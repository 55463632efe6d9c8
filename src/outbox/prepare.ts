import type { Parcel, Send, Verdict } from '../delivery/send.ts';
import type { Model } from '../model/types.ts';
import { Refusal } from '../outcome/problem.ts';
import { type Archive, isOfStore } from '../work/keep/archive.ts';
import type { StoredResponse } from '../work/keep/reading.ts';
import { keepSent } from '../work/letters/keep-sent.ts';
import { keepDocument } from '../work/outgoing/document.ts';
import { envelopeFor } from '../work/outgoing/envelope.ts';
import { type Correspondents, type Message, makeMessage } from '../work/outgoing/message.ts';
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
    const parcel = await prepared(leased, parts).catch(verdictOf);
    return 'kind' in parcel ? parcel : send(parcel);
  };
}

async function prepared(leased: Leased, parts: PreparingParts): Promise<Parcel> {
  const { number, attempt, form, content, event, receiver, correlation, createdAt: at } = leased;
  if (form === 'Bundle') return { number, attempt, correlation, content, extension: 'json' };
  const stored = await parts.queue.response(leased);
  if (stored === undefined) throw new Error(`delivery ${number} is about nothing`);
  const makers = { ...parts.correspondents, model: parts.model, schemaDirectory: parts.schemaDirectory };
  const message = await makeMessage(makers, stored, { form, event, receiver, at });
  const { extension, bytes } = message;
  const envelope = parts.enveloped ? await envelopeFor(message) : undefined;
  await keep(parts, leased, stored, message, envelope?.id);
  if (event !== 'withdrawn') await keepDocument(parts.model, parts.archive, stored, message);
  if (envelope === undefined) return { number, attempt, correlation, content: bytes, extension };
  return { number, attempt, correlation, content: envelope.bytes, extension, envelope: envelope.id };
}

/**
 * Before it leaves: its receipt may be quicker than anything that could be noted afterwards. Sent again, it is kept
 * already.
 */
async function keep(
  { archive, receiptMinutes }: PreparingParts,
  { correlation }: Leased,
  { kept: { identity } }: StoredResponse,
  { bytes, letter }: Message,
  vansId: string | undefined,
): Promise<void> {
  if (letter === undefined) return;
  await keepSent(
    archive,
    { bytes, letterId: letter.identifier, attached: false, identity, vansId, correlation },
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
