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

/**
 * The first markup at or behind a place of a well-formed document without DOCTYPE, given with one character per byte;
 * what is before it is text. Nothing is checked: libxml2 has to accept the document, before or after. Our own, since
 * saxes, which gives positions too, takes 0.65 of the time in which libxml2 parses and schema-checks a letter, before
 * any tree is built; this and the whole tree take 0.2, and an attach may take 3.5.
 */
export function nextMarkup(source: string, from: number): Markup | undefined {
  const start = source.indexOf('<', from);
  return start < 0 ? undefined : markupAt(source, start);
}

function markupAt(source: string, start: number): Markup {
  switch (source.charCodeAt(start + 1)) {
    case codes.slash:
      return { kind: 'end', start, end: behind(source, '>', start) };
    case codes.question:
      return { kind: 'other', start, end: behind(source, '?>', start + 2) };
    case codes.exclamation:
      if (source.startsWith('<!--', start)) return { kind: 'other', start, end: behind(source, '-->', start + 4) };
      if (source.startsWith('<![CDATA[', start)) return { kind: 'cdata', start, end: behind(source, ']]>', start + 9) };
      throw new Error('markup that no document without DOCTYPE has');
    default:
      return startTag(source, start);
  }
}

// Character codes, since a comparison of one-character texts takes three times as long.
const codes = { slash: 0x2f, question: 0x3f, exclamation: 0x21, greater: 0x3e, quote: 0x22, apostrophe: 0x27 } as const;

/** A `>` in quotes does not end the tag. */
function startTag(source: string, start: number): Markup {
  let at = start + 1;
  while (!endsName(codeAt(source, at))) at += 1;
  const name = source.slice(start + 1, at);
  const attributes = at;
  for (let code = codeAt(source, at); code !== codes.greater; code = codeAt(source, at)) {
    const quoted = code === codes.quote || code === codes.apostrophe;
    at = quoted ? behind(source, String.fromCharCode(code), at + 1) : at + 1;
  }
  const closed = source.charCodeAt(at - 1) === codes.slash;
  return {
    kind: 'start',
    start,
    end: at + 1,
    name,
    attributes: source.slice(attributes, closed ? at - 1 : at),
    closed,
  };
}

/** White space, `>` or `/`. */
function endsName(code: number): boolean {
  return code <= 0x20 || code === codes.greater || code === codes.slash;
}

function codeAt(source: string, at: number): number {
  if (at >= source.length) throw new Error('markup that does not end');
  return source.charCodeAt(at);
}

function behind(source: string, text: string, from: number): number {
  const at = source.indexOf(text, from);
  if (at < 0) throw new Error('markup that does not end');
  return at + text.length;
}
