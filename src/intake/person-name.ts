import type { HumanName } from 'fhir/r4.js';
import { isVisible } from '../questionnaire/values/visible.ts';

/** A longer name is refused: it stands in every resource that is made, so that one request would become fifty. */
export const longestName = 200;

/** True where one of the names is longer than a name may be. */
export function isTooLong(...names: readonly (string | undefined)[]): boolean {
  return names.some((name) => (name ?? '').length > longestName);
}

/** The name to use: the official one, else the first with a family name, else the first. */
export function chosenName(names: readonly HumanName[] | undefined): HumanName | undefined {
  return (
    names?.find((name) => name.use === 'official') ?? names?.find((name) => name.family !== undefined) ?? names?.[0]
  );
}

/** "Nancy Ann Berggren": the name as it is shown; undefined where it names nobody. */
export function shownName(name: HumanName | undefined): string | undefined {
  if (name === undefined) return undefined;
  return visible(name.text) ?? visible([...givenNames(name), name.family ?? ''].join(' '));
}

/** The given names. FHIR pads the list with null where a name has only an extension. */
export function givenNames(name: HumanName | undefined): readonly string[] {
  return ((name?.given ?? []) as readonly (string | null)[]).filter((given) => given !== null);
}

/** A text with something to see in it, without white space around it. */
export function visible(text: string | undefined): string | undefined {
  return text !== undefined && isVisible(text) ? text.trim() : undefined;
}

/**
 * True where two ways of writing a name may be one person's: each word of the shorter one stands in the longer one,
 * whole or as an initial ("Berggren, Nancy A." and "Nancy Ann Berggren"). `titles` count for nothing.
 */
export function isSameName(one: string, other: string, titles: ReadonlySet<string> = new Set()): boolean {
  const parts = (name: string) => words(name).filter((word) => !titles.has(word));
  const [shorter = [], longer = []] = [parts(one), parts(other)].sort((a, b) => a.length - b.length);
  const left = [...longer];
  return shorter.every((word) => {
    const found = left.findIndex(
      (candidate) => candidate === word || isInitial(candidate, word) || isInitial(word, candidate),
    );
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}

/** True where two names have a word in common: what is left when titles and places of work are written beside them. */
export function isLikeName(one: string, other: string): boolean {
  const known = new Set(words(other));
  return known.size === 0 || words(one).some((word) => known.has(word));
}

function isInitial(short: string, word: string): boolean {
  return [...short].length === 1 && word.startsWith(short);
}

/** The words of a name, without case, accents and punctuation. */
export function words(name: string): readonly string[] {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('da');
  return plain.split(/[^\p{L}\p{N}]/u).filter((word) => word !== '');
}
