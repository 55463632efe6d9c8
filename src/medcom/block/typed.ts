import { plainText } from '../xml/plain-characters.ts';

/**
 * A typed text inside a block: in » and «, each « in it doubled, so that nothing that it holds can be read as part of
 * the block (LETTERS.md, Forging). Line breaks of every kind are the line feed.
 */
export function quoted(text: string): string {
  return `»${text.replace(/\r\n?/g, '\n').replaceAll('«', '««')}«`;
}

// A name that cannot be taken for anything else in its line stands without quotes.
const nameForm = /^\p{L}[\p{L} '.-]*$/u;

/**
 * The name of a person: as it is where it has letters, blanks, hyphens, full stops and apostrophes alone, else as a
 * typed text.
 */
export function nameText(name: string): string {
  return nameForm.test(plainText(name)) ? name : quoted(name);
}

/** A typed text as it was read: what stands between its quotes, white space as one blank. */
export function unquoted(words: string): string {
  // The two « that stand for one may have been cut apart.
  return collapse(words.replace(/«([ \t\r\n]*)«/g, '«$1'));
}

/** White space as one blank, none at the ends. A no-break space is no white space. */
export function collapse(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}
