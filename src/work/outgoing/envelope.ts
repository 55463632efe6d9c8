import { unwrapVans } from '../../medcom/vans/read.ts';
import { wrapVans } from '../../medcom/vans/wrap.ts';
import { uuidFor } from '../../model/uuid.ts';
import { Refusal } from '../../outcome/problem.ts';
import { wrapMessage } from '../messages/envelope.ts';
import type { Message } from './message.ts';

/** An envelope for the network, and its id. */
export interface Envelope {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * A letter in an envelope of the network. Its ids come of the message and the number of its delivery: what is sent
 * again is the same under the same ids, and two routes that send the same letter send two envelopes, of which the
 * receiver shows one letter. Errors: those of `wrapVans`.
 */
export async function envelopeFor({ bytes, letter }: Message, delivery: number): Promise<Envelope> {
  const content = Buffer.from(bytes).toString('base64');
  const id = uuidFor(JSON.stringify(['vans', 'envelope', delivery, content]));
  const messageId = uuidFor(JSON.stringify(['vans', 'message', delivery, content]));
  const ids = { envelopeId: id, messageId, time: letter?.time ?? '' };
  if (letter?.kind !== 'care-communication') return { id, bytes: await wrapVans(bytes, ids) };
  return { id, bytes: await wrapMessage(bytes, ids) };
}

/**
 * What the network answers to an envelope at once: that it has it, that it refuses it, or something that says neither.
 */
export async function readVansAnswer(answer: Uint8Array, envelopeId: string): Promise<'taken' | 'refused' | 'unknown'> {
  if (Buffer.from(answer).toString('latin1').trim() === '') return 'taken';
  try {
    const { content } = await unwrapVans(answer);
    if (content.kind === 'message' || content.originalEnvelopeId !== envelopeId) return 'unknown';
    return content.kind === 'PositiveMessage' ? 'taken' : 'refused';
  } catch (error) {
    if (error instanceof Refusal) return 'unknown';
    throw error;
  }
}
