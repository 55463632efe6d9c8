import secureJson from 'secure-json-parse';
import type { XmlPlace } from '../../outcome/place.ts';
import { refuse } from '../../outcome/problem.ts';
import { once } from '../once.ts';
import { decode } from './decode.ts';
import { isHeld, refuseFault } from './fault.ts';
import { type Inspection, inspect } from './inspect.ts';
import { literals, parseLiterals, withLiterals, withoutRaw } from './numbers.ts';
import { type Scan, scanJson } from './scan.ts';

/**
 * A JSON text that passed every check, or a part of one. It is read once and carried along: what else is asked of it is
 * made at the first call, and nothing parses the same text again.
 */
export interface JsonDocument {
  readonly value: unknown;
  /** As received, without byte order mark; of a part, as it would be sent on. */
  readonly text: string;
  /** As received; of a part, as it would be sent on. */
  readonly bytes: Uint8Array;
  /**
   * The value for sending on: numbers that JavaScript would write otherwise than they were received (1.10, 1e2, -0) are
   * raw JSON objects, which only JSON.stringify understands. FHIR's decimals keep their precision. Without such numbers
   * it is the value itself.
   */
  readonly kept: unknown;
  /**
   * What JSON.stringify writes of `kept`, with a character for each byte of its UTF-8, where it has no escape and
   * nothing in it is written otherwise than it was read.
   */
  readonly written: string | undefined;
  /** Whether a name in it may turn the meaning of the rest (rules/modifiers.ts), where that is known. */
  readonly modifiers: boolean | undefined;
  /** Of what was sent as XML: where there the element of a FHIRPath stands, as far as that can be told. */
  readonly xmlPlace?: XmlPlaceOf;
}

export type XmlPlaceOf = (path: string) => XmlPlace | undefined;

export interface JsonLimits {
  readonly bytes: number;
  /** Levels of arrays and objects. */
  readonly depth: number;
}

/** 1 MiB and 100 levels. */
export const jsonLimits: JsonLimits = { bytes: 1_048_576, depth: 100 };

/**
 * Reads a JSON text strictly, so that what follows may recurse over its value, and store and pass on every string in
 * it.
 *
 * Throws a Refusal with one problem: json-too-large, json-encoding, json-empty, json-too-deep, json-malformed,
 * json-forbidden-key, json-duplicate-key, json-character or json-number. Its place is a FHIRPath from the resourceType,
 * where there is one.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits = jsonLimits): JsonDocument {
  if (bytes.length > limits.bytes) refuse('json-too-large', { values: { limit: String(limits.bytes) } });
  const text = decode(bytes);
  const scan = scanJson(bytes);
  if (scan.depth > limits.depth) refuseDepth(limits.depth);
  const value = parse(text);
  const found = inspect(value, scan.characters);
  const hasUnheld = scan.unheld && literals(bytes, scan.unusual).some((literal) => !isHeld(literal));
  if (hasUnheld || isSuspect(value, scan, found)) refuseFault(text, resourceTypeOf(value));
  const { unusual } = scan;
  const kept = (): unknown => (found.reordered ? parseLiterals(text) : withLiterals(value, bytes, unusual));
  const isUsual = unusual.length === 0;
  const written = (): string | undefined =>
    found.reordered ? undefined : (scan.compact ?? (isUsual ? writtenAs(value) : undefined));
  const forms = { kept: isUsual ? () => value : kept, text: () => text, bytes: () => bytes, written };
  return document(value, forms, found.modifiers);
}

/** A value that was not read from a text here. Throws a Refusal with json-too-deep. */
export function documentOf(value: unknown, limits: Pick<JsonLimits, 'depth'> = jsonLimits): JsonDocument {
  if (nestsDeeper(value, limits.depth)) refuseDepth(limits.depth);
  return part(value, value);
}

/**
 * What was sent in another form, given with its numbers as sent (`keptNumber`), and whether some are `raw`. Whoever
 * made it has checked it.
 */
