import type { Bundle } from 'fhir/r4.js';
import { ServerFailure } from './fhir-server/failure.ts';
import { realWaiting } from './fhir-server/retry.ts';
import { openServer } from './fhir-server/server.ts';
import type { Target } from './fhir-server/target.ts';
import { type Send, tracing } from './send.ts';
import { verdictOf } from './verdict.ts';

/**
 * Sends Bundles to a FHIR server, each as one transaction. Its entries are conditional, so that what arrives twice is
 * written once. `formed` gives a Bundle the form that this server takes.
 */
export async function openFhirTarget(
  target: Target,
  formed: (bundle: Bundle) => Bundle = (bundle) => bundle,
): Promise<Send> {
  // Once: the outbox tries again, and keeps count of it.
  const server = await openServer(target, { ...realWaiting, attempts: 1 });
  return async (parcel) => {
    try {
      await server.transaction(formed(JSON.parse(String(parcel.content)) as Bundle), tracing(parcel));
      return { kind: 'delivered' };
    } catch (error) {
      if (error instanceof ServerFailure) return verdictOf(error);
      throw error;
    }
  };
}
