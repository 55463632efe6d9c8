import type { ElementRow, Row } from './types.ts';

/** Where an element stands in a sequence. */
export interface Position {
  readonly row: ElementRow;
  /** Of its row among the rows; the elements of a choice share one. */
  readonly index: number;
}

// Kept with the tables, which live as long as the program: made again for every element it was half the time of
// checking a letter.
const known = new WeakMap<readonly Row[], ReadonlyMap<string, Position>>();

/** The elements of a sequence by name. No schema of MedCom lets the same name stand in two rows of one sequence. */
export function positionsOf(rows: readonly Row[]): ReadonlyMap<string, Position> {
  const found = known.get(rows);
  if (found !== undefined) return found;
  const made = new Map(
    rows.flatMap((row, index) =>
      ('choice' in row ? row.choice : [row]).map((each) => [each.name, { row: each, index }]),
    ),
  );
  known.set(rows, made);
  return made;
}

/** True where the table has an element at a path of names. */
export function hasElement(rows: readonly Row[], ...path: readonly string[]): boolean {
  const [name = '', ...rest] = path;
  const content = positionsOf(rows).get(name)?.row.content;
  if (content === undefined || rest.length === 0) return content !== undefined;
  return content.kind === 'sequence' && hasElement(content.rows, ...rest);
}
