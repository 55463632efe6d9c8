import type { Parcel, Send, Verdict } from '../delivery/send.ts';
import type { Model } from '../model/types.ts';
import { Refusal } from '../outcome/problem.ts';
import { envelopeFor } from '../work/outgoing/envelope.ts';
import { type Correspondents, makeMessage } from '../work/outgoing/message.ts';
import type { Leased, Queue } from './queue.ts';
import type { Deliver } from './worker.ts';

export interface PreparingParts {
  readonly model: Model;
  readonly queue: Pick<Queue, 'response'>;
  readonly correspondents: Correspondents;
  readonly schemaDirectory: string | undefined;
  /** Letters go in envelopes of the network. */
  readonly enveloped: boolean;
}

/**
 * Makes what a delivery sends in the form of its route, and sends it. What cannot be made, a letter of a citizen without a name, say, can never
 * succeed: it is given up with the code that says why.
 */
export function preparing(send: Send, parts: PreparingParts): Deliver {
  return async (leased) => {
    const parcel = await prepared(leased, parts).catch(verdictOf);
    return 'kind' in parcel ? parcel : send(parcel);
  };
}

async function prepared(leased: Leased, parts: PreparingParts): Promise<Parcel> {
  const { number, attempt, form, content, event, receiver, createdAt: at } = leased;
  if (form === 'Bundle') return { number, attempt, content, extension: 'json' };
  const stored = await parts.queue.response(leased);
  if (stored === undefined) throw new Error(`delivery ${number} is about nothing`);
  const makers = { ...parts.correspondents, model: parts.model, schemaDirectory: parts.schemaDirectory };
  const message = await makeMessage(makers, stored, { form, event, receiver, at });
  const { extension, bytes } = message;
  if (!parts.enveloped) return { number, attempt, content: bytes, extension };
  const envelope = await envelopeFor(message);
  return { number, attempt, content: envelope.bytes, extension, envelope: envelope.id };
}

function verdictOf(error: unknown): Verdict {
  const [problem] = error instanceof Refusal ? error.problems : [];
  if (problem === undefined) throw error;
  const { code } = problem;
  return code === 'store-unavailable' ? { kind: 'again', code, all: true } : { kind: 'dead', code };
}
