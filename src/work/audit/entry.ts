import type { SystemNumber } from '../../scoring/people.ts';

/** What somebody did, or tried to do. The first ones are R4's interactions. */
export type Act =
  | 'create'
  | 'update'
  | 'read'
  | 'vread'
  | 'history-instance'
  | 'search-type'
  | 'extract'
  | 'letter-in'
  | 'letter-out'
  | 'letter-read'
  | 'delivery'
  | 'denied'
  | 'sign-in'
  | 'sign-out'
  | OperatorAct;

/** What those who run the service do at its store. */
export type OperatorAct =
  | 'outbox-retry'
  | 'outbox-skip'
  | 'retention'
  | 'backup'
  | 'erase'
  | 'export'
  | 'audit-of'
  | 'restore'
  | 'client-add'
  | 'client-remove';

/** Who did it: a client at the door, an operator at the command line, or the service of itself. */
export interface Actor {
  readonly kind: 'client' | 'operator' | 'service';
  /** The client, or the operator's account on the machine. */
  readonly name?: string | undefined;
  /** The organisations that a client belongs to, each as `system|value`. */
  readonly organizations?: readonly string[] | undefined;
  /** The user on whose behalf a client calls, as the issuer of its token names it. */
  readonly user?: string | undefined;
  /** Where the call came from: an address of the network, or the name of a machine. */
  readonly address?: string | undefined;
}

/** The service itself, at what nobody asked it for at that moment. */
export const theService: Actor = { kind: 'service' };

/** What it was done to. */
export interface Target {
  /** A FHIR type, or `letter`. */
  readonly type: string;
  readonly id?: string | undefined;
  readonly version?: number | undefined;
}

/** Words and numbers of ours about an act: names, codes, counts. Never what somebody sent. */
export type Particulars = Readonly<Record<string, string | number | undefined>>;

/** One act, as it goes into the audit. It holds no name; of the citizens only their pseudonyms are written. */
export interface AuditEntry {
  readonly act: Act;
  readonly by: Actor;
  readonly target?: Target | undefined;
  /** Numbers of the citizens whom it concerned. */
  readonly citizens?: readonly SystemNumber[] | undefined;
  /** Of a failed act, from our catalog. */
  readonly code?: string | undefined;
  /** The request that it belongs to. */
  readonly correlation?: string | undefined;
  /** What was searched for, with no number of a citizen. */
  readonly query?: string | undefined;
  readonly particulars?: Particulars | undefined;
}

/** An act as it is kept: the citizens by keyed pseudonyms, the moment in milliseconds since 1970. */
export interface KeptEntry extends Omit<AuditEntry, 'citizens'> {
  readonly at: number;
  readonly citizens?: readonly string[] | undefined;
}

/** What an answer tells of citizens: it is written down before the answer is given. */
export type Disclosure = Pick<AuditEntry, 'act' | 'target' | 'citizens' | 'query' | 'particulars'>;
