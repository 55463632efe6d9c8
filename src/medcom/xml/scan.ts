/** A piece of markup in a document, with its bytes. */
export type Markup =
  | {
      readonly kind: 'start';
      readonly start: number;
      readonly end: number;
      readonly name: string;
      readonly attributes: string;
      readonly closed: boolean;
    }
  | { readonly kind: 'end' | 'cdata' | 'other'; readonly start: number; readonly end: number };

const blanks = ' \t\r\n';

/**
 * The first markup at or behind a place of a well-formed document without DOCTYPE, given with one character per byte; what is before it is text.
 * Nothing is checked: libxml2 must have accepted the document before. saxes did the same in three times the time, a sixth of an attach.
 */
export function nextMarkup(source: string, from: number): Markup | undefined {
  const start = source.indexOf('<', from);
  return start < 0 ? undefined : markupAt(source, start);
}

function markupAt(source: string, start: number): Markup {
  switch (source[start + 1]) {
    case '/':
      return { kind: 'end', start, end: behind(source, '>', start) };
    case '?':
      return { kind: 'other', start, end: behind(source, '?>', start + 2) };
    case '!':
      if (source.startsWith('<!--', start)) return { kind: 'other', start, end: behind(source, '-->', start + 4) };
      if (source.startsWith('<![CDATA[', start)) return { kind: 'cdata', start, end: behind(source, ']]>', start + 9) };
      throw new Error('markup that no document without DOCTYPE has');
    default:
      return startTag(source, start);
  }
}

/** Most tags have no attributes. */
function startTag(source: string, start: number): Markup {
  const end = behind(source, '>', start);
  const inner = source.slice(start + 1, end - 1);
  if (/["' \t\r\n]/.test(inner)) return tagWithAttributes(source, start);
  const closed = inner.endsWith('/');
  return { kind: 'start', start, end, name: closed ? inner.slice(0, -1) : inner, attributes: '', closed };
}

/** A `>` in quotes does not end the tag. */
function tagWithAttributes(source: string, start: number): Markup {
  let at = start + 1;
  while (!blanks.includes(charAt(source, at)) && source[at] !== '>' && source[at] !== '/') at += 1;
  const name = source.slice(start + 1, at);
  const attributes = at;
  for (; source[at] !== '>'; at += 1) {
    const character = charAt(source, at);
    if (character === '"' || character === "'") at = behind(source, character, at + 1) - 1;
  }
  const closed = source[at - 1] === '/';
  return {
    kind: 'start',
    start,
    end: at + 1,
    name,
    attributes: source.slice(attributes, closed ? at - 1 : at),
    closed,
  };
}

function charAt(source: string, at: number): string {
  const character = source[at];
  if (character === undefined) throw new Error('markup that does not end');
  return character;
}

function behind(source: string, text: string, from: number): number {
  const at = source.indexOf(text, from);
  if (at < 0) throw new Error('markup that does not end');
  return at + text.length;
}
