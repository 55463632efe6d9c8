import type { DeliveryEvent } from '../work/keep/records.ts';
import type { DeliveryState } from './queue.ts';

/** A delivery as an operator sees it: nothing of the citizen. */
export interface ListedDelivery {
  readonly number: number;
  readonly destination: string;
  readonly event: DeliveryEvent;
  readonly state: DeliveryState;
  readonly attempt: number;
  readonly code: string | undefined;
  /** The id of the response that it is about. */
  readonly response: string;
  readonly correlation: string | undefined;
  readonly createdAt: number;
  readonly nextAt: number;
  readonly leased: boolean;
}

export interface ListedAttempt {
  readonly attempt: number;
  readonly code: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Which deliveries: of all that are given. */
export interface Selection {
  readonly state?: DeliveryState | undefined;
  readonly destination?: string | undefined;
  readonly numbers?: readonly number[] | undefined;
  /** At most so many, the oldest first. */
  readonly limit: number;
}

/** What became of each that an operator wanted to change. */
export interface Changed {
  readonly number: number;
  /** `overtaken`: a later delivery of the same response has arrived, which this one would undo. */
  readonly result: 'retried' | 'skipped' | 'overtaken';
}

/** How deep the outbox is, by destination and state. */
export interface Depth {
  readonly destination: string;
  readonly state: 'pending' | 'dead';
  readonly count: number;
  /** Moment at which the oldest was written. */
  readonly oldest: number;
}

/** The outbox as operators see it. */
export interface Desk {
  list(selection: Selection): Promise<readonly ListedDelivery[]>;
  attempts(number: number): Promise<readonly ListedAttempt[]>;
  /**
   * Dead ones are tried again (`retried`), dead or pending ones left undone for good (`skipped`). `dry`: says only what
   * would be. Nobody holds them meanwhile.
   */
  change(selection: Selection, to: 'retried' | 'skipped', dry: boolean): Promise<readonly Changed[]>;
  depths(): Promise<readonly Depth[]>;
}
