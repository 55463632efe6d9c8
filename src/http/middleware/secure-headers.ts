import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import cors from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { warningsHeader } from '../warnings-header.ts';

/** Helmet's headers, made once: they are the same for all. Nothing that we send may load or frame anything. */
export function secureHeaders(): RequestHandler {
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  const set = helmet({ contentSecurityPolicy: { useDefaults: false, directives } });
  const sample = new ServerResponse(new IncomingMessage(new Socket()));
  const headers: [name: string, value: string][] = [];
  sample.setHeader = (name, value) => {
    headers.push([name, String(value)]);
    return sample;
  };
  set(sample.req, sample, () => {});
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

/** Lets the pages of `origins` call the service from a browser, and no others. */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return cors({
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT'],
    allowedHeaders: [
      'Accept',
      'Accept-Language',
      'Authorization',
      'Content-Type',
      'If-Match',
      'If-None-Exist',
      'If-None-Match',
      'Prefer',
      'X-Request-Id',
    ],
    exposedHeaders: [
      'ETag',
      'Location',
      warningsHeader,
      'Retry-After',
      'WWW-Authenticate',
      'X-Correlation-Id',
      'X-Request-Id',
    ],
    maxAge: 600,
  });
}
