import type { Span } from '../xml/placed.ts';

type Step = string | number;

/**
 * Where a value stands in a JSON text, which must be well-formed: found by stepping over what stands before it. Long
 * strings (attachments) are stepped over by their ends alone.
 */
export function placeOf(text: string, path: readonly Step[]): Span {
  let at = skipSpace(text, 0);
  for (const step of path) at = typeof step === 'number' ? elementAt(text, at, step) : memberAt(text, at, step);
  return { start: at, end: skipValue(text, at) };
}

/** The place of a part of a string's content, in the text between its quotes. */
export function insideString(text: string, string: Span, { start, end }: Span): Span {
  let at = string.start + 1;
  let index = 0;
  const step = (to: number) => {
    for (; index < to; index += 1) at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
    return at;
  };
  return { start: step(start), end: step(end) };
}

function elementAt(text: string, array: number, index: number): number {
  let at = skipSpace(text, array + 1);
  for (let left = index; left > 0; left -= 1) at = skipSpace(text, skipSpace(text, skipValue(text, at)) + 1);
  return at;
}

function memberAt(text: string, object: number, name: string): number {
  let at = skipSpace(text, object + 1);
  while (text[at] === '"') {
    const end = skipString(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (JSON.parse(text.slice(at, end)) === name) return value;
    at = skipSpace(text, skipSpace(text, skipValue(text, value)) + 1);
  }
  throw new Error('the text has no such member');
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let character = text.charCodeAt(at); character <= 0x20; character = text.charCodeAt(at)) at += 1;
  return at;
}

const structural = /["{}[\]]/g;
const behindScalar = /[,\]}\s]/g;

function skipValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return skipString(text, from);
  if (first !== '{' && first !== '[') {
    behindScalar.lastIndex = from;
    return behindScalar.exec(text)?.index ?? text.length;
  }
  let depth = 0;
  for (let at = from; ; ) {
    structural.lastIndex = at;
    const found = structural.exec(text);
    if (found === null) return text.length;
    if (found[0] === '"') {
      at = skipString(text, found.index);
      continue;
    }
    depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
    at = found.index + 1;
    if (depth === 0) return at;
  }
}

function skipString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text[before] === '\\') before -= 1;
    if ((end - before) % 2 === 1) return end + 1;
  }
  return text.length;
}
