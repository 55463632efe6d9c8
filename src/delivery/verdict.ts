import type { ServerFailure } from './fhir-server/failure.ts';
import { explainFailure } from './fhir-server/problem.ts';
import type { Verdict } from './send.ts';

/** What can never succeed as it is sent: the server has understood it, and does not want it. */
const forGood: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 412, 413, 415, 422, 501]);

/**
 * What a failure of a FHIR server means for a delivery (RELIABILITY.md "Outbox"). A time-out leaves open whether it
 * arrived: the same is sent again. A login that fails and an answer that is no FHIR are faults of the set-up and not of
 * one delivery: nothing is given up for them.
 */
export function verdictOf(failure: ServerFailure): Verdict {
  const { kind, status = 0, retryAfter } = failure;
  const { code } = explainFailure(failure);
  if (kind === 'refused' && (forGood.has(status) || code === 'server-several')) return { kind: 'dead', code };
  // One busy record is not a busy server.
  const one = kind === 'refused' && (status === 409 || status === 423);
  return { kind: 'again', code, retryAfter, all: !one };
}
