import { readConfig } from '../config.ts';
import { loadModel, readProfiles } from '../profiles.ts';
import { withRest } from './capability.ts';
import { healthRoutes } from './handlers/health.ts';
import { letterRoutes } from './handlers/letters.ts';
import { defaultLimits } from './limits.ts';
import { openApi } from './openapi.ts';
import type { Route } from './route.ts';
import { fhirRoutes } from './routes.ts';

/** Every table of routes that the service registers (`createService`). */
export function allRoutes(): readonly Route[] {
  const [config, model] = [readConfig({}), loadModel()];
  return [
    ...healthRoutes({ stopping: false }),
    ...fhirRoutes(config, model, defaultLimits),
    ...letterRoutes(config, model, defaultLimits.json),
  ];
}

/** `docs/openapi.json`. */
export function openApiText(): string {
  return `${JSON.stringify(openApi(allRoutes()), null, 2)}\n`;
}

/** `profiles/CapabilityStatement-niveau.json`: its texts as they stand there, the rest from the routes. */
export function capabilityText(): string {
  const [stored] = readProfiles(/^CapabilityStatement-niveau\.json$/);
  if (stored?.resourceType !== 'CapabilityStatement') throw new Error('profiles/ has no CapabilityStatement');
  return `${JSON.stringify(withRest(stored, loadModel(), allRoutes()), null, 2)}\n`;
}
