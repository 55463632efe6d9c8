import { refusedCharacter } from './fault.ts';

/** What one walk over a parsed JSON value shows. */
export interface Inspection {
  readonly keys: number;
  /** A refused character, or a number that may not be the one that was sent. */
  readonly suspect: boolean;
  /** A name that a prototype could be changed by. */
  readonly prototype: boolean;
  readonly zero: boolean;
}

/** Walks a JSON value without recursion. `characters` says whether strings and names are worth looking at. */
export function inspect(root: unknown, characters: boolean): Inspection {
  const waiting: object[] = [];
  let keys = 0;
  let suspect = false;
  let prototype = false;
  let zero = false;
  const look = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) waiting.push(value);
    else if (typeof value === 'number') {
      if (value === 0) zero = true;
      else if (Math.abs(value) > Number.MAX_SAFE_INTEGER) suspect = true;
    } else if (characters && typeof value === 'string' && refusedCharacter.test(value)) suspect = true;
  };
  look(root);
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (Array.isArray(part)) for (const element of part) look(element);
    else
      for (const name in part) {
        keys++;
        if (name === '__proto__' || name === 'constructor') prototype = true;
        if (characters) look(name);
        look((part as Record<string, unknown>)[name]);
      }
  }
  return { keys, suspect, prototype, zero };
}
