import { refuse } from '../../outcome/problem.ts';
import { longestAnswers } from '../block/answers.ts';
import type { Block } from '../block/write.ts';
import { lengthOf } from '../message/check-text.ts';
import { alternatives, type Value, type Values } from '../message/values.ts';
import type { LetterTable } from '../tables/types.ts';

/**
 * The block in the place that the table names, split over several where it is long. Error: `letter-too-long`
 * (LETTERS.md, a: over the characters of a letter in all, or over the places that it has).
 */
export function placeBlock({ level, rows }: LetterTable, block: Block): Values {
  const [container = '', ...inner] = level.path;
  const most = rows.flatMap(alternatives).find(({ name }) => name === container)?.most ?? 0;
  const pieces = level.own ? splitLines(block.lines, level.mostInPlace) : [block.lines];
  const length = lengthOf(block.text);
  if (length > level.mostInAll || pieces.length > most) {
    const [held, places] = [String(level.mostInAll), String(most)];
    const values = {
      length: String(length),
      pieces: String(pieces.length),
      most: held,
      places,
      answers: longestAnswers(block),
    };
    refuse('letter-too-long', { place: 'QuestionnaireResponse', values });
  }
  const placed = pieces.map((lines) => inner.reduceRight<Value>((value, name) => ({ [name]: value }), lines));
  return { [container]: most > 1 ? placed : placed[0] };
}

/** Lines in pieces of at most `most` characters, a Break counting as one. Put together they are the block again. */
export function splitLines(lines: readonly string[], most: number): readonly (readonly string[])[] {
  const characters = [...lines.join('\n')];
  const pieces: (readonly string[])[] = [];
  for (let start = 0; start < characters.length; ) {
    const end = endOfPiece(characters, start, most);
    pieces.push(characters.slice(start, end).join('').split('\n'));
    start = end;
  }
  return pieces;
}

/** Behind the last white space that fits, since a reader puts a blank between two pieces. */
function endOfPiece(characters: readonly string[], start: number, most: number): number {
  const limit = start + most;
  if (characters.length <= limit) return characters.length;
  const blank = characters.slice(start, limit).findLastIndex((character) => /[ \t\n]/.test(character));
  return blank >= 0 ? start + blank + 1 : beforeOddQuote(characters, start, limit);
}

/** A word that is longer than a piece has to be cut, but never between the two « that stand for one. */
function beforeOddQuote(characters: readonly string[], start: number, limit: number): number {
  let quotes = 0;
  while (quotes < limit - start && characters[limit - 1 - quotes] === '«') quotes += 1;
  return limit - (quotes % 2);
}
