import { requireStatement } from '../medcom/block/level.ts';
import { composeLetter, composeWithdrawal, type Letter, type Parties } from '../medcom/new-letter/letter.ts';
import type { LetterOptions } from '../medcom/new-letter/options.ts';
import type { LetterType } from '../medcom/tables/letters.ts';
import type { ProducedDocument } from '../resources/document-reference.ts';
import { givenTime, sendingTime } from './clock.ts';
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
  /** Say that the level of a withdrawn response counts no more. Default: such a response is refused. */
  readonly withdrawal?: boolean | undefined;
}

/** A letter that was written, what it says of whom, and how a Bundle refers to it. */
export interface WrittenLetter extends Letter {
  readonly scored: ScoredResponse;
  readonly document: ProducedDocument;
}

/**
 * Writes a whole new letter that carries the level of a response, or that says that it was withdrawn.
 * Errors: date-future for `time`; those of `scoreResponse`, `requireStatement`, and of `composeLetter` or
 * `composeWithdrawal`.
 */
export async function writeLetter(ports: Ports, order: LetterOrder): Promise<WrittenLetter> {
  const { type, response, sender, receiver, time: given, withdrawal = false, ...rest } = order;
  const scored = scoreResponse(ports, response);
  const { assessment } = scored;
  const now = ports.clock();
  const time = givenTime(now, given) ?? sendingTime(now, assessment);
  const options = { ...rest, time, schemaDirectory: ports.schemaDirectory };
  const parties = { sender, receiver };
  const made = withdrawal
    ? await composeWithdrawal(type as LetterType, assessment, parties, options)
    : await composeLetter(type as LetterType, requireStatement(assessment), parties, options);
  const { bytes, contentType, identifier, filename: title } = made;
  return { ...made, scored, document: { kind: type, identifier, title, contentType, bytes, created: time } };
}