export function documentOfKept(kept: unknown, raw: boolean, xmlPlace: XmlPlaceOf): JsonDocument {
  return Object.assign(part(raw ? withoutRaw(kept) : kept, kept), { xmlPlace });
}

/**
 * What `choose` takes out of a document, as a document: `choose` is called for the value, and for the same with its
 * numbers as sent.
 */
export function takePart(whole: JsonDocument, choose: (value: unknown) => unknown): JsonDocument {
  const { value, kept, modifiers } = whole;
  const chosen = choose(value);
  return part(chosen, kept === value ? chosen : choose(kept), modifiers);
}

function part(value: unknown, kept = value, modifiers?: boolean): JsonDocument {
  const text = once(() => JSON.stringify(kept));
  const bytes = (): Uint8Array => new TextEncoder().encode(text());
  return document(value, { kept: () => kept, text, bytes, written: () => undefined }, modifiers);
}

/** The text of a value without raw numbers; one with an escape would not be known by its characters. */
function writtenAs(value: unknown): string | undefined {
  const text = JSON.stringify(value);
  if (text.includes('\\')) return undefined;
  if (3 * text.length > room.length) return Buffer.from(text).toString('latin1');
  return room.toString('latin1', 0, room.write(text));
}

/** What such a text is coded in, used again: it takes half the time of memory of its own. */
const room = Buffer.allocUnsafeSlow(65_536);

interface Forms {
  readonly kept: () => unknown;
  readonly text: () => string;
  readonly bytes: () => Uint8Array;
  readonly written: () => string | undefined;
}

function document(value: unknown, { kept, text, bytes, written }: Forms, modifiers: boolean | undefined): JsonDocument {
  const forms = { kept: once(kept), text, bytes: once(bytes), written: once(written) };
  return new FormedDocument(value, forms, modifiers);
}

/**
 * A class, since V8 makes a hidden class for every object that is written with getters of its own. Those live in the
 * old generation and held each document there: collecting garbage took a third of all time.
 */
class FormedDocument implements JsonDocument {
  readonly value: unknown;
  readonly modifiers: boolean | undefined;
  readonly #forms: Forms;

  constructor(value: unknown, forms: Forms, modifiers: boolean | undefined) {
    this.value = value;
    this.modifiers = modifiers;
    this.#forms = forms;
  }

  get text(): string {
    return this.#forms.text();
  }

  get bytes(): Uint8Array {
    return this.#forms.bytes();
  }

  get kept(): unknown {
    return this.#forms.kept();
  }

  get written(): string | undefined {
    return this.#forms.written();
  }
}

function refuseDepth(limit: number): never {
  refuse('json-too-deep', { values: { limit: String(limit) } });
}

/** Without recursion: a value that was not read by `readJson` may nest as deep as it likes. */
function nestsDeeper(root: unknown, limit: number): boolean {
  let level: unknown[] = [root];
  for (let depth = 0; depth <= limit; depth += 1) {
    const within = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    // Each value once: one that holds itself twice would be there 2 to the power of 100 times.
    level = [...new Set(within)];
    if (level.length === 0) return false;
  }
  return true;
}

/** V8's messages quote the text, so none of them is passed on. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (text.trim() === '') refuse('json-empty');
    refuseFault(text, undefined);
    const lines = text.split('\n');
    refuse('json-malformed', { values: { line: String(lines.length), column: String(lines.at(-1)?.length ?? 0) } });
  }
}

/** Quick to say no; whether there is a fault, and where, is for `refuseFault` to say. */
function isSuspect(value: unknown, scan: Scan, found: Inspection): boolean {
  if (found.characters || found.keys !== scan.keys) return true;
  return found.prototype && isForbidden(value);
}

/**
 * secure-json-parse has the last word; its own search of the text would cost as much as JSON.parse on every response.
 */
function isForbidden(value: unknown): boolean {
  return typeof value === 'object' && value !== null && secureJson.scan(value, { safe: true }) === null;
}

function resourceTypeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'resourceType' in value ? value.resourceType : undefined;
}
