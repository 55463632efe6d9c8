import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Packed } from '../work/keep/records.ts';
import { packing } from './packing.ts';
import { first, type Sql } from './sql.ts';

/**
 * Texts are kept compressed by zstd with a dictionary of example texts. Reading the dictionary takes most of a call's
 * time where it is read at each: responses and Bundles, 23 KB on average, become 1.0 KB in 0.37 ms with one of 169 KB,
 * 1.2 KB in 0.16 ms with 76 KB, 1.6 KB in 0.09 ms with the 23 KB that these say but once, 3.4 KB in 0.06 ms without.
 * The dictionary belongs to the database, since nothing in it can be read without.
 */
export interface Packer {
  /** The dictionary that `pack` uses, and what is in it. */
  readonly dictionary: number;
  readonly content: Uint8Array;
  pack(text: string | Uint8Array): Uint8Array;
  /** The text of bytes that were packed with any dictionary of this store. */
  unpack(packed: Uint8Array, dictionary: number): string;
  /** The same for what is no text, such as a letter in a charset of its own. */
  unpackBytes(packed: Uint8Array, dictionary: number): Uint8Array;
}

/**
 * Level 1: a response and its Bundle of 35 KB take 109 µs of processor time instead of 149 at level 3, and 3.5 KB
 * instead of 3.1. Most packed texts fit in one chunk; the usual one, 16 KiB, is made anew at every call.
 */
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: 4_096 };

/** Packs with a dictionary alone: in a thread that has no store. */
export function packWith(dictionary: Uint8Array): Packer['pack'] {
  const given = { ...options, dictionary };
  const pack = packing(given);
  return (text) => pack(typeof text === 'string' ? Buffer.from(text) : text) ?? zstdCompressSync(text, given);
}

/** A text as the store keeps it. */
export function packText({ pack, dictionary }: Pick<Packer, 'pack' | 'dictionary'>, text: string | Uint8Array): Packed {
  return { bytes: pack(text), dictionary };
}

/** Opens the store's dictionaries; a store without one gets its first, made of `examples`. */
export async function openPacker(sql: Sql, examples: () => readonly string[]): Promise<Packer> {
  const found = await sql.all<{ number: number; content: Uint8Array }>(
    'SELECT number, content FROM dictionary ORDER BY number',
  );
  const dictionaries = new Map(found.map(({ number, content }) => [number, Buffer.from(content)]));
  const newest = found.at(-1)?.number ?? (await addDictionary(sql, dictionaries, examples()));
  const content = dictionaries.get(newest);
  if (content === undefined) throw new Error('the dictionary was not written');
  const unpackBytes = (packed: Uint8Array, number: number) => {
    const used = dictionaries.get(number);
    if (used === undefined) throw new Error(`dictionary ${number} is not in the store`);
    return zstdDecompressSync(packed, { dictionary: used });
  };
  return {
    dictionary: newest,
    content,
    pack: packWith(content),
    unpack: (packed, number) => unpackBytes(packed, number).toString(),
    unpackBytes,
  };
}

async function addDictionary(sql: Sql, known: Map<number, Buffer>, examples: readonly string[]): Promise<number> {
  const content = Buffer.from(saidOnce(examples.join('')));
  const digest = createHash('sha256').update(content).digest('hex');
  // Two instances that open an empty store at one moment agree on the first one's.
  await sql.all('INSERT INTO dictionary (digest, content) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING', [
    digest,
    content,
  ]);
  const row = await first<{ number: number; content: Uint8Array }>(
    sql,
    'SELECT number, content FROM dictionary ORDER BY number DESC LIMIT 1',
    [],
  );
  if (row === undefined) throw new Error('the dictionary was not written');
  known.set(row.number, Buffer.from(row.content));
  return row.number;
}

/** A stretch of so many characters is worth being found again. */
const stretch = 48;

/** A text without the stretches that it had said already. */
function saidOnce(text: string): string {
  const said = new Set<string>();
  // Of UTF-16, and each stretch a string of its own: a slice holds the whole text as it was then, 350 MB in all.
  const once = Buffer.alloc(2 * text.length);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    let end = at + stretch;
    if (said.has(text.slice(at, end))) {
      while (end < text.length && said.has(text.slice(end + 1 - stretch, end + 1))) end += 1;
      at = end;
    } else {
      length = once.writeUInt16LE(text.charCodeAt(at), length);
      at += 1;
      if (length >= 2 * stretch) said.add(once.toString('utf16le', length - 2 * stretch, length));
    }
  }
  return once.toString('utf16le', 0, length);
}
