import type { Problem } from '../../outcome/problem.ts';
import type { Step } from '../place.ts';

/** A broken rule: its code, the way from the object that has the rule, and what fills the sentence. */
export interface Fault {
  readonly code: Problem['code'];
  readonly steps?: readonly Step[];
  readonly values?: Readonly<Record<string, string>>;
}

/** The properties of an object. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * Where looking for more ends. A body of 1 MB can hold 500,000 faults, and ajv adds up the errors of list elements in
 * quadratic time; an outcome shows 100.
 */
export const mostFaults = 1000;
