import { refusedCharacter } from './fault.ts';

/** What one walk over a parsed JSON value shows. */
export interface Inspection {
  readonly keys: number;
  /** A string or a name holds a refused character. */
  readonly characters: boolean;
  /** A name that a prototype could be changed by. */
  readonly prototype: boolean;
  /** A name begins with a digit: JavaScript puts those first, wherever they stood. */
  readonly reordered: boolean;
  /** A name of what may turn the meaning of the rest (rules/modifiers.ts). */
  readonly modifiers: boolean;
}

/** Walks a JSON value without recursion. `characters` says whether strings and names are worth looking at. */
export function inspect(root: unknown, characters: boolean): Inspection {
  const waiting: object[] = [];
  let keys = 0;
  let refused = false;
  let prototype = false;
  let reordered = false;
  let modifiers = false;
  const look = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) waiting.push(value);
    else if (characters && typeof value === 'string' && refusedCharacter.test(value)) refused = true;
  };
  look(root);
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (Array.isArray(part)) for (const element of part) look(element);
    else
      for (const name in part) {
        keys++;
        if (name === '__proto__' || name === 'constructor') prototype = true;
        if (name === 'modifierExtension' || name === 'implicitRules') modifiers = true;
        if (name.charCodeAt(0) <= 0x39) reordered = true;
        if (characters) look(name);
        look((part as Record<string, unknown>)[name]);
      }
  }
  return { keys, characters: refused, prototype, reordered, modifiers };
}
