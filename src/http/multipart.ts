import type { BusboyInstance } from '@fastify/busboy';
import { refuse } from '../outcome/problem.ts';
import { once } from '../questionnaire/once.ts';

/** The parts of a multipart body by name, each as it was sent. */
export type Parts = ReadonlyMap<string, readonly Uint8Array[]>;

// Far more than any request of ours has.
const limits = { parts: 40, fieldNameSize: 100, headerPairs: 20 };

/** Loaded late: few requests have parts. Once: to ask Node again takes as long as reading two parts. */
const loaded = once(() => import('@fastify/busboy'));

/** Reads a whole multipart/form-data body. Codes: multipart-malformed, multipart-parts. */
export async function readParts(body: Uint8Array, contentType: string): Promise<Parts> {
  checkCount(body, contentType);
  const { Busboy } = await loaded();
  try {
    // Every part is bytes, whether it has a file name or not: its charset is its own matter.
    const settings = { headers: { 'content-type': contentType }, limits, isPartAFile: () => true };
    return await collect(new Busboy(settings), body);
  } catch {
    // The message is never passed on: it may quote the body.
    refuse('multipart-malformed');
  }
}

/**
 * The reader makes a stream of every part, and goes on to the end whatever is said to it: empty ones by the hundred
 * thousand cost seconds.
 */
function checkCount(body: Uint8Array, contentType: string): void {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) refuse('multipart-malformed');
  const delimiter = `--${boundary}`;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let at = text.indexOf(delimiter);
  for (let parts = 0; at >= 0; parts += 1) {
    // One more than there are parts, for the end.
    if (parts > limits.parts) refuse('multipart-parts', { values: { limit: String(limits.parts) } });
    at = text.indexOf(delimiter, at + delimiter.length);
  }
}

function collect(reader: BusboyInstance, body: Uint8Array): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, Uint8Array[]>();
    reader.on('file', (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => {
        parts.set(name, [...(parts.get(name) ?? []), Buffer.concat(chunks)]);
      });
      stream.on('error', reject);
    });
    reader.on('partsLimit', () => reject(new Error('too many parts')));
    reader.on('error', reject);
    reader.on('finish', () => resolve(parts));
    reader.end(body);
  });
}
