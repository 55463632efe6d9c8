import type { Text } from '../../model/types.ts';

/** What an element may hold. */
export type Content =
  | { readonly kind: 'text'; readonly least: number; readonly most: number }
  | CodesContent
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly form: Text }
  | { readonly kind: 'date' }
  | { readonly kind: 'formatted' }
  | { readonly kind: 'sequence'; readonly rows: readonly Row[] };

export interface CodesContent {
  readonly kind: 'codes';
  readonly codes: readonly string[];
}

/** An element with its cardinality. */
export interface ElementRow {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly content: Content;
}

/** Exactly one of several elements. */
export interface ChoiceRow {
  readonly choice: readonly ElementRow[];
}

export type Row = ElementRow | ChoiceRow;

/** Names of elements, each below the one before it; the last one holds formatted text. */
export type LevelPath = readonly [string, ...string[]];

/** Where the level goes (LETTERS.md, a) and how much text goes there. */
export interface LevelPlace {
  readonly path: LevelPath;
  /** True where the block gets an element of its own (the first of the path), which may repeat. */
  readonly own: boolean;
  /** Most characters of one place, and of the letter's free text in all; Break and Space count as one. */
  readonly mostInPlace: number;
  readonly mostInAll: number;
}

/** One letter in one version. Writer, checker and reader work from this alone. */
export interface LetterTable {
  readonly type: string;
  readonly version: string;
  /** The element below Emessage, which with its namespace is the key of the table (MEDCOM.md, Versions). */
  readonly element: string;
  readonly namespace: string;
  readonly rows: readonly Row[];
  readonly level: LevelPlace;
}
