import type { Request } from 'express';
import { refuse } from '../outcome/problem.ts';
import { refusedCharacter } from '../questionnaire/json/fault.ts';

/** Common parameters of FHIR: `_format` is looked at by `wantedCodec`, `_pretty` changes nothing. */
const common = ['_format', '_pretty'];

const noParameters = new URLSearchParams();

/** The parameters of the address, all of them; nobody writes to them. */
export function addressQuery({ originalUrl }: Request): URLSearchParams {
  const start = originalUrl.indexOf('?');
  return start < 0 ? noParameters : new URLSearchParams(originalUrl.slice(start + 1));
}

/**
 * Refuses parameters that are no UTF-8 behind their percent signs: another character would be looked for in their
 * place, and nothing found. Code: url-malformed, or the one that is given.
 */
export function checkEscapes(text: string, code: 'url-malformed' | 'form-encoding' = 'url-malformed'): void {
  if (!text.includes('%')) return;
  try {
    decodeURIComponent(text);
  } catch {
    refuse(code);
  }
}

/** The parameters of a form. Code: form-encoding. */
export function formQuery(body: Uint8Array): URLSearchParams {
  const text = formText(body);
  checkEscapes(text, 'form-encoding');
  return new URLSearchParams(text);
}

/** The text of a form, or of a part of one. Code: form-encoding. */
export function formText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    refuse('form-encoding');
  }
}

/**
 * The parameters that a route takes, none with a character that no text of FHIR has (query-value): PostgreSQL cannot
 * look for one. A name may have a modifier (`name:exact`). Others are refused (query-unsupported),
 * or left out when the client asks for that by `Prefer: handling=lenient`. Their names are not repeated: they may be
 * anything.
 */
export function knownQuery(
  all: URLSearchParams,
  known: readonly string[],
  prefer: string | undefined,
): URLSearchParams {
  if (all.size === 0) return all;
  const given = [...all].filter(([name]) => !common.includes(name));
  const taken = given.filter(([name]) => known.includes(baseOf(name)));
  if (taken.length < given.length && !isHandling('lenient', prefer)) {
    refuse('query-unsupported', { values: { known: [...known, ...common].join(', ') } });
  }
  for (const [name, value] of taken) {
    if (refusedCharacter.test(value)) refuseQuery(baseOf(name), 'uden kontroltegn', 'without control characters');
  }
  return new URLSearchParams(taken);
}

/** Refuses a parameter that is given twice: one of the two would be passed over. Code: query-value. */
export function checkOnceEach(query: URLSearchParams): void {
  for (const name of new Set(query.keys())) checkOnce(query, name);
}

function checkOnce(query: URLSearchParams, name: string): void {
  if (query.getAll(name).length > 1) refuseQuery(name, 'kun én', 'one alone');
}

/**
 * Refuses a parameter that is given with a modifier or, unless it `repeats`, twice. Codes: query-modifier, query-value.
 */
export function checkPlain(query: URLSearchParams, given: string, repeats = false): void {
  const name = baseOf(given);
  if (given !== name) refuse('query-modifier', { values: { name, known: name } });
  if (!repeats) checkOnce(query, name);
}

/** `subject:identifier` -> `subject` */
function baseOf(name: string): string {
  return name.split(':', 1)[0] ?? '';
}

/** What the client says of parameters that cannot be followed: that it is told, or that they are left out. */
export function isHandling(how: 'strict' | 'lenient', prefer = ''): boolean {
  const [, given] = /(?:^|[;,])\s*handling\s*=\s*"?(strict|lenient)"?\s*(?:$|[;,])/i.exec(prefer) ?? [];
  return given?.toLowerCase() === how;
}

/**
 * Refuses the value of a parameter, or its absence: query-value. `expected` is read in both languages where only one is
 * given.
 */
export function refuseQuery(name: string, expected: string, expectedEn = expected): never {
  return refuse('query-value', { values: { name, expected, expectedEn } });
}
