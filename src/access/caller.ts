import { everything, type Sight } from '../work/keep/sight.ts';
import type { Permission } from './permission.ts';

/** By what a caller was known: by where it called from, or by what it brought. */
type ShownBy = 'nothing' | 'loopback' | 'token' | 'key' | 'certificate' | 'session';

/** Who is calling. It never holds what it was known by: no token, key or certificate. */
export interface Caller {
  /** The client's id, as the operator or the issuer of its token names it. */
  readonly client: string;
  readonly shownBy: ShownBy;
  /** The organisations that it belongs to, each as `system|value`; undefined for one that sees those of everybody. */
  readonly organizations: readonly string[] | undefined;
  /** What it sees and changes of what is kept. */
  readonly sight: Sight;
  /** The scopes that were granted, of those that are known here. */
  readonly scopes: readonly string[];
  /** The user on whose behalf it calls, as the issuer names it; undefined for a system on its own. */
  readonly user?: string | undefined;
  /** Whether it may do this. */
  readonly may: (permission: Permission) => boolean;
}

/** A caller before it was decided what it sees. */
export type Unseeing = Omit<Caller, 'sight'>;

/** Whoever calls what is open to anybody: nothing was asked of it, and it may do nothing else. */
export const unknownCaller: Caller = {
  client: 'unknown',
  shownBy: 'nothing',
  organizations: [],
  sight: { organizations: [], sees: 'own' },
  scopes: [],
  may: () => false,
};

/** Where nobody has to show who it is: whoever can reach the loopback address may do everything. */
export const loopbackCaller: Caller = {
  client: 'loopback',
  shownBy: 'loopback',
  organizations: undefined,
  sight: everything,
  scopes: [],
  may: () => true,
};
