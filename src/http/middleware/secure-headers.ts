import cors from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { warningsHeader } from '../warnings-header.ts';

/** Helmet's headers. Nothing that we send may load or frame anything. */
export function secureHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
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
