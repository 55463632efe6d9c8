import type { SentBy, SentMessage, StoredLetter } from '../letters/records.ts';
import type { CitizenKey, KeptResponse, Received } from './records.ts';

/** How a search compares moments: R4's prefixes. */
export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb';

/** One condition of a search; a search meets all of its conditions. None of them holds a number of a citizen. */
export type Criterion =
  | { readonly on: 'id' | 'status' | 'author-reference' | 'subject-reference'; readonly oneOf: readonly string[] }
  /** Our own keys of citizens. */
  | { readonly on: 'citizen'; readonly oneOf: readonly number[] }
  | { readonly on: 'identifier' | 'author' | 'code' | 'value'; readonly oneOf: readonly Token[] }
  | {
      readonly on: 'questionnaire';
      readonly oneOf: readonly { readonly url: string; readonly version?: string | undefined }[];
    }
  /** Ids of responses, or of results of the same response. */
  | { readonly on: 'of'; readonly oneOf: readonly string[] }
  | { readonly on: 'date' | 'updated'; readonly prefix: Prefix; readonly from: number; readonly to: number };

/** `code`, `|code` (system undefined and known to be absent: empty), `system|` or `system|code`. */
export interface Token {
  readonly system?: string | undefined;
  readonly value?: string | undefined;
}

/** What is sorted by, and where the last page ended. */
export interface Page {
  readonly by: 'number' | 'date' | 'updated';
  readonly newestFirst: boolean;
  readonly count: number;
  /** Whether all hits are counted, which takes as long as going through them. */
  readonly total: boolean;
  readonly after?: { readonly value: number; readonly number: number } | undefined;
}

/**
 * What a page gives: its rows, fewer than were asked for where they are large, and where the next one begins, if there
 * is one.
 */
export interface Found<Row> {
  readonly rows: readonly Row[];
  readonly next: Page['after'];
  readonly total: number | undefined;
}

/** Which versions of one resource, the newest first. */
export interface Versions {
  readonly count: number;
  /** Those before this version alone. */
  readonly before?: number | undefined;
  /** Those that came at this moment or later, in milliseconds since 1970. */
  readonly since?: number | undefined;
}

/** Versions, the newest first, and whether older ones follow: a page of large ones has fewer than were asked for. */
export interface VersionsFound<Version> {
  readonly rows: readonly Version[];
  readonly more: boolean;
}

/** A response as it was received, and when. */
export interface StoredResponse {
  readonly kept: KeptResponse;
  readonly received: Received;
}

/** A resource that came of a response. */
export interface StoredResult {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly at: number;
  /** The resource as JSON, its references by type and id. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** The id of the response that it came of, and the number by which the citizen was known then. */
  readonly response: string;
  readonly citizen: CitizenKey;
}

/** What can be asked of an archive, on what is committed. */
export interface Reading {
  response(id: string, version?: number): Promise<StoredResponse | undefined>;
  versions(id: string, which: Versions): Promise<VersionsFound<StoredResponse>>;
  responses(criteria: readonly Criterion[], page: Page): Promise<Found<StoredResponse>>;
  result(type: string, id: string, version?: number): Promise<StoredResult | undefined>;
  resultVersions(type: string, id: string, which: Versions): Promise<VersionsFound<StoredResult>>;
  results(type: string, criteria: readonly Criterion[], page: Page): Promise<Found<StoredResult>>;
  /**
   * The last results of a type for each code and variant: the one in force first, then by the order of levels; none
   * that was withdrawn.
   */
  lastResults(type: string, criteria: readonly Criterion[], most: number): Promise<readonly StoredResult[]>;
  /** Our keys of the citizens with these numbers; several where one was not yet known to be another. */
  citizens(
    numbers: readonly { readonly system?: string | undefined; readonly value: string }[],
  ): Promise<readonly number[]>;
  /** A message that the outbox has sent. */
  sentMessage(by: SentBy): Promise<SentMessage | undefined>;
  /** A letter in or out. */
  letter(id: string): Promise<StoredLetter | undefined>;
}
