import { plainText } from '../xml/plain-characters.ts';
import { countedText } from './kontrol.ts';

/** Words of a block as its letter has them, and what of them is counted in its kontrol. */
export interface Line {
  readonly text: string;
  readonly counted: string;
}

/** A line that is the model's own, or the form's: in plain characters, and as it is worded. */
export interface FixedLine {
  readonly plain: Line;
  readonly worded: Line;
}

/** Made once for many blocks. Most of a block is such lines: made anew they were a quarter of the time to write it. */
export function fixedLine(words: string): FixedLine {
  return { plain: lineOf(plainText(words)), worded: lineOf(words) };
}

/** A line in the characters of its letter. */
export function lineIn(line: string | FixedLine, plain: boolean): Line {
  if (typeof line !== 'string') return plain ? line.plain : line.worded;
  return lineOf(plain ? plainText(line) : line);
}

function lineOf(text: string): Line {
  return { text, counted: countedText(text) };
}
