import { table, withMadeParts } from '../pages/markdown.ts';

/** What one run over a folder gave. */
export interface Result {
  readonly folder: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly commit: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  readonly equivalent: number;
  readonly leftOut: number;
}

const head = [
  'folder',
  'date',
  'commit',
  'mutants',
  'killed',
  'survived',
  'of these equivalent',
  'left out',
  'killed, %',
];

/** The page with a folder's line anew. The other lines, and all that is written by hand, stay. */
export function withLine(page: string, result: Result): string {
  const others = linesOf(page).filter(([folder]) => folder !== result.folder);
  const { folder, date, commit, mutants, killed, survived, equivalent, leftOut } = result;
  const score = ((100 * killed) / Math.max(mutants, 1)).toFixed(1);
  const cells = [folder, date, commit, ...[mutants, killed, survived, equivalent, leftOut].map(String), score];
  const lines = [...others, cells].sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  return withMadeParts(page, { results: table(head, lines) });
}

function linesOf(page: string): string[][] {
  const lines = page.match(/^\| src\/.*$/gm) ?? [];
  return lines.map((line) => line.slice(2, -2).split(' | '));
}

/**
 * The mutants that the page names equivalent: list items of the form "- `file`: `before` → `after`", then the reason.
 */
export function namedEquivalent(page: string): ReadonlySet<string> {
  return new Set([...page.matchAll(/^- (`[^`]+`: `[^`]*` → `[^`]*`)/gm)].map(([, name = '']) => name));
}
