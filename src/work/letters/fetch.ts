import type { Problem } from '../../outcome/problem.ts';
import type { Archive } from '../keep/archive.ts';
import type { Ports } from '../ports.ts';
import { receiveMessage } from './receive-message.ts';

/** What became of a message that was fetched. */
export interface FetchedMessage {
  /** Undefined where it was taken. */
  readonly problems: readonly Problem[] | undefined;
  readonly receipt: Uint8Array | undefined;
  /** Our ids of its letters. */
  readonly ids: readonly string[];
  /** None of its letters has a level: somebody else must read it. */
  readonly other: boolean;
}

/**
 * Receives a message that lay in a folder. Throws a Refusal where the store cannot write: store-unavailable,
 * store-full.
 */
export async function fetchMessage(ports: Ports, archive: Archive, bytes: Uint8Array): Promise<FetchedMessage> {
  const reception = await receiveMessage(ports, archive, { bytes, correlation: undefined });
  if (reception.result === 'refused') return { ...reception, ids: [], other: false };
  const { ids, receipt } = reception;
  const letters = await archive.read(async (reading) => {
    const found = [];
    for (const id of ids) found.push(await reading.letter(id));
    return found;
  });
  const other = letters.every((letter) => letter?.kind === 'letter' && (letter.gave ?? letter.state) === 'no-level');
  return { problems: undefined, receipt, ids, other };
}
