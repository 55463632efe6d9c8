import type { IssueCode } from './catalog.ts';
import type { Place, XmlPlace } from './place.ts';

/** One thing that is wrong, at one place. Its sentences stand in the catalog. */
export interface Problem {
  readonly code: IssueCode;
  readonly place?: Place;
  /** Where that place is in the XML that was sent. */
  readonly xml?: XmlPlace;
  /**
   * Where a problem weighs less than the catalog says: what is refused when it is used may be a warning for whoever
   * only asks.
   */
  readonly severity?: 'warning';
  /** What fills the {placeholders} of the sentence. Never a CPR number or a name. */
  readonly values?: Readonly<Record<string, string>>;
  /** The question at fault: its text in Danish and English, and its linkId. */
  readonly question?: { readonly linkId: string; readonly da: string; readonly en: string };
}

/** The rules stop noting faults here: a few kilobytes of a repeated group could bring millions. */
export const mostProblems = 10_000;

/** Input that cannot be used. Nothing was changed by it. Every other error is a mistake of ours. */
export class Refusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.code).join(', '));
    this.name = 'Refusal';
    this.problems = problems;
  }
}

/** Throws a Refusal with one problem. */
export function refuse(code: IssueCode, rest: Omit<Problem, 'code'> = {}): never {
  throw new Refusal([{ code, ...rest }]);
}
