import type { Problem } from '../../outcome/problem.ts';
import type { Value, Values } from '../message/values.ts';
import { charactersOutside, plainText } from '../xml/plain-characters.ts';

/** Values in plain characters, names and text alike: a whole new letter is in ISO-8859-1 (LETTERS.md, Characters). */
export function plainValues(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value && plainValue(value)]));
}

function plainValue(value: Value): Value {
  if (typeof value === 'string') return plainText(value);
  return isList(value) ? value.map(plainValue) : plainValues(value);
}

/** What is to be said of characters that other systems' converters stop at. Code: `character-outside`. */
export function outsideProblems(values: Values, xpath: string): readonly Problem[] {
  const characters = new Set(textsIn(values).flatMap(charactersOutside));
  if (characters.size === 0) return [];
  return [{ code: 'character-outside', place: { xpath }, values: { characters: [...characters].join(', ') } }];
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  return (isList(value) ? value : Object.values(value)).flatMap((each) => (each === undefined ? [] : textsIn(each)));
}

// Array.isArray alone does not narrow a readonly array.
function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
