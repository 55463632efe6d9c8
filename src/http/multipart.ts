import { Busboy } from '@fastify/busboy';
import { refuse } from '../outcome/problem.ts';

/** The parts of a multipart body by name, each as it was sent. */
export type Parts = ReadonlyMap<string, readonly Uint8Array[]>;

// Far more than any request of ours has.
const limits = { parts: 40, fieldNameSize: 100, headerPairs: 20 };

/** Reads a whole multipart/form-data body. Error: `multipart-malformed`. */
export async function readParts(body: Uint8Array, contentType: string): Promise<Parts> {
  try {
    return await collect(body, contentType);
  } catch {
    // The message is never passed on: it may quote the body.
    refuse('multipart-malformed');
  }
}

function collect(body: Uint8Array, contentType: string): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, Uint8Array[]>();
    // Every part is bytes, whether it has a file name or not: its charset is its own matter.
    const reader = new Busboy({ headers: { 'content-type': contentType }, limits, isPartAFile: () => true });
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
