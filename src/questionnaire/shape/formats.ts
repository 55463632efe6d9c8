import { isNarrative } from './narrative.ts';

/** R4: "Strings SHALL NOT exceed 1MB (1024*1024 characters) in size". */
const longestString = 1024 * 1024;

type Test = (text: string) => boolean;

const month = '(?:0[1-9]|1[0-2])';
const dayOfMonth = '(?:0[1-9]|[12]\\d|3[01])';
const day = `(?!0000)\\d{4}-${month}-${dayOfMonth}`;
const partialDay = `(?!0000)\\d{4}(?:-${month}(?:-${dayOfMonth})?)?`;
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?';
const zone = '(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))';

function matches(pattern: RegExp | string): Test {
  const whole = new RegExp(pattern);
  return (text) => whole.test(text);
}

/**
 * A pattern that every text of visible ASCII alone matches, as nearly all do: to look at the characters takes a third
 * of the time where another pattern was just in use.
 */
function matchesPlain(pattern: RegExp): Test {
  const matchesWhole = matches(pattern);
  return (text) => isPlain(text) || matchesWhole(text);
}

/** Visible ASCII without blanks. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code >= 0x7f) return false;
  }
  return text !== '';
}

/** A pattern, and the day must exist: R4's own pattern lets 30 February in. */
function dated(pattern: string): Test {
  const hasForm = matches(`^${pattern}$`);
  return (text) => hasForm(text) && hasDay(text);
}

/** A day, month or year that there is. */
export const isDate = dated(partialDay);
/** A time of day with seconds. */
export const isTime = matches(`^${time}$`);

function hasDay(text: string): boolean {
  const wanted = Number(text.slice(8, 10));
  if (wanted <= 28) return true;
  const lastOfMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0));
  return wanted <= lastOfMonth.getUTCDate();
}

/** White space alone is a string: R4 says SHOULD, and HL7's own engine only warns. */
const isString: Test = (text) => text.length > 0 && text.length <= longestString;

/**
 * Groups of four with white space between them, as R4's pattern has it, but without a repeated group: that would
 * backtrack.
 */
function isBase64(text: string): boolean {
  const packed = text.replace(/\s+/g, '');
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
}

/**
 * What no URI has: white space, quotes, angle and curly brackets, backslashes (a path of Windows), control characters.
 * Letters beyond ASCII may be.
 */
const uriCharacters = matches(/^[^\s"<>\\^`{}\p{Cc}]+$/u);
const uuid = matches(/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
const oid = matches(/^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/);

/**
 * R4: "a Uniform Resource Identifier Reference (RFC 3986)"; one that says that it is a UUID, an OID or an address of
 * the web is one. Of answers and references; of identifying systems only that there is no white space, so that a
 * misspelt one still is that system to whoever reads it.
 */
export const isUri: Test = (text) => {
  if (!uriCharacters(text)) return false;
  const scheme = text.slice(0, 9).toLowerCase();
  if (scheme.startsWith('urn:uuid:')) return uuid(text);
  if (scheme.startsWith('urn:oid:')) return oid(text);
  return !/^https?:/.test(scheme) || URL.canParse(text);
};
const uri = matchesPlain(/^\S+$/);
const id = matches(/^[A-Za-z0-9\-.]{1,64}$/);

/**
 * The form of each FHIR primitive that is a string in JSON (R4, Datatypes): anchored and linear in the length. Besides
 * them the strings that cannot be extended: Element.id (no white space), Resource.id, Extension.url, resourceType, and
 * Narrative.div.
 */
export const formats: Readonly<Record<string, Test>> = {
  base64Binary: isBase64,
  canonical: uri,
  code: matchesPlain(/^\S+(?:\s\S+)*$/),
  date: isDate,
  dateTime: dated(`(?:${day}T${time}${zone}|${partialDay})`),
  id,
  instant: dated(`${day}T${time}${zone}`),
  markdown: isString,
  oid,
  string: isString,
  time: isTime,
  uri,
  url: uri,
  uuid: matches(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  elementId: uri,
  resourceId: id,
  extensionUrl: uri,
  resourceType: matches(/^[A-Z][A-Za-z]{1,63}$/),
  xhtml: (text) => isString(text) && isNarrative(text),
};
