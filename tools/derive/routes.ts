import { readConfig } from '../../src/config.ts';
import { healthRoutes } from '../../src/http/handlers/health.ts';
import { letterRoutes } from '../../src/http/handlers/letters.ts';
import { defaultLimits } from '../../src/http/limits.ts';
import { openApi } from '../../src/http/openapi.ts';
import type { Route } from '../../src/http/route.ts';
import { fhirRoutes } from '../../src/http/routes.ts';
import type { Model } from '../../src/model/types.ts';
import type { Archive } from '../../src/work/keep/archive.ts';

/** The tables name what there is with a store; none is opened for that. */
const unopened: Archive = { write: neverAsked, read: neverAsked, now: neverAsked, ready: neverAsked };

function neverAsked(): never {
  throw new Error('the tables of routes open no store');
}

/** Every table of routes that the service registers (`createService`). */
export function allRoutes(model: Model): readonly Route[] {
  const config = readConfig({});
  const ports = { model, clock: () => new Date(), archive: unopened };
  return [
    ...healthRoutes({ stopping: false }),
    ...fhirRoutes(config, ports, defaultLimits),
    ...letterRoutes(ports, defaultLimits.json),
  ];
}

/** `docs/openapi.json`. */
export function openApiText(model: Model): string {
  return `${JSON.stringify(openApi(allRoutes(model)), null, 2)}\n`;
}
