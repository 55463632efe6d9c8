import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Log, LogLevel } from '../../log.ts';
import { beginTrace } from '../trace.ts';

/** Where the client went before it had its answer: nginx' status, for the log only. */
const clientGone = 499;

/** Gives each request its own id, which the answer carries as x-request-id, and writes one log line when it is done. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const trace = beginTrace(response, randomUUID());
    const started = performance.now();
    response.set('X-Request-Id', trace.id);
    response.on('close', () => {
      const status = response.writableFinished ? response.statusCode : clientGone;
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const { id: requestId, route = 'unmatched', code } = trace;
      log(levelOf(status, route), 'request', { requestId, method: request.method, route, status, ms, code });
    });
    next();
  };
}

/** A watchdog asks every few seconds; that is no news. */
function levelOf(status: number, route: string): LogLevel {
  if (status >= 500) return 'error';
  if (status >= 400) return 'warn';
  return route.startsWith('/health/') ? 'debug' : 'info';
}
