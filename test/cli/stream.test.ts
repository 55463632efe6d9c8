import { readFileSync } from 'node:fs';
import { crc32, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { blocksOf, linesOf } from '../../src/cli/stream/blocks.ts';
import { openTask } from '../../src/cli/stream/open-task.ts';
import { createPace } from '../../src/cli/stream/pace.ts';
import { createSpares } from '../../src/cli/stream/text.ts';
import { unpacked } from '../../src/cli/stream/unpack.ts';
import { catalog } from '../../src/outcome/catalog.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { fixturesFolder } from '../fixtures.ts';

async function* pieces(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

async function blocks(most: number, ...parts: readonly string[]): Promise<readonly (readonly string[])[]> {
  const found = await Array.fromAsync(blocksOf(pieces(...parts), most));
  return found.map((block) => {
    const lines = [...linesOf(block)].map((line) => Buffer.from(line).toString());
    expect(block.lines).toBe(lines.length);
    return lines;
  });
}

describe('lines', () => {
  test.each([
    ['each piece gives the lines that it completes', 9, ['a\nb', 'c\nd\n'], [['a'], ['bc', 'd']]],
    ['a last line without end is a line', 9, ['a\nb'], [['a'], ['b']]],
    ['an empty line is a line, an empty rest is none', 9, ['\n', 'a\n\n'], [[''], ['a', '']]],
    ['the carriage return stays with its line', 9, ['a\r\nb\r\n'], [['a\r', 'b\r']]],
    ['a long line is cut at one byte more than it may have', 3, ['abc', 'defg', 'h\nij\n'], [['abcd', 'ij']]],
    ['nothing', 9, [], []],
  ])('%s', async (_, most, parts, expected) => {
    expect(await blocks(most, ...parts)).toEqual(expected);
  });
});

describe('packed files', () => {
  const packers = { gz: gzipSync, zst: zstdCompressSync } as const;
  /** All of them in one buffer, as those of a file are. */
  async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Buffer> {
    const buffer = Buffer.alloc(size);
    for (let at = 0; at < bytes.length; at += size)
      yield buffer.subarray(0, Buffer.from(bytes).copy(buffer, 0, at, at + size));
  }
  const read = async (file: string, bytes: Uint8Array, size = 7): Promise<string> =>
    Buffer.concat(await Array.fromAsync(unpacked(file, inPieces(bytes, size)))).toString();
  const codeOf = (error: unknown) => (error instanceof Refusal ? error.problems[0]?.code : error);
  describe.each(Object.entries(packers))('%s', (ending, pack) => {
    const one = pack(Buffer.from('{"a":1}\n'));
    const two = pack(Buffer.from('{"b":2}\n'));
    const whole = Buffer.concat([one, two]);
    const garbage = Buffer.from('\u0001\u0002\u0003\u0004\u0005');
    test('several members, in pieces of any size', async () => {
      for (let size = 1; size <= whole.length; size += 1)
        expect([size, await read(`x.${ending}`, whole, size)]).toEqual([size, '{"a":1}\n{"b":2}\n']);
    });
    test('by its first bytes where the name says nothing', async () => {
      expect(await read('-', whole)).toBe('{"a":1}\n{"b":2}\n');
    });
    test.each([
      ['cut in its first member', whole.subarray(0, one.length - 3), 'archive-cut'],
      ['cut in its second member', whole.subarray(0, whole.length - 3), 'archive-cut'],
      ['empty', Buffer.alloc(0), 'archive-cut'],
      ['garbage behind it', Buffer.concat([one, garbage]), 'archive-damaged'],
      ['not packed at all', Buffer.from('{"a":1}\n'), 'archive-damaged'],
    ])('%s: refused', async (_, bytes, code) => {
      for (const size of [1, 7, 10_000]) {
        expect(codeOf(await read(`x.${ending}`, bytes, size).catch((error: unknown) => error))).toBe(code);
      }
    });
    test.each([
      ['junk', garbage, 'archive-damaged'],
      ['zeros', Buffer.alloc(512), 'archive-damaged'],
      ['the start of another member', two.subarray(0, 3), 'archive-cut'],
    ])('%s behind a whole one: all of that comes first', async (_, behind, code) => {
      for (const size of [1, 7, 10_000]) {
        let came = '';
        const readAll = async () => {
          const all = inPieces(Buffer.concat([one, behind]), size);
          for await (const piece of unpacked(`x.${ending}`, all)) came += piece.toString();
        };
        expect([codeOf(await readAll().catch((error: unknown) => error)), came]).toEqual([code, '{"a":1}\n']);
      }
    });
  });
  describe('the frame of a member', () => {
    const plain = gzipSync(Buffer.from('{"a":1}\n'));
    const framed = (flags: number, ...header: readonly number[]) =>
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3, ...header]), plain.subarray(10)]);
    const text = [0x61, 0];
    const checked = (header: readonly number[], sum = crc32(framed(0x1f, ...header).subarray(0, 10 + header.length))) =>
      framed(0x1f, ...header, sum & 0xff, (sum >> 8) & 0xff);
    test.each([
      ['all that a header may hold', checked([3, 0, 1, 2, 3, ...text, ...text])],
      ['empty parts', checked([0, 0, 0, 0])],
      ['an extra part without anything', framed(4, 0, 0)],
    ])('%s', async (_, bytes) => {
      for (const size of [1, 7, 10_000]) expect(await read('-', Buffer.concat([bytes, bytes]), size)).toHaveLength(16);
    });
    const other = (from: number) =>
      Buffer.from(plain.map((byte, at) => (at === plain.length - from ? byte ^ 1 : byte)));
    test.each([
      ['its sum is another', other(5)],
      ['its length is another', other(1)],
      ["its header's sum is another", checked([0, 0, ...text, ...text], 7)],
      ['a flag that nobody knows', framed(0x20)],
    ])('refused: %s', async (_, bytes) => {
      expect(codeOf(await read('-', bytes).catch((error: unknown) => error))).toBe('archive-damaged');
    });
    test('thousands of bytes of a name, and thousands of members, are copied once', async () => {
      const named = framed(8, ...Array<number>(5_000).fill(0x61), 0);
      const bytes = Buffer.concat([named, ...Array<Buffer>(50).fill(plain)]);
      const copied = vi.spyOn(Buffer, 'concat');
      onTestFinished(() => copied.mockRestore());
      expect(await read('-', bytes, 100_000)).toHaveLength(51 * 8);
      // The first ones of the file, and here all that was read.
      expect(copied).toHaveBeenCalledTimes(2);
    });
  });
  test('what pzstd writes is known in a pipe: its frames begin with one that is passed over', async () => {
    const frame = zstdCompressSync(Buffer.from('{"a":1}\n'));
    const passed = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, frame.length, 0, 0, 0]);
    for (const size of [1, 7, 10_000]) expect(await read('-', Buffer.concat([passed, frame]), size)).toBe('{"a":1}\n');
  });
  test('what is not packed goes through', async () => {
    expect(await read('x.ndjson', Buffer.from('(1\n'))).toBe('(1\n');
  });
});

