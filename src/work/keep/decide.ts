import type { Problem } from '../../outcome/problem.ts';
import { root } from '../../questionnaire/answers.ts';

export type KeptStatus = 'in-progress' | 'stopped' | 'completed' | 'amended' | 'entered-in-error';

/** A response that arrives, as far as the decision about it goes. */
export interface Arrival {
  readonly status: KeptStatus;
  /** Of the content, without `id` and `meta`. */
  readonly digest: string;
  /** Canonical of the Questionnaire, without its version. */
  readonly questionnaire: string;
  /** The version that a client says it changes (`If-Match`). */
  readonly ifMatch: IfMatch | undefined;
}

/** The versions of which one must be the newest; `any` where there must be one at all. */
export type IfMatch = readonly number[] | 'any';

/** The response that is kept under the same identity. */
export interface Known {
  readonly status: KeptStatus;
  readonly version: number;
  readonly questionnaire: string;
  /** Digests of every version, the newest last. */
  readonly digests: readonly string[];
  /** The arrival is about the same citizen: at least one number is known as that citizen's, and none as another's. */
  readonly sameCitizen: boolean;
  /** Which parts of the newest version the arrival has otherwise; asked for only when it is refused. */
  readonly differences: () => readonly string[];
}

export type Decision =
  | { readonly act: 'create' }
  /** All of it is kept already. */
  | { readonly act: 'nothing' }
  | { readonly act: 'version'; readonly version: number }
  | { readonly act: 'refuse'; readonly problem: Problem };

/**
 * What becomes of a response that arrives, by its identity (STORE.md "Identity and amendment"). Codes:
 * version-conflict, response-differs, response-finished, response-withdrawn, citizen-differs, questionnaire-changed.
 */
export function decide(arrival: Arrival, known: Known | undefined): Decision {
  const { ifMatch } = arrival;
  if (known === undefined) return ifMatch === undefined ? { act: 'create' } : refused('version-conflict');
  // Sent again after a lost answer, perhaps long ago: whatever came later, nothing is changed by it.
  if (known.digests.includes(arrival.digest) && !goesBack(arrival, known)) return { act: 'nothing' };
  if (ifMatch !== undefined && ifMatch !== 'any' && !ifMatch.includes(known.version))
    return refused('version-conflict');
  if (known.status === 'entered-in-error') return refused('response-withdrawn', `${root}.status`);
  const after = isFinished(known.status) ? afterFinished(arrival, known) : undefined;
  if (after !== undefined) return after;
  if (!known.sameCitizen) return refused('citizen-differs', `${root}.subject`);
  if (arrival.questionnaire !== known.questionnaire) {
    return refused('questionnaire-changed', `${root}.questionnaire`);
  }
  return { act: 'version', version: known.version + 1 };
}

/** An earlier content by whoever knows what has come since: no answer was lost, that is what shall stand again. */
function goesBack({ digest, ifMatch }: Arrival, { digests, version }: Known): boolean {
  return Array.isArray(ifMatch) && ifMatch.includes(version) && digests.at(-1) !== digest;
}

/** What a finished response does not become any more. */
function afterFinished({ status }: Arrival, known: Known): Decision | undefined {
  if (!isFinished(status)) return refused('response-finished', `${root}.status`);
  if (status !== 'completed') return undefined;
  return refused('response-differs', `${root}.status`, { parts: known.differences().join(', ') });
}

/** Drafts and those that were given up may still become anything. */
export function isFinished(status: KeptStatus): boolean {
  return status !== 'in-progress' && status !== 'stopped';
}

function refused(code: Problem['code'], place?: string, values?: Record<string, string>): Decision {
  return { act: 'refuse', problem: { code, ...(place === undefined ? {} : { place }), ...(values && { values }) } };
}
