import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Response } from 'express';
import { type JsonLimits, readJson } from '../questionnaire/json/document.ts';
import { bytesOf } from '../resources/utf8.ts';
import { type Codec, type Form, json } from './codec.ts';
import { cutOff } from './cut-off.ts';
import { addHeader, handOver, writeAll } from './headers.ts';
import type { Answer, Packed } from './route.ts';

const zip = promisify(gzip);

/** What we have written ourselves. */
const unlimited: JsonLimits = { bytes: Number.POSITIVE_INFINITY, depth: 1_000 };

/** What is shorter fits in one packet as it is. */
const leastToZip = 1_400;

/**
 * Writes an answer by the codec that the client wants, unless one was written already (a time-out may have come first).
 */
export async function send(response: Response, answer: Answer, codec: Codec = json): Promise<void> {
  const { status = 200, headers = {}, cookies = [] } = answer;
  const form = codec.ready();
  const [content, contentType] = contentOf(answer, codec, form instanceof Promise ? await form : form);
  const coding = content.length < leastToZip ? undefined : codingFor(answer, response.req.headers['accept-encoding']);
  const packed = coding !== undefined;
  const body = packed ? await packedBy(coding, answer, inBytes(content)) : content;
  if (response.headersSent) return;
  cutOff(response.req, response);
  response.statusCode = status;
  // Most answers hold a citizen's data; the few that do not say otherwise.
  addHeader(response, 'Cache-Control', 'no-store');
  addHeader(response, 'Content-Type', contentType);
  if (packed) addHeader(response, 'Content-Encoding', coding);
  if (isPlain(response, answer)) {
    addHeader(response, 'Vary', 'Accept, Accept-Encoding');
    writeAll(response, body);
    return;
  }
  handOver(response);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
  response.vary('Accept');
  response.vary('Accept-Encoding');
  // Other bytes under one strong tag would be a lie.
  if ((packed || codec !== json) && headers.ETag?.startsWith('"') === true)
    response.setHeader('ETag', `W/${headers.ETag}`);
  response.send(inBytes(body));
}

/**
 * An answer with content that has no headers of its own, which might be there already. A read is for express to answer:
 * its client may have it already (304).
 */
function isPlain(response: Response, { headers = {}, cookies = [], status }: Answer): boolean {
  const isRead = response.req.method !== 'POST';
  if (isRead || status === 204 || cookies.length > 0 || response.getHeaderNames().length > 0) return false;
  return Object.keys(headers).length === 0;
}

/** Its bytes, or a text with a character for each of them, and its type. */
function contentOf(answer: Answer, codec: Codec, form: Form): readonly [Buffer | string, string] {
  if ('bytes' in answer) {
    const { bytes, contentType } = answer;
    return [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), contentType];
  }
  if ('resource' in answer) return [(form.text ?? form.write)(answer.resource), codec.contentType];
  if (codec === json) return [answer.written, codec.contentType];
  return [form.write(Object(readJson(answer.written, unlimited).kept)), codec.contentType];
}

function inBytes(content: Buffer | string): Buffer {
  return typeof content === 'string' ? bytesOf(content) : content;
}

/** The coding that the client takes: what is packed already may be packed better, since that is done once. */
function codingFor(answer: Answer, header: string | string[] | undefined): keyof Packed | undefined {
  if ('packed' in answer && accepts('br', header)) return 'br';
  return accepts('gzip', header) ? 'gzip' : undefined;
}

async function packedBy(coding: keyof Packed, answer: Answer, content: Buffer): Promise<Buffer> {
  if ('packed' in answer && answer.packed !== undefined) return Buffer.from(answer.packed[coding]);
  // The quick levels pack these texts nearly as well, at a fraction of the time.
  return zip(content, { level: 3 });
}

/** By name, or by `*` where it is not named; never with q=0. */
function accepts(coding: keyof Packed, header: string | string[] | undefined): boolean {
  if (header === undefined) return false;
  const isIt = (range: string) => range === coding || range.startsWith(`${coding};`);
  const ranges = String(header)
    .toLowerCase()
    .split(',')
    .map((range) => range.replace(/\s/g, ''));
  const named = ranges.find(isIt) ?? ranges.find((range) => /^\*(?:;|$)/.test(range));
  return named !== undefined && !/;q=0(?:\.0*)?$/.test(named);
}
