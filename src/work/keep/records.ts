import type { Bundle } from 'fhir/r4.js';
import type { SystemNumber } from '../../scoring/people.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { LetterRecords } from '../letters/records.ts';
import type { Form } from '../routes/form.ts';
import type { KeptStatus } from './decide.ts';
import type { Sight } from './sight.ts';

/** A number of a citizen, and the system that it belongs to. */
export interface CitizenKey {
  readonly system: string;
  readonly value: string;
}

/** What is known of a response as it stands now. Moments are milliseconds since 1970. */
export interface KeptHead {
  readonly id: string;
  /** What told the level: a response, or a letter that came in. */
  readonly origin: 'response' | 'letter';
  /** The letter that its newest version came by. */
  readonly letter: number | undefined;
  readonly identity: string;
  readonly identified: boolean;
  /** Our own key of the citizen. */
  readonly citizen: number;
  /** The number of the citizen that the derived ids are made with; it stays when another one becomes known. */
  readonly namedBy: CitizenKey;
  readonly variant: string;
  /** Canonical of the Questionnaire, and its version. */
  readonly questionnaire: string;
  readonly questionnaireVersion: string;
  readonly status: KeptStatus;
  readonly version: number;
  readonly identifier: { readonly system?: string | undefined; readonly value?: string | undefined } | undefined;
  readonly subjectReference: string | undefined;
  readonly author: {
    readonly reference?: string | undefined;
    readonly system?: string | undefined;
    readonly value?: string | undefined;
  };
  /** The moments that `authored` covers. */
  readonly authored: readonly [from: number, to: number] | undefined;
  /** The instant of `authored` in the first finished version. */
  readonly firstAuthored: number | undefined;
  readonly level: KeptLevel | undefined;
}

/** The level that a response states. */
export interface KeptLevel {
  readonly code: string;
  readonly day: string;
  readonly basis: string;
}

export interface KeptResponse extends KeptHead {
  /** Counts up in the order of the first commits. */
  readonly number: number;
  readonly updatedAt: number;
  /** The response that took its place, if one did; `withAbove` says which one is above it now. */
  readonly supersededBy: number | undefined;
}

/** What a response is kept by, before its citizen is looked up. */
export type Head = Omit<KeptHead, 'citizen'>;

/**
 * All that a transaction asks of a response where nothing is known of it yet: data alone, so that another thread may
 * tell it.
 */
export interface Gist {
  /** Of the content, as `Arrival` has it. */
  readonly digest: string;
  /** The numbers of its citizen. */
  readonly numbers: readonly SystemNumber[];
  /** Of the first version. */
  readonly head: Head;
}

/** A version as it was received. */
export interface Received {
  readonly version: number;
  readonly status: KeptStatus;
  readonly text: string;
  readonly at: number;
}

/**
 * Why a Bundle was made: a version came, a newer level took its place, that one was withdrawn, or a letter or page was
 * made of it.
 */
export type Cause = 'received' | 'superseded' | 'restored' | 'document';

/** One resource of a Bundle, and what it is searched by. */
export interface IndexedResource {
  /** The response that it came of, which may be an earlier one than the Bundle's own. */
  readonly response: number;
  readonly id: string;
  readonly type: string;
  /** Its place among the Bundle's entries. */
  readonly entry: number;
  readonly status: string | undefined;
  /** `system|code`, each between line feeds. */
  readonly codes: string | undefined;
  readonly value: string | undefined;
  readonly date: readonly [from: number, to: number] | undefined;
}

/** The same before it is known as which response it is kept. */
export type PreparedResource = Omit<IndexedResource, 'response'>;

/** A text in the form in which the store keeps it. */
export interface Packed {
  readonly bytes: Uint8Array;
  /** The dictionary that it was packed with. */
  readonly dictionary: number;
}

/** What is kept of a new response, made before its transaction: what was received, and its Bundle. */
export interface Prepared {
  /** The id that all of it was made for. */
  readonly id: string;
  readonly received: Packed;
  readonly bundle: Packed;
  readonly resources: readonly PreparedResource[];
}

