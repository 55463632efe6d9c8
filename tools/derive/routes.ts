import { readConfig } from '../../src/config.ts';
import { defaultLimits } from '../../src/http/limits.ts';
import { openApi } from '../../src/http/openapi.ts';
import type { Route } from '../../src/http/route.ts';
import { serviceRoutes } from '../../src/http/routes.ts';
import type { Model } from '../../src/model/types.ts';
import type { Operators } from '../../src/outbox/operators.ts';
import type { Archive } from '../../src/work/keep/archive.ts';

/** The tables name what there is with a store; none is opened for that. */
const unopened: Archive = {
  write: neverAsked,
  read: neverAsked,
  audit: neverAsked,
  carried: { seal: neverAsked, open: neverAsked },
  readFor: neverAsked,
  now: neverAsked,
  ready: neverAsked,
};

function neverAsked(): never {
  throw new Error('the tables of routes open no store');
}

/** Every route that the service registers (`createService`). */
export function allRoutes(model: Model): readonly Route[] {
  const ports = { model, clock: () => new Date(), archive: unopened };
  const metrics = { text: neverAsked, delivery: neverAsked, request: neverAsked, contentType: 'text/plain' };
  const never = neverAsked;
  const operators: Operators = {
    desk: {
      list: never,
      page: never,
      attempts: never,
      open: never,
      change: never,
      depths: never,
      causes: never,
      hours: never,
    },
    letters: { list: never, counts: never, sweep: never },
    routes: [],
    kinds: new Map(),
  };
  const { health, others } = serviceRoutes(
    readConfig({}),
    ports,
    defaultLimits,
    { stopping: false },
    { metrics, operators },
  );
  return [...health, ...others];
}

/** `docs/openapi.json`. */
export function openApiText(model: Model): string {
  return `${JSON.stringify(openApi(allRoutes(model), 'http://127.0.0.1:8080'), null, 2)}\n`;
}
