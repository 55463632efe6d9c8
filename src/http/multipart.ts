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
  const usual = usualParts(body, contentType);
  if (usual !== undefined) return usual;
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

const usualType = /^multipart\/form-data; ?boundary=(?:"([\w-]{1,70})"|([\w-]{1,70}))$/i;
const usualHeader =
  /^content-disposition: form-data; name="([\w-]{1,80})"(?:; filename="[\w .-]*")?(?:\r\ncontent-type: [\w+/.-]+(?:; ?charset=[\w-]+)?)?$/i;
const [lineEnd, headerEnd, usualEnds] = ['\r\n', '\r\n\r\n', ['--', '--\r\n']] as const;

/**
 * The parts of a body as nearly all clients write it: it is whole, and needs no streams. With those of the reader some
 * 10 KB of each request outlived it until V8 looked through all memory, and the service took 30 to 40 MB more.
 * Undefined for any other form, of which the reader says what it is.
 */
function usualParts(body: Uint8Array, contentType: string): Parts | undefined {
  const [, quoted, boundary = quoted] = usualType.exec(contentType) ?? [];
  if (boundary === undefined) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = `--${boundary}`;
  const parts = new Map<string, Uint8Array[]>();
  // The line's end that belongs to each delimiter may be missing before the first.
  let at = bytes.toString('latin1', 0, lineEnd.length) === lineEnd ? lineEnd.length : 0;
  if (bytes.toString('latin1', at, at + delimiter.length) !== delimiter) return undefined;
  for (;;) {
    at += delimiter.length;
    const rest = bytes.toString('latin1', at, at + 5);
    if (parts.size > 0 && usualEnds.some((ending) => ending === rest)) return parts;
    if (!rest.startsWith(lineEnd)) return undefined;
    const header = at + lineEnd.length;
    const headersEnd = bytes.indexOf(headerEnd, header);
    const start = headersEnd + headerEnd.length;
    // Wherever else the delimiter stands, the reader decides.
    at = bytes.indexOf(delimiter, header);
    const end = at - lineEnd.length;
    if (headersEnd < 0 || headersEnd - header > 500 || end < start) return undefined;
    if (bytes.toString('latin1', end, at) !== lineEnd) return undefined;
    const name = usualHeader.exec(bytes.toString('latin1', header, headersEnd))?.[1];
    if (name === undefined) return undefined;
    parts.set(name, [...(parts.get(name) ?? []), bytes.subarray(start, end)]);
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
