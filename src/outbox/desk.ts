import type { Actor } from '../work/audit/entry.ts';
import type { CitizenKey, DeliveryEvent } from '../work/keep/records.ts';
import type { Form } from '../work/routes/form.ts';
import type { DeliveryState } from './queue.ts';

/** A delivery as an operator sees it: nothing of the citizen. */
export interface ListedDelivery {
  readonly number: number;
  readonly destination: string;
  /** Name of the route that it leaves by. */
  readonly route: string;
  readonly form: Form;
  /** Name of the organisation that a letter is for. */
  readonly receiver: string | undefined;
  readonly event: DeliveryEvent;
  readonly state: DeliveryState;
  readonly attempt: number;
  readonly code: string | undefined;
  /** The id of the response that it is about. */
  readonly response: string;
  readonly correlation: string | undefined;
  readonly createdAt: number;
  readonly nextAt: number;
  readonly endedAt: number | undefined;
  readonly leased: boolean;
}

export interface ListedAttempt {
  readonly attempt: number;
  readonly code: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A delivery that an operator opens: whom it is about, and its tries. */
export interface OpenedDelivery {
  readonly delivery: ListedDelivery;
  readonly attempts: readonly ListedAttempt[];
  readonly citizen: CitizenKey;
}

/** Which deliveries: of all that are given. */
export interface Selection {
  readonly state?: DeliveryState | undefined;
  readonly destination?: string | undefined;
  /** Only those whose last try ended so. */
  readonly code?: string | undefined;
  readonly numbers?: readonly number[] | undefined;
  /** At most so many, the oldest first. */
  readonly limit: number;
}

/**
 * What operators look through: all that waits, what of it has failed before, and each state that a delivery ends in.
 */
export const views = ['waiting', 'failing', 'dead', 'delivered', 'skipped'] as const;

export type View = (typeof views)[number];

/** A page of a view: what is still to be done the oldest first, what is done with the newest first. */
export interface ViewPage {
  readonly view: View;
  readonly destination?: string | undefined;
  readonly code?: string | undefined;
  /** Where the page before this one ended. */
  readonly after?: number | undefined;
  readonly count: number;
}

/** The deliveries of a page, and where the next one begins. A page may have few or none and be followed by more. */
export interface DeliveryPage {
  readonly deliveries: readonly ListedDelivery[];
  readonly next: number | undefined;
}

/** What an operator wants to become of deliveries. */
export type Deed = 'retried' | 'skipped';

/** What became of each that an operator wanted to change. */
export interface Changed {
  readonly number: number;
  /**
   * `overtaken`: what has arrived since, a later version or a newer level's Bundle, would be undone by it. `sending`:
   * it, or a later one of its citizen, is on its way at this moment. Both stay as they are.
   */
  readonly result: Deed | 'overtaken' | 'sending';
}

/** Why a delivery is left undone for good, as an operator gives it. */
export const skipReasons = ['told-otherwise', 'not-needed', 'wrong-receiver', 'test'] as const;

export type SkipReason = (typeof skipReasons)[number];

/** Who changes deliveries, for the audit, and what they say of it. */
export interface Ordered {
  readonly by: Actor;
  readonly reason?: SkipReason | undefined;
  readonly correlation?: string | undefined;
}

/** How deep the outbox is, by destination and state. */
export interface Depth {
  readonly destination: string;
  readonly state: 'pending' | 'dead';
  readonly count: number;
  /** Moment at which the oldest was written. */
  readonly oldest: number;
}

/** The same by how the last try ended; undefined for those that were not tried yet. */
export interface Cause extends Depth {
  readonly code: string | undefined;
}

/** How many tries ended in an hour, which begins at `from`. */
export interface HourCount {
  readonly from: number;
  readonly delivered: number;
  readonly failed: number;
}

/** The outbox as operators see it. */
export interface Desk {
  list(selection: Selection): Promise<readonly ListedDelivery[]>;
  page(page: ViewPage): Promise<DeliveryPage>;
  attempts(number: number): Promise<readonly ListedAttempt[]>;
  open(number: number): Promise<OpenedDelivery | undefined>;
  /**
   * Dead ones are tried again (`retried`), dead or pending ones left undone for good (`skipped`). Without `ordered` it
   * says only what would be. Else it is written down in the transaction that does it.
   */
  change(selection: Selection, to: Deed, ordered?: Ordered): Promise<readonly Changed[]>;
  depths(): Promise<readonly Depth[]>;
  causes(): Promise<readonly Cause[]>;
  /** The last hours, so many of them, the oldest first; the last one is not over. */
  hours(count: number): Promise<readonly HourCount[]>;
}
