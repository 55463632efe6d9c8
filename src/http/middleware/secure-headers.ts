import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import cors from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { handOver } from '../headers.ts';
import { traceOf } from '../trace.ts';
import { warningsHeader } from '../warnings-header.ts';

/** Helmet's headers, made once: they are the same for all. Nothing that we send may load or frame anything. */
export function secureHeaders(): RequestHandler {
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  const set = helmet({ contentSecurityPolicy: { useDefaults: false, directives } });
  const sample = new ServerResponse(new IncomingMessage(new Socket()));
  const headers: string[] = [];
  sample.setHeader = (name, value) => {
    headers.push(name, String(value));
    return sample;
  };
  set(sample.req, sample, () => {});
  return (_request, response, next) => {
    traceOf(response).headers.push(...headers);
    next();
  };
}

/** Lets the pages of `origins` call the service from a browser, and no others. */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  const allow = cors({
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
  return (request, response, next) => {
    // It answers by itself what only asks whether it may.
    handOver(response);
    allow(request, response, next);
  };
}