describe('a line of attach', () => {
  const letter = readFileSync(`${fixturesFolder}breve/epikrise.xml`).toString('base64');
  const response = JSON.parse(readFileSync(`${fixturesFolder}somatik-3-aftalt/response.json`, 'utf8'));
  const line = (value: unknown) => Buffer.from(JSON.stringify(value));
  test.each([
    ['a letter that is no base64', { letter: '<Emessage/>', response }, 'attach-line', 'letter'],
    ['no letter', { response }, 'attach-line', 'letter'],
    ['no response', { letter }, 'attach-line', 'response'],
    ['something else', { letter, response, more: 1 }, 'attach-line', undefined],
    ['not an object', null, 'attach-line', 'letter'],
  ])('%s: refused', async (_, value, code, place) => {
    const answer = await openTask({ kind: 'attach', options: {} }, 'en');
    const { refused, value: outcome } = await answer(line(value));
    expect(refused).toBe(true);
    expect(outcome).toMatchObject({
      issue: [{ details: { coding: [{ code }] }, ...(place && { expression: [place] }) }],
    });
    expect(Object.hasOwn(catalog, code)).toBe(true);
  });
});

test('the pace: lines a second over the last looks, and the time that the rest of the bytes takes', () => {
  const pace = createPace(1_000_000, 'en');
  expect(pace({ lines: 0, refused: 0, read: 0 }, 0)).toBe('0 lines read, 0 refused');
  expect(pace({ lines: 500, refused: 2, read: 10_000 }, 1000)).toBe('500 lines read, 2 refused, 500/s, 0:01:39 left');
  for (let second = 2; second <= 20; second += 1) pace({ lines: 500, refused: 2, read: 10_000 }, second * 1000);
  expect(pace({ lines: 600, refused: 2, read: 11_000 }, 21_000)).toBe('600 lines read, 2 refused, 10/s, 2:44:50 left');
  const piped = createPace(undefined, 'da');
  piped({ lines: 0, refused: 0, read: 0 }, 0);
  expect(piped({ lines: 7, refused: 0, read: 70 }, 500)).toBe('7 linjer læst, 0 afvist, 14/s');
});

test('memory that comes back is kept in so many pieces at most: refused lines apart give back more than is taken', () => {
  const spares = createSpares(2);
  const given = [1, 2, 3].map(() => new ArrayBuffer(1_048_576));
  for (const memory of given) spares.add(memory);
  expect([spares.take(), spares.take(), spares.take()].filter((memory) => memory !== undefined)).toHaveLength(2);
  expect(given[2]?.detached).toBe(true);
});
