import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerFailure } from './failure.ts';
import { reduce } from './reduce.ts';

/** What waiting needs: tests pass their own. */
export interface Waiting {
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** 0 to 1. */
  readonly random: () => number;
  /** How often a call is made at most; 4 times where not given. */
  readonly attempts?: number;
}

export const realWaiting: Waiting = { sleep, random: Math.random };

const usualAttempts = 4;
const firstPause = 500;
/** A server that asks for longer is given up for now: people wait at the other end. */
const longestPause = 60_000;

const passing: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);
const lasting = /^(ENOTFOUND|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL)/;

/**
 * Makes a call that may be made twice with the same result, again after failures that pass: at most 4 times, with a
 * random part of a growing pause between, or as long as Retry-After says. Throws the last ServerFailure.
 */
export async function repeated<Result>(
  call: () => Promise<Result>,
  { sleep, random, attempts = usualAttempts }: Waiting,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const failure = reduce(error);
      const pause = failure.retryAfter ?? random() * firstPause * 2 ** attempt;
      if (attempt === attempts || pause > longestPause || !passes(failure)) throw failure;
      await sleep(pause);
    }
  }
}

function passes({ kind, status = 0, codes }: ServerFailure): boolean {
  if (kind === 'timeout') return true;
  if (kind === 'unreachable') return !codes.some((code) => lasting.test(code));
  // "The same conditional create from several clients at once: … 409 HAPI-0550 …; sent again, those get 200" (seen on
  // HAPI 8.8).
  return kind === 'refused' && (passing.has(status) || (status === 409 && codes.includes('HAPI-0550')));
}
