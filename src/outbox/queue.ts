import type { StoredResponse } from '../work/keep/reading.ts';
import type { DeliveryEvent } from '../work/keep/records.ts';
import type { Form } from '../work/routes/form.ts';

/** Where a delivery stands. A leased one is pending: whoever holds it may be gone. */
export const deliveryStates = ['pending', 'delivered', 'dead', 'skipped'] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/**
 * How a mark among the tries is coded, with a number of its own: a person had a dead delivery tried again. What failed
 * before it counts no more.
 */
export const retriedMark = 'retried';

/** A delivery that this worker holds until its lease ends. */
export interface Leased {
  readonly number: number;
  readonly destination: string;
  readonly form: Form;
  /** Name of the organisation that a letter is for. */
  readonly receiver: string | undefined;
  readonly event: DeliveryEvent;
  /** The Bundle as JSON. */
  readonly content: string;
  /** When it was written. */
  readonly createdAt: number;
  /** Counts the tries; with the owner it fences off an earlier holder. */
  readonly attempt: number;
  readonly correlation: string | undefined;
}

/** How a try ended. */
export interface Ended {
  readonly state: DeliveryState;
  /** Of our catalog, or `delivered`. */
  readonly code: string;
  /** When the next try may come, for one that stays pending. */
  readonly nextAt: number;
  readonly startedAt: number;
}

/** What a worker needs of the store. Each call is a transaction of its own; none is open while something is sent. */
export interface Queue {
  now(): Promise<number>;
  /**
   * Takes up to `most` deliveries: due, not leased, and the oldest unfinished of their citizen at this destination.
   * What the owner `held` is at its lease's end still its own, where the clock has jumped.
   */
  claim(
    owner: string,
    destination: string,
    most: number,
    lease: number,
    held?: readonly number[],
  ): Promise<readonly Leased[]>;
  /** Notes how a try ended; false where somebody else holds the delivery by now, and then nothing is changed. */
  end(owner: string, leased: Leased, ended: Ended): Promise<boolean>;
  /** How many earlier tries of a delivery failed, or failed with this code, since a person had it tried again. */
  tries(leased: Leased, code?: string): Promise<number>;
  /** Prolongs leases; gives those that are still ours. */
  renew(owner: string, held: readonly Leased[], lease: number): Promise<readonly number[]>;
  /** The version of the response that a delivery is about; undefined where it is not there any more. */
  response(leased: Leased): Promise<StoredResponse | undefined>;
  /** Lets go of deliveries that were not tried to an end: the next worker takes them at once. */
  release(owner: string): Promise<void>;
}
