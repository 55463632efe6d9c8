import type { Request } from 'express';
import type { Language } from '../outcome/outcome.ts';
import { refuse } from '../outcome/problem.ts';
import { type Codec, codecs, json } from './codec.ts';
import { remember } from './remember.ts';
import type { BodyKind } from './route.ts';

const resourceTypes = codecs.flatMap(({ types }) => types);

const formTypes: readonly string[] = ['application/x-www-form-urlencoded'];

/** What a letter comes and goes as. */
const letterTypes: readonly string[] = ['application/xml', 'text/xml'];

/** The media types of each kind of body; the first is named in a refusal. */
export const bodyTypes: Readonly<Record<BodyKind, readonly string[]>> = {
  resource: resourceTypes,
  form: formTypes,
  search: [...formTypes, ...resourceTypes],
  multipart: ['multipart/form-data'],
  // A letter, or a MedCom FHIR message in its place.
  letter: [...new Set([...letterTypes, ...resourceTypes])],
  // An object of ours with resources in it, or the same as Parameters.
  order: [...new Set(['application/json', ...resourceTypes])],
  // An object of ours.
  json: json.types,
};

/**
 * The codec that a client wants its answer by: `_format` decides, else Accept; the first without either. Code:
 * not-acceptable.
 */
export function wantedCodec(accept: string | undefined, format: string | null): Codec {
  if (format !== null) return codecs.find((codec) => isMedia(format, formatsOf(codec))) ?? refuse('not-acceptable');
  if (accept === undefined || accept.trim() === '') return json;
  return acceptedCodec(accept);
}

const acceptedCodec = remember((accept): Codec => {
  const ranges = accept.split(',');
  const weights = codecs.map((codec) => weightFor(codec, ranges));
  const most = Math.max(...weights);
  const best = codecs.filter((_, index) => weights[index] === most);
  if (most === 0) return refuse('not-acceptable');
  // Of two that are wanted alike, the one that is named first.
  const named = ranges.flatMap((range) => best.filter(({ types }) => types.includes(typeOf(range))));
  return named[0] ?? best[0] ?? json;
});

/** How much a codec is wanted, from 0 to 1: what names it goes before what takes it in (RFC 9110, 12.5.1). */
function weightFor({ types }: Codec, ranges: readonly string[]): number {
  const all = rangesOf(types);
  const meant = ranges.filter((range) => all.includes(typeOf(range)));
  const closest = Math.max(...meant.map(closeness));
  return Math.max(0, ...meant.map((range) => (closeness(range) === closest && isMedia(range, all) ? qOf(range) : 0)));
}

/** Of a type by its name 2, of a range of types 1, of all 0. */
function closeness(range: string): number {
  const type = typeOf(range);
  return type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2;
}

/** The q of a media range: 1 where it says nothing. */
function qOf(range: string): number {
  const q = /;\s*q\s*=\s*([\d.]+)/i.exec(range)?.[1];
  return q === undefined ? 1 : Number(q);
}

/** The codec for a refusal: what the client can read, as far as it says so. */
export function refusalCodec(accept: string | undefined, format: string | null): Codec {
  try {
    return wantedCodec(accept, format);
  } catch {
    return json;
  }
}

/**
 * Refuses a request that wants something else than a letter, which is XML, or than the message that may come in its
 * place. Code: not-acceptable-letter.
 */
export function checkAcceptsLetter(accept: string | undefined, orMessage: boolean): void {
  if (accept === undefined || accept.trim() === '') return;
  const ranges = rangesOf(orMessage ? bodyTypes.letter : letterTypes);
  if (!accept.split(',').some((range) => ranges.includes(typeOf(range)))) refuse('not-acceptable-letter');
}

/** True for a client that names XML first. */
export function wantsLetter(accept: string | undefined): boolean {
  return letterTypes.includes(typeOf(accept?.split(',', 1)[0] ?? ''));
}

/**
 * True for a browser that opens a page: it names HTML before any type of a resource. A client that takes everything
 * gets JSON.
 */
export function wantsPage(accept: string | undefined): boolean {
  return accept !== undefined && namesPage(accept);
}

