import type { CommunicationPayload } from 'fhir/r4.js';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import { isAbout } from '../attach/choose.ts';
import { longestBlock } from '../attach/level.ts';
import { longestAnswers } from '../block/answers.ts';
import { isOlder } from '../block/day.ts';
import { countedText } from '../block/kontrol.ts';
import { sendProblem } from '../block/level.ts';
import { type Block, writeBlock } from '../block/write.ts';
import { lengthOf } from '../message/check-text.ts';
import { messageId } from './message-id.ts';
import { type CareMessage, openCareMessage } from './open.ts';
import { payloadEntity } from './parts.ts';
import { extensionOf } from './segments.ts';
import { isOwnSegment, newestText, type SegmentBlock, threadBlocks } from './thread.ts';
import { extensions } from './vocabulary.ts';

/** What becomes of a message; the bytes of everything else stay. */
export type MessageChange =
  /** It has the level already. */
  | { readonly kind: 'none' }
  /** The block of its segment gives way to another one, by its place in the segment's text. */
  | {
      readonly kind: 'replace';
      readonly payload: number;
      readonly span: { start: number; end: number };
      readonly text: string;
    }
  /** A segment of its own, behind the last; its number is noted in the Provenance of the message. */
  | {
      readonly kind: 'add';
      readonly payload: CommunicationPayload;
      readonly like: number;
      readonly entity: ReturnType<typeof payloadEntity>;
    };

/** How a level goes into a message that is about to be sent. */
export interface Planned {
  readonly message: CareMessage;
  readonly change: MessageChange;
  readonly warnings: readonly Problem[];
}

export interface MessageAttachOptions {
  readonly includeSuggestion?: boolean | undefined;
  readonly brief?: boolean | undefined;
}

/**
 * Plans how the level goes into a CareCommunication that is about to be sent, as a segment of its own, signed as the
 * newest one is. The same level twice changes nothing; a newer one of the same variant replaces the older, where this
 * message and no earlier one of the thread has brought it.
 * Errors: those of `sendProblem`, `openCareMessage` and `writeBlock`; wrong-citizen, no-room, older-than-present,
 * several-blocks, block-changed, block-moved.
 */
export function planAttach(value: unknown, statement: LevelStatement, options: MessageAttachOptions): Planned {
  const unsendable = sendProblem(statement, options.includeSuggestion);
  if (unsendable !== undefined) throw new Refusal([unsendable]);
  const message = openCareMessage(value);
  const { patient, citizen, communication } = message;
  if (!isAbout(citizen, statement.citizen)) refuse('wrong-citizen', { place: `${patient.place}.identifier` });
  const block = writeBlock(statement, citizen.value, { plain: true, brief: options.brief });
  const values = { characters: block.outside.join(', ') };
  return {
    message,
    change: changeOf(message, statement, block),
    warnings: block.outside.length === 0 ? [] : [{ code: 'character-outside', place: communication.place, values }],
  };
}

function changeOf(message: CareMessage, statement: LevelStatement, block: Block): MessageChange {
  const { place } = message.communication;
  const { valid, changed } = threadBlocks(message);
  const isSame = ({ kind, variant }: SegmentBlock) => kind === 'level' && variant === statement.variant.code;
  const isOwn = ({ segment }: SegmentBlock) => isOwnSegment(message, segment);
  const there = valid.filter(isSame);
  if (changed.some((one) => isSame(one) && isOwn(one))) refuse('block-changed', { place });
  const newer = there.find((one) => isOlder(statement, one));
  if (newer !== undefined) {
    const given = { present: `${newer.day}, ${newer.authored}`, given: `${statement.day}, ${statement.authored}` };
    refuse('older-than-present', { place: newer.segment.place, values: given });
  }
  const [present, ...more] = there.filter(isOwn);
  if (more.length > 0) refuse('several-blocks', { place, values: { count: String(more.length + 1) } });
  const text = block.text;
  if (isTold(there.at(-1), text)) return { kind: 'none' };
  const length = lengthOf(text);
  if (length > longestBlock) {
    const room = { length: String(length), most: String(longestBlock), answers: longestAnswers(block) };
    refuse('no-room', { place, values: room });
  }
  if (present === undefined) return addition(message, statement, text);
  const { segment, span } = present;
  if (span === undefined) refuse('block-moved', { place: segment.place });
  return { kind: 'replace', payload: segment.index, span, text };
}

/** White space apart. */
function isTold(block: SegmentBlock | undefined, text: string): boolean {
  if (block === undefined) return false;
  const { compact, start, end } = block;
  return countedText(compact.original.slice(start, end)) === countedText(text);
}

/** Its number comes of the message and the variant alone, so that another level in its place has the same. */
function addition(message: CareMessage, { variant }: LevelStatement, contentString: string): MessageChange {
  const identifier = `urn:uuid:${messageId('attached', message.messageId, variant.code)}`;
  if (message.segments.some((segment) => segment.identifier === identifier)) {
    refuse('block-changed', { place: message.communication.place });
  }
  const newest = newestText(message);
  const { payload } = newest;
  const assigner = extensionOf(payload, extensions.identifier)?.valueIdentifier?.assigner;
  const signed = [extensionOf(payload, extensions.author), extensionOf(payload, extensions.contact)];
  return {
    kind: 'add',
    like: newest.index,
    payload: {
      extension: [
        { url: extensions.date, valueDateTime: newest.date },
        { url: extensions.identifier, valueIdentifier: { value: identifier, ...(assigner && { assigner }) } },
        ...signed.filter((one) => one !== undefined),
      ],
      contentString,
    },
    entity: payloadEntity(identifier),
  };
}
