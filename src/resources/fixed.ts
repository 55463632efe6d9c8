import { freeze } from '../model/freeze.ts';
import { madePer } from '../model/made-per.ts';
import { utf8 } from './utf8.ts';

/** Gives private fields to an object that is there already: they then belong to it. */
export class Itself {
  constructor(value: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is how it is done.
    return value;
  }
}

/**
 * A value that knows its text. Nobody else sees the field, and no copy has it. A WeakMap would do the same; collecting
 * its garbage took a fifth of all time.
 */
class Written extends Itself {
  #text: string | (() => string);

  constructor(value: object, text: string | (() => string)) {
    super(value);
    this.#text = text;
  }

  static textOf(value: object): string | undefined {
    if (!(#text in value)) return undefined;
    const written = value as Written;
    if (typeof written.#text === 'function') written.#text = written.#text();
    return written.#text;
  }
}

/** The JSON text (`utf8`) of a value that has one ready, or that JSON.stringify alone can write. */
export const { textOf } = Written;

/**
 * A value with what JSON.stringify would write of it, as the text of `utf8`, or how that is found: whatever is in it is
 * frozen, so that it stays so.
 */
export function withText<Value extends object>(value: Value, text: string | (() => string)): Value {
  new Written(value, text);
  return Object.freeze(value);
}

/**
 * What came in: JSON.stringify alone understands its numbers as they were sent. Its text, where that is known, is what
 * JSON.stringify would write.
 */
export function asReceived<Value extends object>(value: Value, text?: string): Value {
  if (textOf(value) === undefined) new Written(value, text ?? (() => utf8(JSON.stringify(value))));
  return value;
}

/** A value that many resources hold, or one resource at many places: it is frozen, and its text made once. */
export function fixed<Value extends object>(value: Value): Value {
  if (textOf(value) !== undefined) return value;
  for (const member of Object.values(value)) freeze(member);
  return withText(value, utf8(JSON.stringify(value)));
}

/** What is made of a thing of the model, such as the coding of a concept: once, and `fixed`. */
export function fixedPer<Thing extends object, Value extends object>(make: (thing: Thing) => Value) {
  return madePer((thing: Thing) => fixed(make(thing)));
}
