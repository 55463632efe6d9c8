import { Buffer } from 'node:buffer';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { refuse } from '../../outcome/problem.ts';

/** How a file is packed. */
export type Packing = 'gzip' | 'zstd';

type Engine = ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;

const chunkSize = 65_536;
const engines: Readonly<Record<Packing, () => Engine>> = {
  gzip: () => createGunzip({ chunkSize }),
  zstd: () => createZstdDecompress({ chunkSize }),
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
  const input = pieces[Symbol.asyncIterator]();
  const head = await firstBytes(input);
  const packing = packingOf(file) ?? packingByBytes(head);
  if (packing === undefined) {
    if (head.length > 0) yield head;
    yield* pieces;
    return;
  }
  if (head.length === 0) refuse('archive-cut', { values: { file } });
  let rest: Buffer | undefined = head;
  while (rest !== undefined) {
    const engine = engines[packing]();
    const fed = feed(engine, rest, input);
    // It is waited for below, unless unpacking itself fails first.
    fed.catch(() => {});
    try {
      yield* engine as AsyncIterable<Buffer>;
    } catch (error) {
      const failure = await fed.then(
        () => undefined,
        (other: unknown) => other,
      );
      if (failure !== undefined) throw failure;
      refuse(isCut(error) ? 'archive-cut' : 'archive-damaged', { values: { file } });
    }
    rest = await fed;
  }
}

/** Enough to tell how the file is packed; a pipe may bring single bytes. */
async function firstBytes(input: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await input.next();
    if (done === true) return head;
    head = Buffer.concat([head, value]);
    if (head.length > 0 && head[0] !== 0x1f && head[0] !== 0x28) return head;
  }
  return head;
}

function packingByBytes(head: Buffer): Packing | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : undefined;
}

/**
 * Gives an engine pieces until it has reached the end of a frame within one of them; gives what comes after that,
 * undefined where the input ends. Node's zstd leaves out, without a word, every frame that begins in the same piece as
 * another one ends.
 */
async function feed(engine: Engine, first: Buffer, input: AsyncGenerator<Buffer>): Promise<Buffer | undefined> {
  let piece = first;
  let given = 0;
  try {
    for (;;) {
      given += piece.length;
      if (!(await taken(engine, piece))) return undefined;
      const left = given - engine.bytesWritten;
      if (left > 0) return piece.subarray(piece.length - left);
      const { value, done } = await input.next();
      if (done === true) {
        engine.end();
        return undefined;
      }
      piece = value;
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