const namesPage = remember((accept): boolean => {
  const ranges = accept.split(',');
  const page = ranges.findIndex((range) => isMedia(range, ['text/html']));
  const resource = ranges.findIndex((range) => isMedia(range, json.types));
  return page >= 0 && (resource < 0 || page < resource);
});

/** Refuses a request that wants something else than a file of this type. Code: not-acceptable-file. */
export function checkAcceptsFile(accept: string | undefined, type: string): void {
  if (accept === undefined || accept.trim() === '') return;
  const ranges = rangesOf([type]);
  if (!accept.split(',').some((range) => ranges.includes(typeOf(range)))) {
    refuse('not-acceptable-file', { values: { type } });
  }
}

/** The form of FHIR that a client names first by its own type; undefined where it names none so. */
export function wantsFhir(accept: string | undefined): 'json' | 'xml' | undefined {
  const type = typeOf(accept?.split(',', 1)[0] ?? '');
  if (type === 'application/fhir+json') return 'json';
  return type === 'application/fhir+xml' ? 'xml' : undefined;
}

/** Refuses a body that is not what the route takes. Codes: content-type-unsupported, content-encoding-unsupported. */
export function checkContent(request: Request, kind: BodyKind): void {
  const { headers } = request;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity' && !isCompressed(request)) refuse('content-encoding-unsupported');
  const types = bodyTypes[kind];
  const type = headers['content-type'] ?? '';
  // A multipart body has its boundary among the parameters of its type, and a letter names its own charset.
  const right = kind === 'multipart' || kind === 'letter' ? types.includes(typeOf(type)) : isMedia(type, types);
  if (!right) refuse('content-type-unsupported', { values: { expected: expectedOf(kind) } });
}

/** What a refusal says that it should have been. */
function expectedOf(kind: BodyKind): string {
  const [first = ''] = bodyTypes[kind];
  const resources = codecs.map(({ types }) => types[0]);
  if (kind === 'resource') return resources.join(' / ');
  if (kind === 'order') return [first, ...resources].join(' / ');
  return kind === 'search' ? [first, ...resources].join(' / ') : first;
}

/** True for the type of a form. */
export function isForm(contentType: string): boolean {
  return formTypes.includes(typeOf(contentType));
}

/** True for a body that is compressed by gzip. */
export function isCompressed({ headers }: Request): boolean {
  const encoding = headers['content-encoding'];
  return encoding !== undefined && /^(?:x-)?gzip$/i.test(encoding);
}

/** The codec of a body that `checkContent` has let in. */
export function codecOf(contentType: string): Codec {
  return codecs.find(({ types }) => types.includes(typeOf(contentType))) ?? json;
}

/** Danish unless the client prefers English. */
export function languageOf(request: Request): Language {
  if (request.headers['accept-language'] === undefined) return 'da';
  return request.acceptsLanguages('da', 'en') === 'en' ? 'en' : 'da';
}

/** In a query string `+` means a space. */
function formatsOf({ types, formats }: Codec): readonly string[] {
  return [...formats, ...types, ...types.map((type) => type.replace('+', ' '))];
}

/** The types themselves, and the ranges that take them in. */
function rangesOf(types: readonly string[]): readonly string[] {
  return [...types, ...types.map((type) => type.replace(/\/.*/, '/*')), '*/*'];
}

/** The type alone, without its parameters. */
const typeOf = remember((text): string => (text.split(';', 1)[0] ?? '').trim().toLowerCase());

/** True for one of `types`, not ruled out by q=0, in UTF-8 and in FHIR R4 where it says so. */
function isMedia(text: string, types: readonly string[]): boolean {
  if (types.includes(text)) return true;
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  return types.includes(type) && parameters.every(isSupported);
}

function isSupported(parameter: string): boolean {
  const [name, value = ''] = parameter.replaceAll('"', '').split('=');
  if (name === 'q') return Number(value) > 0;
  if (name === 'charset') return value === 'utf-8' || value === 'utf8';
  return name !== 'fhirversion' || /^4\.0(?:\.\d+)?$/.test(value);
}
