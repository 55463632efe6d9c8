import { describe, expect, test } from 'vitest';
import { readWithin } from '../../src/store/reading/room.ts';

/** Rows 1 to `all`, each of one length, as a database gives them. */
async function read(all: number, count: number, length: number) {
  const asked: number[] = [];
  const rowsBehind = async (after = 0, most: number) => {
    asked.push(most);
    return Array.from({ length: Math.min(most, all - after) }, (_, index) => after + index + 1);
  };
  const { rows, last, more } = await readWithin(count, rowsBehind, (row: number) => ({ kept: row, length }));
  return { count: rows.length, isInOrder: rows.every((row, index) => row === index + 1), last, more, asked };
}

const small = 1_000;
const large = 1_048_576;

describe('a page', () => {
  test.each([
    { all: 0, count: 20, length: small, rows: 0, more: false, asked: [21] },
    { all: 20, count: 20, length: small, rows: 20, more: false, asked: [21] },
    { all: 21, count: 20, length: small, rows: 20, more: true, asked: [21] },
    { all: 70, count: 70, length: small, rows: 70, more: false, asked: [26, 26, 21] },
    { all: 71, count: 70, length: small, rows: 70, more: true, asked: [26, 26, 21] },
    { all: 60, count: 1_000, length: small, rows: 60, more: false, asked: [26, 26, 26] },
    // 8 MB are full.
    { all: 1_000, count: 1_000, length: large, rows: 8, more: true, asked: [26] },
    { all: 8, count: 1_000, length: large, rows: 8, more: false, asked: [26] },
    { all: 9, count: 1_000, length: large, rows: 8, more: true, asked: [26] },
    { all: 1_000, count: 1_000, length: 20 * large, rows: 1, more: true, asked: [26] },
    { all: 1_000, count: 1_000, length: 200_000, rows: 42, more: true, asked: [26, 26] },
  ])('of $count at most, of $all rows of $length characters: $rows', async ({ rows, asked, more, ...given }) => {
    const page = await read(given.all, given.count, given.length);
    expect(page).toEqual({ count: rows, isInOrder: true, last: rows === 0 ? undefined : rows, more, asked });
  });
});
