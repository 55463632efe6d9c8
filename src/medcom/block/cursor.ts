import { type CompactText, plainWords } from './compact.ts';
import { unquoted } from './typed.ts';

/**
 * Reads a block's text from one end to the other, white space left out. Each step goes on behind what it took, or takes
 * nothing.
 */
export interface Cursor {
  /** True behind the last character. */
  atEnd(): boolean;
  /** Takes these words. */
  words(words: string): boolean;
  /** Takes what a sticky expression matches in the compact text. */
  match(expression: RegExp): string | undefined;
  /** Takes the longest of the words that stand here: the thing that has them. */
  oneOf<Thing>(things: readonly Thing[], wordsOf: (thing: Thing) => string): Thing | undefined;
  /** Takes a typed text with its quotes: its words, white space as one blank. */
  typed(): string | undefined;
  /** What stands between two places of the compact text, as the original has it. */
  original(start: number, end: number): string;
  /** Where it stands in the compact text. */
  at(): number;
  /** Takes what `step` takes, or nothing where that gives nothing. */
  attempt<Result>(step: () => Result | undefined): Result | undefined;
}

const quotedText = /»[^«]*(?:««[^«]*)*«(?!«)/y;

/** A cursor over a part of a compact text. */
export function cursorOver(compact: CompactText, from: number, to: number): Cursor {
  const text = compact.text.slice(0, to);
  let at = from;
  const originalOf = (start: number, end: number) => {
    return compact.original.slice(compact.originAt(start), compact.originAt(end - 1) + 1);
  };
  const match = (expression: RegExp) => {
    expression.lastIndex = at;
    const found = expression.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  return {
    at: () => at,
    atEnd: () => at >= to,
    words: (words) => {
      const wanted = plainWords(words);
      if (!text.startsWith(wanted, at)) return false;
      at += wanted.length;
      return true;
    },
    match,
    oneOf: (things, wordsOf) => {
      const standing = things
        .map((thing) => ({ thing, words: plainWords(wordsOf(thing)) }))
        .filter(({ words }) => words !== '' && text.startsWith(words, at))
        .sort((one, other) => other.words.length - one.words.length);
      const [longest] = standing;
      at += longest?.words.length ?? 0;
      return longest?.thing;
    },
    typed: () => {
      const start = at;
      return match(quotedText) === undefined ? undefined : unquoted(originalOf(start + 1, at - 1));
    },
    original: originalOf,
    attempt: (step) => {
      const start = at;
      const result = step();
      if (result === undefined) at = start;
      return result;
    },
  };
}
