import type { RequestHandler, Response } from 'express';
import { MemoryStore, type Options } from 'express-rate-limit';
import { Refusal, refuse } from '../../outcome/problem.ts';
import type { Fail } from '../errors.ts';
import { addHeader } from '../headers.ts';

/** Counts a request of a client. Code: too-many-requests. */
export type LimitRate = (client: string, response: Response) => Promise<void>;

const minute = 60_000;

/**
 * At most `perMinute` requests from one client; then 429 with Retry-After. The counts are express-rate-limit's; its
 * middleware looks up the address behind every proxy, and waits five times, before it asks for them.
 */
export function limitRate(perMinute: number): LimitRate {
  const store = new MemoryStore();
  store.init({ windowMs: minute } as Options);
  const policy = `${perMinute};w=${minute / 1000}`;
  const limit = String(perMinute);
  return async (client, response) => {
    const { totalHits, resetTime } = await store.increment(client);
    const reset = String(Math.max(0, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000)));
    // draft-ietf-httpapi-ratelimit-headers-06
    addHeader(response, 'RateLimit-Policy', policy);
    addHeader(response, 'RateLimit-Limit', limit);
    addHeader(response, 'RateLimit-Remaining', String(Math.max(perMinute - totalHits, 0)));
    addHeader(response, 'RateLimit-Reset', reset);
    if (totalHits <= perMinute) return;
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
