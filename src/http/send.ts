import type { Response } from 'express';
import { type Answer, fhirJson } from './route.ts';

/** Writes an answer, unless one was written already (a time-out may have come first). */
export function send(response: Response, { status = 200, body, contentType = fhirJson, headers = {} }: Answer): void {
  if (response.headersSent) return;
  // Most answers hold a citizen's data; the few that do not say otherwise.
  response.status(status).set({ 'Cache-Control': 'no-store', ...headers, 'Content-Type': contentType });
  response.send(Buffer.isBuffer(body) ? body : Buffer.from(body));
}
