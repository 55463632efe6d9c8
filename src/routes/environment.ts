import type { Environment } from '../config/variable.ts';
import type { Config } from '../config.ts';
import { readTarget } from '../delivery/fhir-server/target.ts';
import type { Model } from '../model/types.ts';
import type { Destination } from './destination.ts';
import { readRoutes, type Way } from './read.ts';

/** What the environment says of deliveries. */
export type DeliverySettings = Partial<Pick<Config, 'fhirTarget' | 'fhirWrites' | 'folderTarget' | 'routes'>>;

/**
 * The routes in force, by the environment and the file that it names. Throws a Refusal: those of `readTarget`, of
 * `readRoutes`.
 */
export function readWay(settings: DeliverySettings, env: Environment, model: Model): Way {
  const { fhirTarget, fhirWrites: writes = 'transaction', folderTarget: path, routes } = settings;
  const others = new Map<string, Destination>();
  if (fhirTarget !== undefined) others.set('fhir', { kind: 'fhir', target: readTarget(fhirTarget, env), writes });
  if (path !== undefined) others.set('folder', { kind: 'folder', path });
  return readRoutes(routes, others, model);
}
