import { isTypographic, plainForm, plainText } from '../xml/plain-characters.ts';
import { countedText } from './kontrol.ts';

/**
 * A text without its white space, which is how a block is read: other systems wrap, cut and join text wherever they
 * like.
 */
export interface CompactText {
  readonly original: string;
  /** With every character in its plain form; what labels, words and markers are compared by. */
  readonly text: string;
  /** As it was written, but for the white space; what the kontrol is counted over. */
  readonly written: string;
  /** Where a character of `text` stands in the original; behind its end for the end of `text`. */
  originAt(index: number): number;
  /** Where a character of `text` stands in `written`. */
  writtenAt(index: number): number;
}

/** The text without space, tab, CR and LF; `CompactText.text` also without the blanks that are plain forms. */
export function compact(original: string): CompactText {
  const written = countedText(original);
  const plain = isTypographic(written);
  let places: Places | undefined;
  const placesOf = () => {
    places ??= place(original, plain);
    return places;
  };
  return {
    original,
    text: plain ? plainWords(written) : written,
    written,
    originAt: (index) => placesOf().origins[index] ?? original.length,
    writtenAt: (index) => (plain ? (placesOf().written[index] ?? written.length) : index),
  };
}

/** Words as a compact text has them. */
export function plainWords(words: string): string {
  return countedText(plainText(words));
}

interface Places {
  readonly origins: Uint32Array;
  readonly written: Uint32Array;
}

function place(original: string, plain: boolean): Places {
  // No plain form is longer than three characters.
  const most = plain ? original.length * 3 : original.length;
  const [origins, written] = [new Uint32Array(most), new Uint32Array(most)];
  let length = 0;
  let before = 0;
  for (let index = 0; index < original.length; index += 1) {
    const character = original.charAt(index);
    if (isWhiteSpace(character)) continue;
    const form = plain ? plainForm(character) : character;
    for (const each of form) {
      if (isWhiteSpace(each)) continue;
      origins[length] = index;
      written[length] = before;
      length += 1;
    }
    before += 1;
  }
  return { origins: origins.subarray(0, length), written: written.subarray(0, length) };
}

function isWhiteSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}
