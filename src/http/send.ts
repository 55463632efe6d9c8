import type { Response } from 'express';
import { type Codec, json } from './codec.ts';
import type { Answer } from './route.ts';

/** Writes an answer by the codec that the client wants, unless one was written already (a time-out may have come first). */
export function send(response: Response, answer: Answer, codec: Codec = json): void {
  if (response.headersSent) return;
  const { status = 200, headers = {} } = answer;
  const [body, contentType] = contentOf(answer, codec);
  // Most answers hold a citizen's data; the few that do not say otherwise.
  response.status(status).set({ 'Cache-Control': 'no-store', ...headers, 'Content-Type': contentType });
  response.send(body);
}

function contentOf(answer: Answer, codec: Codec): readonly [Buffer, string] {
  if ('bytes' in answer) {
    const { bytes, contentType } = answer;
    return [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), contentType];
  }
  if ('resource' in answer) return [codec.write(answer.resource), codec.contentType];
  const written = codec === json ? answer.written : codec.write(JSON.parse(answer.written.toString()) as object);
  return [written, codec.contentType];
}
