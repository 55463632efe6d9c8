import type { Problem } from '../../outcome/problem.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { Reading } from './reading.ts';
import type { Gist, Prepared, Records } from './records.ts';
import type { Sight } from './sight.ts';

/** What clients carry for us in an address: nobody without the installation's key can read or change it. */
export interface Carried {
  seal(text: string): string;
  /** Undefined for what was not sealed so. */
  open(word: string): string | undefined;
}

/**
 * `beside` for a work that asks for its response and its citizen before it writes anything: several of them may then go
 * through their steps together. None sees what another one has not ended.
 */
export type WriteWay = 'alone' | 'beside';

/** A response as JSON, and the time by which it is checked. */
export interface Unread {
  readonly bytes: Uint8Array;
  readonly at: Date;
}

/** What a response says, and what it is kept with where it is probably new. */
export interface ReadByOther {
  readonly gist: Gist;
  readonly prepared: Prepared | undefined;
}

/** Where responses are kept. */
export interface Archive {
  /** All of `work` is on the disk when this is answered, or none of it. Codes: store-unavailable, store-full. */
  write<Result>(work: (records: Records) => Promise<Result>, way?: WriteWay): Promise<Result>;
  /** Reads what is committed, for the service itself. Code: store-unavailable. */
  read<Result>(work: (reading: Reading) => Promise<Result>): Promise<Result>;
  /**
   * Writes down acts that change nothing, such as reading: on the disk when this is answered, and before whoever asked
   * gets an answer. Codes: store-unavailable, store-full.
   */
  audit(entries: readonly AuditEntry[]): Promise<void>;
  /** The same for a caller: what it does not see is not there. */
  readFor<Result>(sight: Sight, work: (reading: Reading) => Promise<Result>): Promise<Result>;
  readonly carried: Carried;
  now(): Promise<number>;
  /**
   * Runs `write` with what another thread has read of a response, and with what is to be kept of it, while others are
   * written; without, where that would gain nothing, and where it refuses the response: whoever writes then reads it.
   */
  readAhead?<Result>(unread: Unread, write: (read: ReadByOther | undefined) => Promise<Result>): Promise<Result>;
  /** Settles when the store answers. Code: store-unavailable. */
  ready(): Promise<void>;
}

/** True where the store could not do it, which says nothing of what was brought or is to be sent. */
export function isOfStore({ code }: Problem): boolean {
  return code === 'store-unavailable' || code === 'store-full';
}
