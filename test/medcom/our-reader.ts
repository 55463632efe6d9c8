import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { type FoundBlock, findBlocks } from '../../src/medcom/block/find.ts';
import { parseLevel } from '../../src/medcom/block/parse.ts';
import type { Block, BlockForm } from '../../src/medcom/block/write.ts';
import { loadModel } from '../../src/profiles.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';

/** The number of the citizen whom the blocks of the tests are about. */
export const number = '0101010001';

/** A block for a letter of a single-byte encoding. */
export const plain: BlockForm = { plain: true };

export const { weights } = loadModel();

export const textOf = ({ lines }: Block) => lines.join('\n');

/** The one level that a text tells by our own reader; undefined where it tells none or is not understood. */
export function readLevel(text: string, statement: LevelStatement) {
  const [block, ...more] = findBlocks(text, number).valid;
  expect(more).toEqual([]);
  return block && parseLevel(block, { variant: statement.variant, weights });
}

/** A text up to and with "kontrol ", with the kontrol that belongs to it. */
function signed(text: string): string {
  return `${text}${createHash('sha256')
    .update(`${number}\n${text.replace(/[ \t\r\n]/g, '')}`)
    .digest('hex')
    .slice(0, 8)}).`;
}

/** The one block of a text that was changed by somebody who knows how to count its kontrol. */
export function forged(text: string, from: string | RegExp, to: string): FoundBlock {
  const [before = ''] = text.split(/(?<=kontrol )/);
  const changed = before.replace(from, to);
  if (changed === before) throw new Error(`nothing changed: ${from}`);
  const [block] = findBlocks(signed(changed), number).valid;
  if (block === undefined) throw new Error('no block');
  return block;
}

export function professional(display: string) {
  return { type: 'Practitioner', display, identifiers: [], reference: undefined } as const;
}