/** A Bundle that came of a response. */
export interface Outcome {
  readonly response: number;
  readonly version: number;
  readonly cause: Cause;
  readonly bundle: Bundle | Packed;
  readonly resources: readonly IndexedResource[];
}

export interface NewVersion {
  readonly digest: string;
  /** As received; packed, where that was done before its transaction. */
  readonly received: string | Packed;
  readonly client: string | undefined;
  readonly correlation: string | undefined;
}

/** What a delivery is about: a version came, came late, or a newer level took its place, or that one was withdrawn. */
export type DeliveryEvent = 'new' | 'amended' | 'withdrawn' | 'late' | 'superseded' | 'restored';

/** A Bundle that is to be sent to a destination, in the order of the citizen's others. */
export interface Delivery {
  readonly destination: string;
  /** Name of the route by which it leaves, and the form that it has then. */
  readonly route: string;
  readonly form: Form;
  /** Name of the organisation that a letter is for. */
  readonly receiver: string | undefined;
  readonly event: DeliveryEvent;
  readonly citizen: number;
  readonly response: number;
  readonly outcome: number;
  readonly correlation: string | undefined;
}

/** By which route something has left, and for whom. */
export interface Left {
  readonly route: string;
  readonly receiver: string | undefined;
}

/** What is kept, inside one transaction. Whatever is asked for is locked against others until its end. */
export interface Records {
  byIdentity(identity: string): Promise<KeptResponse | undefined>;
  byId(id: string): Promise<KeptResponse | undefined>;
  /** Whether one of this identity was kept, and deleted when its time was over; and whether who asks had sent it. */
  retired(identity: string, sight: Sight): Promise<'no' | 'own' | 'others'>;
  digests(response: number): Promise<readonly string[]>;
  received(response: number, version: number): Promise<Received | undefined>;
  /**
   * The citizen with these numbers: known, new, or several that were taken for different ones until now and are one
   * from here on. Undefined where the numbers are of two citizens with a CPR number each.
   */
  citizen(
    numbers: readonly CitizenKey[],
    now: number,
  ): Promise<{ readonly key: number; readonly joined: boolean; readonly before: readonly number[] } | undefined>;
  create(head: KeptHead, version: NewVersion, now: number): Promise<number>;
  change(number: number, head: KeptHead, version: NewVersion, now: number): Promise<void>;
  byNumber(number: number): Promise<KeptResponse | undefined>;
  /** Responses of a citizen, and levels from letters, whose level nothing has closed: few, however long the history. */
  standing(citizen: number): Promise<readonly KeptResponse[]>;
  /** The newest level of a citizen and variant that is more than a suggestion, and the newest suggestion. */
  newest(citizen: number, variant: string): Promise<readonly KeptResponse[]>;
  /** Levels of a citizen that letters have told, and that are not withdrawn. */
  told(citizen: number): Promise<readonly KeptResponse[]>;
  /** All of a citizen, withdrawn ones and drafts too. */
  all(citizen: number): Promise<readonly KeptResponse[]>;
  /** Ids of the Tasks that any version of a response has become. */
  tasks(response: number): Promise<readonly string[]>;
  supersede(response: number, by: number | undefined): Promise<void>;
  /** Keeps a Bundle and gives its number. */
  add(outcome: Outcome, now: number): Promise<number>;
  deliver(delivery: Delivery, now: number): Promise<void>;
  /** What this delivery sends has arrived, whatever it ended with: it is not dead, and not sent again. */
  arrived(delivery: number, now: number): Promise<void>;
  /** How anything of these responses has left, sent or still to be sent; each way once. */
  left(responses: readonly number[]): Promise<readonly Left[]>;
  /** Writes down what this transaction does: once, as the last of it. */
  audit(entries: readonly AuditEntry[], now: number): Promise<void>;
  readonly letters: LetterRecords;
  /** Whether a response or level is seen. */
  isSeen(response: number, sight: Sight): Promise<boolean>;
  /** Organisations that sent it. */
  addSenders(response: number, organizations: readonly string[]): Promise<void>;
  /** Those who have to do with a letter are parties to what it tells. */
  shareWithLetter(response: number, letter: number): Promise<void>;
}
