import type { IssueCode } from '../outcome/catalog.ts';
import { statusOf } from './statuses.ts';

/**
 * Refusals that are written down as denied attempts: whoever is not let in, may not do what they ask, or would take an
 * identifier that another organisation uses.
 */
export function isDenied(code: IssueCode): boolean {
  const status = statusOf(code);
  return status === 401 || status === 403 || code === 'identifier-taken';
}

/** Refusals that may hide what is there for others: whoever asks is told that there is none. */
export function isUnseen(code: IssueCode): boolean {
  return code === 'resource-unknown' || code === 'letter-not-kept';
}
