import { readConfig } from '../src/config.ts';
import { withRest } from '../src/http/capability.ts';
import { healthRoutes } from '../src/http/handlers/health.ts';
import { letterRoutes } from '../src/http/handlers/letters.ts';
import { defaultLimits } from '../src/http/limits.ts';
import { openApi } from '../src/http/openapi.ts';
import type { Route } from '../src/http/route.ts';
import { fhirRoutes } from '../src/http/routes.ts';
import { loadModel, readProfiles } from '../src/profiles.ts';

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
