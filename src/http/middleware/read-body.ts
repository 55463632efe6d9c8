import express, { type RequestHandler } from 'express';
import { refuse } from '../../outcome/problem.ts';
import { checkContent } from '../media.ts';
import type { BodyKind } from '../route.ts';

/** Reads a body of at most `bytes` as raw bytes, after a look at its type. A request without one has an empty body. */
export function readBody(kind: BodyKind, bytes: number): RequestHandler {
  const read = express.raw({ type: () => true, limit: bytes, inflate: false });
  return (request, response, next) => {
    const length = Number(request.headers['content-length'] ?? '0');
    if (length === 0 && request.headers['transfer-encoding'] === undefined) return next();
    checkContent(request, kind);
    // express.raw takes in the whole of what is too large before it says so.
    const tooLarge = kind === 'multipart' ? 'multipart-too-large' : 'json-too-large';
    if (length > bytes) refuse(tooLarge, { values: { limit: String(bytes) } });
    read(request, response, next);
  };
}

/** What `readBody` has read. */
export function bodyOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}
