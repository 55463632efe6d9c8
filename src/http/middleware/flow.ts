import type { RequestHandler, Response } from 'express';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { createCounts } from '../counts.ts';
import type { Fail } from '../errors.ts';
import { addHeader } from '../headers.ts';

/** Counts a request of a client. Code: too-many-requests. */
export type LimitRate = (client: string, response: Response) => void;

const minute = 60_000;

/** At most `perMinute` requests from one client; then 429 with Retry-After. */
export function limitRate(perMinute: number): LimitRate {
  const count = createCounts(minute);
  const policy = `${perMinute};w=${minute / 1000}`;
  const limit = String(perMinute);
  return (client, response) => {
    const { hits, until } = count(client);
    const reset = String(Math.max(0, Math.ceil((until - performance.now()) / 1000)));
    // draft-ietf-httpapi-ratelimit-headers-06
    addHeader(response, 'RateLimit-Policy', policy);
    addHeader(response, 'RateLimit-Limit', limit);
    addHeader(response, 'RateLimit-Remaining', String(Math.max(perMinute - hits, 0)));
    addHeader(response, 'RateLimit-Reset', reset);
    if (hits <= perMinute) return;
    addHeader(response, 'Retry-After', reset);
    refuse('too-many-requests');
  };
}

/** Answers 408 after `answerTime` milliseconds, and closes the connection, also one whose answer is not read. */
export function limitTime(answerTime: number, fail: Fail): RequestHandler {
  return (request, response, next) => {
    const timer = setTimeout(() => {
      if (response.headersSent) {
        // The answer is written, and nobody reads it: such a client would hold its connection for ever.
        response.socket?.destroy();
        return;
      }
      fail(new Refusal([{ code: 'request-timeout' }]), request, response);
    }, answerTime);
    response.on('close', () => clearTimeout(timer));
    next();
  };
}
