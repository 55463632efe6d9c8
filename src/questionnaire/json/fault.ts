import { createRequire } from 'node:module';
import { type Problem, refuse } from '../../outcome/problem.ts';
import { fhirPath, isName, type Step } from '../place.ts';

// Loaded at the first fault only: 5 ms that a healthy service never spends.
const load = createRequire(import.meta.url);

/**
 * Control characters but tab, line feed and carriage return, halves of surrogate pairs, and the two that XML 1.0 has
 * not.
 */
export const refusedCharacter = /[[\p{Cc}\p{Cs}\uFFFE\uFFFF]--[\t\n\r]]/v;

/**
 * Refuses the first fault of a JSON text: malformed, a forbidden or repeated key, a refused character, a number that
 * cannot be held. Returns where there is none. The visitor recurses, so the depth was checked before; it throws at the
 * fault, since what follows one may be read otherwise than the depth was counted. `resourceType` begins the place,
 * where it is known.
 */
export function refuseFault(text: string, resourceType: unknown): void {
  const { visit } = load('jsonc-parser') as typeof import('jsonc-parser');
  const open: Set<string>[] = [];
  const report = (code: Problem['code'], line: number, column: number, steps?: readonly Step[]): never => {
    const place = isName(resourceType) && steps !== undefined ? { place: fhirPath(resourceType, steps) } : {};
    refuse(code, { ...place, values: { line: String(line + 1), column: String(column + 1) } });
  };
  visit(
    text,
    {
      onObjectBegin: () => {
        open.push(new Set());
      },
      onObjectEnd: () => {
        open.pop();
      },
      onObjectProperty: (name, _offset, _length, line, column, path) => {
        const names = open.at(-1);
        if (isForbidden(name, path())) report('json-forbidden-key', line, column, path());
        if (refusedCharacter.test(name)) report('json-character', line, column, path());
        if (names?.has(name)) report('json-duplicate-key', line, column, [...path(), name]);
        names?.add(name);
      },
      onLiteralValue: (value, offset, length, line, column, path) => {
        if (typeof value === 'string' && refusedCharacter.test(value)) report('json-character', line, column, path());
        if (typeof value === 'number' && !isHeld(text.slice(offset, offset + length)))
          report('json-number', line, column, path());
      },
      onError: (_error, _offset, _length, line, column) => report('json-malformed', line, column),
    },
    { disallowComments: true },
  );
}

/** The keys by which `Object.assign`-like code changes every object of the program. */
function isForbidden(name: string, parent: readonly Step[]): boolean {
  return name === '__proto__' || (name === 'prototype' && parent.at(-1) === 'constructor');
}

/**
 * True where JavaScript's number is the literal's: finite, not rounded to zero, and exact where it is written as an
 * integer.
 */
export function isHeld(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return false;
  if (value === 0) return !/^[^eE]*[1-9]/.test(literal);
  return !/^-?\d+$/.test(literal) || Number.isSafeInteger(value);
}
