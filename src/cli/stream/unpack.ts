import { Buffer } from 'node:buffer';
import { crc32, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { refuse } from '../../outcome/problem.ts';

/** How a file is packed. */
export type Packing = 'gzip' | 'zstd';

type Engine = ReturnType<typeof createInflateRaw> | ReturnType<typeof createZstdDecompress>;

const chunkSize = 65_536;

/** One member or frame. */
const parts: Readonly<Record<Packing, (input: Input) => AsyncGenerator<Buffer>>> = {
  gzip: member,
  zstd: (input) => through(createZstdDecompress({ chunkSize }), input),
};

/** What a file of that name is packed by; undefined where the name says nothing. */
export function packingOf(file: string): Packing | undefined {
  if (file.endsWith('.gz')) return 'gzip';
  return file.endsWith('.zst') ? 'zstd' : undefined;
}

/**
 * The bytes of a file, unpacked where its name or its first bytes say that it is packed: no line of JSON begins like
 * that. Several members or frames one after the other are one file. Codes: archive-cut, archive-damaged.
 */
export async function* unpacked(file: string, pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const input = inputOf(pieces);
  const head = await firstBytes(input);
  const packing = packingOf(file) ?? packingByBytes(head);
  if (packing === undefined) {
    if (head.length > 0) yield head;
    yield* pieces;
    return;
  }
  try {
    // Whoever packs writes a header, also of nothing: the file was begun, and no more.
    if (head.length === 0) throw new Cut();
    for (let next: Buffer | undefined = head; next !== undefined; next = await input.next()) {
      input.giveBack(next);
      yield* parts[packing](input);
    }
  } catch (error) {
    if (error instanceof Cut) refuse('archive-cut', { values: { file } });
    if (error instanceof Damaged) refuse('archive-damaged', { values: { file } });
    throw error;
  }
}

/** The file ends before its packing does. */
class Cut extends Error {}
/** It is not packed like that. */
class Damaged extends Error {}

/** The pieces of a file, in their order. */
interface Input {
  /** Undefined where there is none. */
  next(): Promise<Buffer | undefined>;
  /** So many bytes. Throws where there are fewer. */
  take(length: number): Promise<Buffer>;
  /** What was read and is not wanted comes next; nothing may have been given back before. */
  giveBack(piece: Buffer): void;
}

function inputOf(pieces: AsyncGenerator<Buffer>): Input {
  let rest: Buffer = Buffer.alloc(0);
  const next = async () => {
    const piece = rest;
    rest = Buffer.alloc(0);
    return piece.length > 0 ? piece : ((await pieces.next()).value as Buffer | undefined);
  };
  return {
    next,
    take: async (length) => {
      while (rest.length < length) {
        // A piece holds until the next one is asked for.
        rest = Buffer.from(rest);
        const { value, done } = await pieces.next();
        if (done === true) throw new Cut();
        rest = Buffer.concat([rest, value]);
      }
      const taken = rest.subarray(0, length);
      rest = rest.subarray(length);
      return taken;
    },
    giveBack: (piece) => {
      rest = piece;
    },
  };
}

/** What zstd begins with; pzstd writes a frame first that is passed over. */
const frames: readonly number[] = [0xfd2fb528, 0x184d2a50];
const firstOfPacked: readonly number[] = [0x1f, ...frames.map((frame) => frame & 0xff)];

/** Enough to tell how the file is packed; a pipe may bring single bytes. */
async function firstBytes(input: Input): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const piece = await input.next();
    if (piece === undefined) return head;
    head = Buffer.concat([head, piece]);
    if (head.length > 0 && !firstOfPacked.includes(head[0] ?? 0)) return head;
  }
  return head;
}

function packingByBytes(head: Buffer): Packing | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head.length >= 4 && frames.includes(head.readUInt32LE(0)) ? 'zstd' : undefined;
}

/** What a header begins with, and bits of its flags (RFC 1952). */
const deflated = [0x1f, 0x8b, 8];
const flag = { checked: 2, extra: 4, name: 8, comment: 16, unknown: 0xe0 } as const;

/**
 * A member of gzip. Node's own reading goes on into what follows a member, and what it had unpacked of that piece is
 * lost where that is none: it tells neither where a member ends nor that it is whole. So its frame is read here.
 */
async function* member(input: Input): AsyncGenerator<Buffer> {
  await passHeader(input);
  let [sum, length] = [0, 0];
  for await (const piece of through(createInflateRaw({ chunkSize }), input)) {
    [sum, length] = [crc32(piece, sum), (length + piece.length) % 2 ** 32];
    yield piece;
  }
  const end = await input.take(8);
  if (end.readUInt32LE(0) !== sum || end.readUInt32LE(4) !== length) throw new Damaged();
}

async function passHeader(input: Input): Promise<void> {
  let sum = 0;
  const take = async (length: number): Promise<Buffer> => {
    const bytes = await input.take(length);
    sum = crc32(bytes, sum);
    return bytes;
  };
  for (const byte of deflated) if ((await take(1))[0] !== byte) throw new Damaged();
  const [flags = 0] = await take(7);
  if ((flags & flag.unknown) !== 0) throw new Damaged();
  if ((flags & flag.extra) !== 0) await take((await take(2)).readUInt16LE());
  for (const text of [flag.name, flag.comment]) {
    if ((flags & text) !== 0) while ((await take(1))[0] !== 0);
  }
  if ((flags & flag.checked) !== 0 && (await input.take(2)).readUInt16LE() !== (sum & 0xffff)) throw new Damaged();
}

/** What an engine unpacks, up to its end. */
async function* through(engine: Engine, input: Input): AsyncGenerator<Buffer> {
  const fed = feed(engine, input);
  // It is waited for below, unless unpacking itself fails first.
  fed.catch(() => {});
  try {
    yield* engine as AsyncIterable<Buffer>;
  } catch (error) {
    await fed;
    throw isCut(error) ? new Cut() : new Damaged();
  }
  await fed;
}

/**
 * Gives an engine pieces until it has reached its end within one of them; what comes after that is given back. Node's
 * zstd leaves out, without a word, every frame that begins in the same piece as another one ends.
 */
async function feed(engine: Engine, input: Input): Promise<void> {
  let given = 0;
  try {
    for (;;) {
      const piece = await input.next();
      if (piece === undefined) {
        engine.end();
        return;
      }
      given += piece.length;
      if (!(await taken(engine, piece))) return;
      const left = given - engine.bytesWritten;
      if (left > 0) {
        input.giveBack(piece.subarray(piece.length - left));
        return;
      }
    }
  } catch (error) {
    // Whoever unpacks waits for the engine.
    engine.destroy(error instanceof Error ? error : undefined);
    throw error;
  }
}

/** Whether the engine took a piece; one that failed or was let go takes none. */
function taken(engine: Engine, piece: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const closed = () => resolve(false);
    engine.once('close', closed);
    engine.write(piece, (error) => {
      engine.off('close', closed);
      resolve(error === null || error === undefined);
    });
  });
}

function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}
