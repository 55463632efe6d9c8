import type { Model } from '../../model/types.ts';
import { refuse } from '../../outcome/problem.ts';
import { isOlder } from '../block/day.ts';
import { type FoundBlock, findBlocks, inPdf } from '../block/find.ts';
import { type BlockReadings, readBlocks } from '../read/blocks.ts';
import type { LetterReading, ReadOptions } from '../read/read.ts';
import { type CareMessage, openCareMessage } from './open.ts';
import { attachedBytes } from './segments.ts';
import { threadBlocks } from './thread.ts';

/** What a message is called among letters. */
export const careType = 'CareCommunication';

/**
 * The level that a CareCommunication tells: of each variant the one that stands at the end of its thread, and what was
 * taken back. An earlier segment is history: what it says counts only until a later one says otherwise.
 * Errors: those of `openCareMessage`, `allBlocks` and `readBlocks`; no-block.
 */
export function readCareMessage(model: Model, value: unknown, { pdfBlock }: ReadOptions = {}): LetterReading {
  const message = openCareMessage(value);
  const { communication, messageId, sender, citizen, version } = message;
  const blocks = standing(allBlocks(message, pdfBlock));
  const readings: BlockReadings = readBlocks(model, blocks, communication.place);
  if (readings.levels.length + readings.withdrawals.length === 0) refuse('no-block', { place: communication.place });
  return { type: careType, version, identifier: messageId, sender: sender.gln, citizen, ...readings };
}

/**
 * Those of enclosed pages first: the words of the message itself come after them. Errors: message-attachment-form and
 * message-attachment-differs for an attachment of whatever kind that is not whole: it might hold a level.
 */
export function allBlocks(message: CareMessage, pdfBlock: ReadOptions['pdfBlock']): readonly FoundBlock[] {
  const pages = message.segments.flatMap((segment) => {
    const bytes = attachedBytes(segment);
    // A page is known by its bytes: its type is written in many ways, or not at all.
    const text = bytes && pdfBlock?.(bytes);
    return text === undefined ? [] : findBlocks(text, message.citizen.value, inPdf).valid;
  });
  return [...pages, ...threadBlocks(message).valid];
}

/** In the order of their telling: of each variant the newest level that was not taken back since, and what was. */
function standing(blocks: readonly FoundBlock[]): readonly FoundBlock[] {
  const levels = new Map<string, FoundBlock>();
  const withdrawals = new Map<string, FoundBlock>();
  for (const block of blocks)
    if (block.kind === 'withdrawal') withdrawals.set(`${block.variant} ${block.authored}`, block);
  for (const block of blocks) {
    if (block.kind !== 'level' || isTakenBack(blocks, block)) continue;
    const known = levels.get(block.variant);
    if (known === undefined || !isOlder(block, known)) levels.set(block.variant, block);
  }
  return [...levels.values(), ...withdrawals.values()];
}

function isTakenBack(blocks: readonly FoundBlock[], level: FoundBlock): boolean {
  return blocks
    .slice(blocks.indexOf(level) + 1)
    .some(
      ({ kind, variant, authored }) =>
        kind === 'withdrawal' && variant === level.variant && authored === level.authored,
    );
}
