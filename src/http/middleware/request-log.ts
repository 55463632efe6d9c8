import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { holdsCpr } from '../../intake/cpr.ts';
import type { Log, LogLevel } from '../../log.ts';
import type { Metrics } from '../../metrics.ts';
import { addHeader } from '../headers.ts';
import { beginTrace } from '../trace.ts';

/** Where the client went before it had its answer: nginx' status, for the log only. */
const clientGone = 499;

/** A client's own id of its request, in the form of FHIR's type id. */
const ownId = /^[A-Za-z0-9.-]{1,64}$/;

/** The log takes only what can be no name. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Gives each request its own id, which the answer carries as X-Request-Id; when it is done, writes one log line and has
 * it measured. The client's own X-Request-Id goes back as X-Correlation-Id (R4, "HTTP Headers"), unless it may hold a
 * number of a citizen: whoever is on the way logs it.
 */
export function requestLog(log: Log, measure?: Metrics['request']): RequestHandler {
  return (request, response, next) => {
    const trace = beginTrace(response, randomUUID());
    const started = performance.now();
    addHeader(response, 'X-Request-Id', trace.id);
    const own = request.headers['x-request-id']?.toString() ?? '';
    const correlation = ownId.test(own) && !holdsCpr(own) ? own : undefined;
    if (correlation !== undefined) addHeader(response, 'X-Correlation-Id', correlation);
    const correlationId = correlation !== undefined && uuid.test(correlation) ? correlation : undefined;
    response.on('close', () => {
      const status = response.writableFinished ? response.statusCode : clientGone;
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const { id: requestId, route = 'unmatched', code } = trace;
      const { method } = request;
      log(levelOf(status, route), 'request', { requestId, correlationId, method, route, status, ms, code });
      measure?.(method, route, status, ms);
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
