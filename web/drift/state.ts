import type { WrittenModel } from '../../src/http/page/written-model.ts';
import type { Text } from '../../src/model/types.ts';
import type { SignedIn } from '../session/session.ts';
import type { Language, Shown } from '../state.ts';
import type { OperatorWord } from '../words-operators.ts';
import type { DeliveryRow, Letter, LetterRow, OpenedDelivery, Overview } from './ask.ts';
import type { Filter } from './filter.ts';

/** A page of a list, and the ways to the ones before and after it. */
export interface Paged<Row> {
  readonly rows: readonly Row[];
  /** Where this page and those before it begin; undefined for the first. */
  readonly begins: readonly (number | undefined)[];
  readonly next: number | undefined;
}

/** What is to be done, once it is confirmed, as the service counted it. */
export interface Order {
  readonly deed: 'retry' | 'skip';
  /** Those that will be changed, and nothing else. */
  readonly numbers: readonly number[];
  readonly overtaken: number;
  readonly sending: number;
  readonly untouched: number;
  /** How many are meant in all, where that is more than can be done at once. */
  readonly total: number | undefined;
  readonly reason: string | undefined;
  readonly reasonMissing: boolean;
}

export interface State {
  readonly language: Language;
  readonly model: WrittenModel | undefined;
  readonly overview: Overview | undefined;
  /** When it was fetched. */
  readonly at: Date | undefined;
  readonly filter: Filter;
  readonly deliveries: Paged<DeliveryRow> | undefined;
  readonly chosen: ReadonlySet<number>;
  readonly letterState: string | undefined;
  readonly letters: Paged<LetterRow> | undefined;
  readonly opened: OpenedDelivery | undefined;
  readonly letter: Letter | undefined;
  readonly order: Order | undefined;
  readonly byItself: boolean;
  readonly busy: boolean;
  /** What went wrong with the last thing that somebody did. */
  readonly trouble: Text | undefined;
  /** What went wrong with the last look at the service, whoever had it look. */
  readonly stale: Text | undefined;
  /** Who is signed in, where people sign in. */
  readonly signed: SignedIn | undefined;
  /** Nobody is signed in, where that is needed. */
  readonly signedOut: boolean;
  readonly said: Text | undefined;
  /** What was done last; shown above the list until something else is looked at. */
  readonly done: Text | undefined;
}

export type Page = Shown<State, OperatorWord>;

export const initial: Omit<State, 'language' | 'filter'> = {
  model: undefined,
  overview: undefined,
  at: undefined,
  deliveries: undefined,
  chosen: new Set(),
  letterState: undefined,
  letters: undefined,
  opened: undefined,
  letter: undefined,
  order: undefined,
  byItself: true,
  busy: false,
  trouble: undefined,
  stale: undefined,
  signed: undefined,
  signedOut: false,
  said: undefined,
  done: undefined,
};

/** Whether something stands in the dialog. */
export function isOpen({ order, opened, letter }: State): boolean {
  return order !== undefined || opened !== undefined || letter !== undefined;
}
