import { requireStatement } from '../medcom/block/level.ts';
import { type Letter, letter, type Parties } from '../medcom/new-letter/letter.ts';
import type { LetterOptions } from '../medcom/new-letter/options.ts';
import type { LetterType } from '../medcom/tables/letters.ts';
import type { ProducedDocument } from '../resources/document-reference.ts';
import type { Ports } from './ports.ts';
import type { Received } from './receive.ts';
import { type ScoredResponse, scoreResponse } from './score.ts';

/** A whole new letter that is asked for. */
export interface LetterOrder extends Parties, Omit<LetterOptions, 'time' | 'schemaDirectory'> {
  /** A name that the table does not know is refused. */
  readonly type: string;
  readonly response: Received;
  /** When it is sent: an instant with zone (default: now). */
  readonly time?: string | undefined;
}

/** A letter that was written, what it says of whom, and how a Bundle refers to it. */
export interface WrittenLetter extends Letter {
  readonly scored: ScoredResponse;
  readonly document: ProducedDocument;
}

/** Writes a whole new letter that carries the level of a response. Errors: those of `scoreResponse`, `requireStatement` and of `letter`. */
export async function writeLetter(ports: Ports, order: LetterOrder): Promise<WrittenLetter> {
  const { type, response, sender, receiver, time: given, ...rest } = order;
  const scored = scoreResponse(ports, response);
  const time = given ?? ports.clock().toISOString();
  const options = { ...rest, time, schemaDirectory: ports.schemaDirectory };
  const made = await letter(type as LetterType, requireStatement(scored.assessment), { sender, receiver }, options);
  const { bytes, contentType, identifier, filename: title } = made;
  return { ...made, scored, document: { kind: type, identifier, title, contentType, bytes, created: time } };
}
