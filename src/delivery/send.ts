import type { IssueCode } from '../outcome/catalog.ts';

/** What is sent to a destination: the same content under the same number, however often it is tried. */
export interface Parcel {
  readonly number: number;
  readonly content: string | Uint8Array;
  /** What it is as a file: a Bundle or a notification, a page, a letter. */
  readonly extension: 'json' | 'pdf' | 'xml';
  /** It belongs to another one of the same number, which goes before it: the XBIN of a letter. */
  readonly beside?: boolean;
  /** The id of the envelope, where it is one of the VANS network. */
  readonly envelope?: string;
  /** A MedCom FHIR message, which a FHIR endpoint processes and does not store. */
  readonly message?: boolean;
  /** The id of the request that it came of, for the receiver's log: it goes along as X-Request-Id. */
  readonly correlation?: string | undefined;
}

/** The header by which a delivery can be followed from the door to its receiver. */
export function tracing({ correlation }: Pick<Parcel, 'correlation'>): Record<string, string> {
  return correlation === undefined ? {} : { 'x-request-id': correlation };
}

/** How a try to send ended. */
export type Verdict =
  /** `answer`: what came back, where that says more than that it arrived. */
  | { readonly kind: 'delivered'; readonly answer?: Uint8Array }
  /**
   * Not now: later it may well go. `all`: nothing else would get through to this destination either. Whether it arrived
   * may be unknown (a time-out): what is sent again is the same under the same ids.
   */
  | {
      readonly kind: 'again';
      readonly code: IssueCode;
      readonly retryAfter?: number | undefined;
      readonly all: boolean;
    }
  /** It can never succeed as it is. */
  | { readonly kind: 'dead'; readonly code: IssueCode };

/** Sends one parcel. Resolves with a verdict, whatever the network or the disk does. */
export type Send = (parcel: Parcel) => Promise<Verdict>;
