import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Refusal, refuse } from '../../outcome/problem.ts';
import type { Fail } from '../errors.ts';

/** At most `perMinute` requests from one address; then 429 with Retry-After. */
export function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? '::'),
    handler: () => refuse('too-many-requests'),
    // Its checks of one's set-up write to the console, past the log.
    validate: false,
  });
}

/** At most `atOnce` requests that are being answered; then 429 with Retry-After. */
export function limitInFlight(atOnce: number): RequestHandler {
  let running = 0;
  return (_request, response, next) => {
    if (running >= atOnce) {
      response.set('Retry-After', '1');
      refuse('too-many-at-once');
    }
    running++;
    response.on('close', () => {
      running--;
    });
    next();
  };
}

/** Answers 408 after `answerTime` milliseconds, and closes the connection, also one whose answer is not read. */
export function limitTime(answerTime: number, fail: Fail): RequestHandler {
  return (request, response, next) => {
    const timer = setTimeout(() => {
      if (response.headersSent) {
        // The answer is written, and nobody reads it: such a client would hold its place for ever.
        response.socket?.destroy();
        return;
      }
      response.set('Connection', 'close');
      fail(new Refusal([{ code: 'request-timeout' }]), request, response);
    }, answerTime);
    response.on('close', () => clearTimeout(timer));
    next();
  };
}
