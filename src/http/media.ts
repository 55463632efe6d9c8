import type { Request } from 'express';
import type { Language } from '../outcome/outcome.ts';
import { refuse } from '../outcome/problem.ts';
import type { BodyKind } from './route.ts';

const jsonTypes: ReadonlySet<string> = new Set(['application/fhir+json', 'application/json']);
const acceptable: ReadonlySet<string> = new Set([...jsonTypes, 'application/*', '*/*']);
const letterTypes: ReadonlySet<string> = new Set(['application/xml', 'text/xml', 'application/*', 'text/*', '*/*']);
const expectedTypes: Readonly<Record<BodyKind, string>> = {
  json: 'application/fhir+json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
};
/** In a query string `+` means a space. */
const formats: ReadonlySet<string> = new Set([...jsonTypes, 'json', 'application/fhir json']);

/** Refuses a request that wants something else than JSON: `_format` decides, else Accept. Code: not-acceptable. */
export function checkAccept(accept: string | undefined, format: string | null): void {
  if (format !== null) {
    if (!isMedia(format, formats)) refuse('not-acceptable');
    return;
  }
  if (accept === undefined || accept.trim() === '') return;
  if (!accept.split(',').some((range) => isMedia(range, acceptable))) refuse('not-acceptable');
}

/** Refuses a request that wants something else than a letter, which is XML. Code: not-acceptable. */
export function checkAcceptsXml(accept: string | undefined): void {
  if (accept === undefined || accept.trim() === '') return;
  if (!accept.split(',').some((range) => letterTypes.has(typeOf(range)))) refuse('not-acceptable-letter');
}

/** Refuses a body that is not what the route takes. Codes: content-type-unsupported, content-encoding-unsupported. */
export function checkContent({ headers }: Request, kind: BodyKind): void {
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') refuse('content-encoding-unsupported');
  const expected = expectedTypes[kind];
  const types = kind === 'json' ? jsonTypes : new Set([expected]);
  const type = headers['content-type'];
  const right = kind === 'multipart' ? typeOf(type ?? '') === expected : type !== undefined && isMedia(type, types);
  if (!right) refuse('content-type-unsupported', { values: { expected } });
}

/** Danish unless the client prefers English. */
export function languageOf(request: Request): Language {
  return request.acceptsLanguages('da', 'en') === 'en' ? 'en' : 'da';
}

/** The type alone, without its parameters. */
function typeOf(text: string): string {
  return (text.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** True for one of `types`, not ruled out by q=0, in UTF-8 and in FHIR R4 where it says so. */
function isMedia(text: string, types: ReadonlySet<string>): boolean {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  return types.has(type) && parameters.every(isSupported);
}

function isSupported(parameter: string): boolean {
  const [name, value = ''] = parameter.replaceAll('"', '').split('=');
  if (name === 'q') return Number(value) > 0;
  if (name === 'charset') return value === 'utf-8' || value === 'utf8';
  return name !== 'fhirversion' || /^4\.0(?:\.\d+)?$/.test(value);
}
