/**
 * Typographic characters and their plain forms (LETTERS.md, Characters; docs/letters.md has the table). MedCom's
 * converter to EDIFACT stops at characters outside ISO-8859-1, so that a letter of a single-byte encoding gets the
 * plain forms.
 */
export const plainForms: readonly (readonly [characters: string, plain: string])[] = [
  ['\u2010\u2011\u2012\u2013\u2014\u2015\u2212', '-'],
  ['\u2022\u2023\u25e6\u2043\u2219', '-'],
  ['\u201c\u201d\u201e\u201f\u2033', '"'],
  ['\u2018\u2019\u201a\u201b\u2032', "'"],
  ['\u2026', '...'],
  ['\u20ac', 'EUR'],
  ['\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f', ' '],
];

const forms: ReadonlyMap<string, string> = new Map(
  plainForms.flatMap(([characters, plain]) => [...characters].map((character) => [character, plain] as const)),
);
const typographic = new RegExp(`[${[...forms.keys()].join('')}]`, 'g');
const anyTypographic = new RegExp(typographic.source);
// All of them but U+00A0, and some that have no plain form: a look for a range takes half the time of one for so many,
// and none in a text that JavaScript keeps with one byte a character.
const maybeTypographic = /[\u2000-\u25ff]/;
// U+0080-009F too: the single-byte encodings differ there, so that they are written as references.
const outside = /[\u{80}-\u{9f}\u{100}-\u{10ffff}]/gu;

/** True where a text has characters that have a plain form. */
export function isTypographic(text: string): boolean {
  return (text.includes('\xa0') || maybeTypographic.test(text)) && anyTypographic.test(text);
}

/** The plain form of one character; the character itself where it has none. */
export function plainForm(character: string): string {
  return forms.get(character) ?? character;
}

/** A text in its plain form, as a letter of a single-byte encoding has it. */
export function plainText(text: string): string {
  return isTypographic(text) ? text.replace(typographic, plainForm) : text;
}

/**
 * The characters of a text that a letter of a single-byte encoding holds as numeric references alone, as `U+0142`, each
 * once.
 */
export function charactersOutside(text: string): readonly string[] {
  // Most texts have none, and the look without code points takes a tenth of the time.
  if (!/[\x80-\x9f\u0100-\uffff]/.test(text)) return [];
  const found = new Set(text.match(outside));
  return [...found].map((each) => `U+${each.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`);
}
