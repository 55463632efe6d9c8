import type { Response } from 'express';
import { traceOf } from './trace.ts';

/**
 * A header that is kept until the answer is written. Node looks each one up by its name in lower case, which takes as
 * long for twenty of them as routing does; most answers write them all at once, and none twice.
 */
export function addHeader(response: Response, name: string, value: string): void {
  traceOf(response).headers.push(name, value);
}

/** Hands Node what was kept, for whoever writes the answer past `writeAll`. */
export function handOver(response: Response): void {
  const { headers } = traceOf(response);
  for (let at = 0; at < headers.length; at += 2) response.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
  headers.length = 0;
}

/** Writes an answer with what was kept; Node has been told nothing of its headers. Of a text, a byte a character. */
export function writeAll(response: Response, body: Buffer | string): void {
  const { headers } = traceOf(response);
  headers.push('Content-Length', String(body.length));
  response.writeHead(response.statusCode, headers);
  response.end(body, 'latin1');
}
