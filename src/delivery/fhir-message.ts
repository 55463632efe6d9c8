import type { Bundle } from 'fhir/r4.js';
import { ServerFailure } from './fhir-server/failure.ts';
import { realWaiting } from './fhir-server/retry.ts';
import { openServer } from './fhir-server/server.ts';
import type { Target } from './fhir-server/target.ts';
import { type Send, tracing } from './send.ts';
import { verdictOf } from './verdict.ts';

/**
 * Sends MedCom FHIR messages to a FHIR endpoint, by `$process-message`. It has a message when it answers 2xx; the
 * Acknowledgement may be the answer, or come later.
 */
export async function openFhirMessages(target: Target): Promise<Send> {
  const server = await openServer(target, { ...realWaiting, attempts: 1 });
  return async (parcel) => {
    try {
      const answer = await server.message(
        JSON.parse(Buffer.from(parcel.content).toString()) as Bundle,
        tracing(parcel),
      );
      return { kind: 'delivered', ...(answer === undefined ? {} : { answer: Buffer.from(JSON.stringify(answer)) }) };
    } catch (error) {
      if (error instanceof ServerFailure) return verdictOf(error);
      throw error;
    }
  };
}
