import express, { type Express, type RequestHandler } from 'express';
import type { Admit } from '../access/admit.ts';
import { denials } from '../access/denials.ts';
import type { People } from '../access/people/people.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Operators } from '../outbox/operators.ts';
import { refuse } from '../outcome/problem.ts';
import type { Ports } from '../work/ports.ts';
import { clientsBy } from './client.ts';
import { errorHandler, failWith } from './errors.ts';
import type { Lifecycle } from './handlers/health.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { limitRate, limitTime } from './middleware/flow.ts';
import { ownHost } from './middleware/own-host.ts';
import { bodyReader } from './middleware/read-body.ts';
import { requestLog } from './middleware/request-log.ts';
import { crossOrigin, secureHeaders } from './middleware/secure-headers.ts';
import { createTurns } from './queue.ts';
import { type Door, type Registered, registered } from './register.ts';
import { serviceRoutes } from './routes.ts';
import { createSlots, type Slots } from './slots.ts';
import { traceOf } from './trace.ts';
import { noteUnseen } from './unseen.ts';

export interface ServiceParts {
  /** Establishes who is calling. */
  readonly admit: Admit;
  /** Those who sign in at the page; nobody does where not given. */
  readonly people?: People | undefined;
  readonly ports: Ports;
  readonly log: Log;
  readonly limits?: Limits;
  readonly lifecycle?: Lifecycle;
  readonly metrics?: Metrics | undefined;
  /** What those who run it look at. */
  readonly operators?: Operators | undefined;
}

/** A client may encode the `$` of an operation; the routes know it plain. */
const plainDollar: RequestHandler = (request, _response, next) => {
  if (request.url.includes('%24')) {
    const [path = '', ...query] = request.url.split('?');
    request.url = [path.replaceAll('%24', '$'), ...query].join('?');
  }
  next();
};

const unlimited: Slots = async (_client, step) => step();

/** What a client may expect (RFC 9110, 10.1.1) is `100-continue` and nothing else. */
const expectation: RequestHandler = (request, _response, next) => {
  const { expect } = request.headers;
  if (expect !== undefined && !/^100-continue$/i.test(expect)) refuse('expectation-unknown');
  next();
};

/** Steps as one, past express' look at the path before each of them. It hears of a step that fails later, too. */
function inTurn(...steps: readonly RequestHandler[]): RequestHandler {
  return (request, response, next) => {
    const go = (at: number): void => {
      const step = steps[at];
      if (step === undefined) {
        next();
        return;
      }
      const done = step(request, response, (error?: unknown) => (error === undefined ? go(at + 1) : next(error)));
      if (done instanceof Promise) done.catch(next);
    };
    go(0);
  };
}

/** Answers what is at a path that is no pattern, after a step before it: express has nothing more to try. */
function atOnce({ exact }: Registered, before: RequestHandler = (_request, _response, next) => next()): RequestHandler {
  return (request, response, next) => {
    const handler = exact(request.path);
    return handler === undefined ? next() : inTurn(before, handler)(request, response, next);
  };
}

/** The service as an express application, without a port of its own. */
export function createService(
  config: Config,
  {
    ports,
    admit,
    people,
    log,
    limits = defaultLimits,
    lifecycle = { stopping: false },
    metrics,
    operators,
  }: ServiceParts,
): Express {
  const { archive } = ports;
  const denied = archive && denials(archive.audit);
  const unseen = archive && denied && noteUnseen(archive, denied);
  const fail = failWith(log, denied, unseen);
  const { publicUrl } = config;
  const clientOf = clientsBy(config);
  const rate = limitRate(config.requestsPerMinute);
  // Where clients are known, each has its own rate, which is looked at when it is; else addresses have.
  const known = config.auth.length > 0;
  const byAddress: RequestHandler = (request, response, next) => {
    const trace = traceOf(response);
    const address = clientOf(request);
    trace.client = address;
    trace.address = address;
    rate(address, response);
    next();
  };
  const door: Door = {
    clientOf,
    limitRate: known ? rate : undefined,
    admit,
    json: limits.json,
    readBody: bodyReader(limits.bodies),
    slots: createSlots(limits.atOnce),
    large: createTurns(limits.large),
    publicUrl,
    audit: archive?.audit,
    denied,
    unseen,
  };
  const app = express();
  // Bodies are read and answers are tagged by ourselves; `production` keeps express' own last resort from showing a
  // stack.
  app
    .set('env', 'production')
    .set('etag', false)
    .set('query parser', false)
    .set('case sensitive routing', true)
    .disable('x-powered-by');
  const signIn = people && { people, log };
  const table = serviceRoutes(config, ports, limits, lifecycle, { metrics, operators, signIn });
  // Never limited: a watchdog must not take a busy service for a dead one.
  const health = registered(table.health, { ...door, slots: unlimited, limitRate: undefined });
  const others = registered(table.others, door);
  const first = [
    plainDollar,
    requestLog(log, metrics?.request),
    secureHeaders(),
    expectation,
    ownHost(publicUrl, known),
  ];
  const limited = inTurn(
    ...(config.corsOrigins.length > 0 ? [crossOrigin(config.corsOrigins)] : []),
    ...(known ? [] : [byAddress]),
    limitTime(limits.answerTime, fail),
  );
  app.use(inTurn(...first, atOnce(health), atOnce(others, limited)));
  health.register(app);
  app.use(limited);
  others.register(app);
  if (known) app.use(byAddress);
  app.use(({ path }) => refuse(/^\/fhir\/(?:.*\/)?\$[^/]*$/.test(path) ? 'operation-unsupported' : 'route-unknown'));
  app.use(errorHandler(fail));
  return app;
}
