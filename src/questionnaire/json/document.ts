import secureJson from 'secure-json-parse';
import { refuse } from '../../outcome/problem.ts';
import { decode } from './decode.ts';
import { refuseFault } from './fault.ts';
import { inspect } from './inspect.ts';
import { type Scan, scanJson } from './scan.ts';

/** A JSON text that passed every check, and its value. */
export interface JsonDocument {
  readonly value: unknown;
  /** As received, without byte order mark. */
  readonly text: string;
  /** No number in it has a sign, a fraction or an exponent: JavaScript writes each as it was received. */
  readonly plain?: boolean;
}

export interface JsonLimits {
  readonly bytes: number;
  /** Levels of arrays and objects. */
  readonly depth: number;
}

/** 1 MiB and 100 levels. */
export const jsonLimits: JsonLimits = { bytes: 1_048_576, depth: 100 };

/**
 * Reads a JSON text strictly, so that what follows may recurse over its value, and store and pass on every string in it.
 *
 * Throws a Refusal with one problem: json-too-large, json-encoding, json-empty, json-too-deep, json-malformed, json-forbidden-key,
 * json-duplicate-key, json-character or json-number. Its place is a FHIRPath from the resourceType, where there is one.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits = jsonLimits): JsonDocument {
  if (bytes.length > limits.bytes) refuse('json-too-large', { values: { limit: String(limits.bytes) } });
  const text = decode(bytes);
  const scan = scanJson(bytes);
  if (scan.depth > limits.depth) refuse('json-too-deep', { values: { limit: String(limits.depth) } });
  const value = parse(text);
  if (isSuspect(value, scan)) refuseFault(text, resourceTypeOf(value));
  return { value, text, plain: !scan.fractions && !scan.exponents };
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
function isSuspect(value: unknown, scan: Scan): boolean {
  const found = inspect(value, scan.characters);
  if (found.suspect || found.keys !== scan.keys || (found.zero && scan.fractions)) return true;
  return found.prototype && isForbidden(value);
}

/** secure-json-parse has the last word; its own search of the text would cost as much as JSON.parse on every response. */
function isForbidden(value: unknown): boolean {
  return typeof value === 'object' && value !== null && secureJson.scan(value, { safe: true }) === null;
}

function resourceTypeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'resourceType' in value ? value.resourceType : undefined;
}

// TypeScript's library does not know these yet (ES2026, JSON.parse source text access).
interface SourceJson {
  rawJSON(text: string): object;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
}
const sourceJson = JSON as unknown as SourceJson;

/** A number that JavaScript may write otherwise: -0, 16 characters or more, six zeros or a last zero in the fraction, an exponent. */
const unusualNumber =
  /[[:,]\s*(?:-0|-?(?:(?=[\d.]{16})\d+(?:\.\d+)?|0\.0{6}\d*|\d+\.\d*0|\d+(?:\.\d+)?[eE][+-]?\d+)(?=[\s,}\]]|$))/;

/**
 * The value for sending on: numbers that JavaScript would write otherwise than they were received (1.10, 1e2, -0) are kept as raw
 * JSON objects, which only JSON.stringify understands. FHIR's decimals keep their precision. Without such numbers, the value itself.
 */
export function keepNumbers(document: JsonDocument): unknown {
  if (document.plain === true) return document.value;
  if (typeof document.value !== 'number' && !unusualNumber.test(document.text)) return document.value;
  return sourceJson.parse(document.text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== String(value) ? sourceJson.rawJSON(source) : value,
  );
}
