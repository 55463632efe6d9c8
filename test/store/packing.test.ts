/** Packing text after text by one engine: what comes out is what a call of its own would give. */
import { randomBytes } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packWith } from '../../src/store/pack.ts';
import { packing } from '../../src/store/packing.ts';
import { validResponse } from '../http/service.ts';

const text = JSON.stringify(validResponse());
const dictionary = Buffer.from(text);
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, dictionary };
const large = randomBytes(100_000);
const texts = [text, text.toUpperCase(), '', '{}', `${text}${text}`, text].map((one) => Buffer.from(one));

test('each text is a frame of its own, the same as it would be alone', () => {
  const pack = packing(options);
  for (const one of texts) expect(pack(one)).toEqual(zstdCompressSync(one, options));
});

test('a text that takes more than 64 KB is left to a call of its own, and the next ones are packed as before', () => {
  const pack = packing(options);
  expect(pack(large)).toBeUndefined();
  for (const one of texts) expect(pack(one)).toEqual(zstdCompressSync(one, options));
  const packed = packWith(dictionary);
  for (const one of [large, ...texts, large])
    expect(zstdDecompressSync(packed(one), { dictionary }).equals(one)).toBe(true);
});

test('what is packed has memory of its own: another thread is sent nothing beside it', () => {
  const packed = packing(options)(Buffer.from(text));
  expect(packed?.buffer.byteLength).toBe(packed?.length);
});
