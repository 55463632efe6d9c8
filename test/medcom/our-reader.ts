import { expect } from 'vitest';
import { findBlocks } from '../../src/medcom/block/find.ts';
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

export function professional(display: string) {
  return { type: 'Practitioner', display, identifiers: [], reference: undefined } as const;
}
