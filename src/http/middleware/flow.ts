import type { RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { Refusal, refuse } from '../../outcome/problem.ts';
import type { Fail } from '../errors.ts';
import { traceOf } from '../trace.ts';

/** At most `perMinute` requests from one client, as the trace of the request names it; then 429 with Retry-After. */
export function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    keyGenerator: (_request, response) => traceOf(response as Response).client ?? '',
    handler: () => refuse('too-many-requests'),
    // Its checks of one's set-up write to the console, past the log.
    validate: false,
  });
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
