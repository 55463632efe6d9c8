import { refuse } from '../../outcome/problem.ts';
import type { Professional } from '../../scoring/types.ts';
import { lengthOf } from '../message/check-text.ts';
import { hasElement } from '../tables/lookup.ts';
import type { LetterTable } from '../tables/types.ts';
import { oneLine } from './one-line.ts';

/** PersonName holds so many characters. */
const longest = 35;

/**
 * Who refers (LETTERS.md, b): the option, else the author's name; when that is too long, with initials for the middle
 * names. Undefined where the letter names nobody. Error: `letter-referrer`.
 */
export function chooseReferrer(
  { rows }: LetterTable,
  professional: Professional | undefined,
  option: string | undefined,
): string | undefined {
  if (!hasElement(rows, 'Sender', 'Referrer')) return undefined;
  if (option !== undefined) return option;
  const name = oneLine(professional?.display ?? '');
  const fitting = [name, initialled(name)].find((each) => each !== '' && lengthOf(each) <= longest);
  return fitting ?? refuse('letter-referrer', { place: { option: 'referrer' }, values: { most: String(longest) } });
}

function initialled(name: string): string {
  const words = name.split(' ');
  return words.map((word, index) => (index === 0 || index === words.length - 1 ? word : `${[...word][0]}.`)).join(' ');
}
