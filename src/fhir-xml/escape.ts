const special = /[<>&"\t\n\r]/;
const all = /[<>&"\t\n\r]/g;
const written: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text as the value of an attribute: a reader would make a space of white space that is no reference. */
export function escaped(text: string): string {
  return special.test(text) ? text.replace(all, (character) => written[character] ?? '') : text;
}
