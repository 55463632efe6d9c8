import { refuse } from '../../outcome/problem.ts';
import type { Block } from '../block/write.ts';
import { forbiddenCharacter } from '../xml/characters.ts';
import type { Encoding } from '../xml/prolog.ts';

/**
 * Text as it stands in the bytes of a letter, one character per byte: markup escaped, in the letter's encoding, and
 * what that lacks as `&#n;` (LETTERS.md, Bytes). The single-byte encodings differ in 0x80-0x9F, which therefore is
 * never written. Error: `xml-character`.
 */
export function markupOf(text: string, encoding: Encoding): string {
  if (!special[encoding].test(text)) return text;
  const character = forbiddenCharacter(text);
  if (character !== undefined) refuse('xml-character', { place: 'QuestionnaireResponse', values: { character } });
  const escaped = /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, referenceTo) : text;
  if (encoding === 'utf-8') return Buffer.from(escaped).toString('latin1');
  if (!lacking.test(escaped)) return escaped;
  return escaped.replace(/[\u{80}-\u{9f}\u{100}-\u{10ffff}]/gu, numericReference);
}

function referenceTo(character: string): string {
  return references[character] ?? '';
}

function numericReference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

// What a single-byte encoding lacks, but for the halves of what it lacks.
const lacking = /[\x80-\x9f\u0100-\uffff]/;

// Most texts have none: one look instead of one for each of the steps.
const specialBytes = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x7e\xa0-\xff]/;
const special: Readonly<Record<Encoding, RegExp>> = {
  'utf-8': /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x7e]/,
  'iso-8859-1': specialBytes,
  'windows-1252': specialBytes,
};

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** The lines of a block with Break between them; the prefix is that of the element around. */
export function blockMarkup(block: Block, prefix: string, encoding: Encoding): string {
  return markupOf(block.text, encoding).replaceAll('\n', `<${prefix}Break/>`);
}

/** Elements within each other around a content. */
export function wrapped(names: readonly string[], prefix: string, content: string): string {
  let made = content;
  for (const name of names.toReversed()) made = `<${prefix}${name}>${made}</${prefix}${name}>`;
  return made;
}
