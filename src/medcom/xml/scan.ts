/** A piece of markup in a document, with its bytes. */
export interface Markup {
  readonly kind: 'start' | 'end' | 'cdata' | 'other';
  readonly start: number;
  readonly end: number;
  /** Of a start tag: its name, its attributes as written, and whether it ends its element too. */
  readonly name: string;
  readonly attributes: string;
  readonly closed: boolean;
}

/**
 * Finds the markup of a well-formed document without DOCTYPE, given with one character per byte. It tells of one after
 * another in itself, since an object each was a tenth of all that an attach leaves behind. Nothing is checked: libxml2
 * has to accept the document, before or after. Our own, since saxes, which gives positions too, takes 0.65 of the time
 * in which libxml2 parses and schema-checks a letter, before any tree is built; this and the whole tree take 0.2, and
 * an attach may take 3.5.
 *
 * A class, since V8 forgets what it compiled for a function within another one whenever it collects all garbage while
 * none of that function is there.
 */
export class Scanner implements Markup {
  kind: Markup['kind'] = 'other';
  start = 0;
  end = 0;
  name = '';
  attributes = '';
  closed = false;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** The first markup at or behind a place; what is before it is text. */
  next(from: number): Markup | undefined {
    const { source } = this;
    const start = source.indexOf('<', from);
    if (start < 0) return undefined;
    this.start = start;
    const code = source.charCodeAt(start + 1);
    if (code === codes.slash) this.other('end', '>', start);
    else if (code === codes.question) this.other('other', '?>', start + 2);
    else if (code !== codes.exclamation) this.startTag(start);
    else if (source.startsWith('<!--', start)) this.other('other', '-->', start + 4);
    else if (source.startsWith('<![CDATA[', start)) this.other('cdata', ']]>', start + 9);
    else throw new Error('markup that no document without DOCTYPE has');
    return this;
  }

  private other(kind: Markup['kind'], text: string, from: number): void {
    this.kind = kind;
    this.end = behind(this.source, text, from);
  }

  /** A `>` in quotes does not end the tag. */
  private startTag(start: number): void {
    const { source } = this;
    let at = start + 1;
    while (!endsName(codeAt(source, at))) at += 1;
    this.kind = 'start';
    this.name = source.slice(start + 1, at);
    const attributes = at;
    for (let code = codeAt(source, at); code !== codes.greater; code = codeAt(source, at)) {
      const quoted = code === codes.quote || code === codes.apostrophe;
      at = quoted ? behind(source, String.fromCharCode(code), at + 1) : at + 1;
    }
    this.closed = source.charCodeAt(at - 1) === codes.slash;
    this.attributes = source.slice(attributes, this.closed ? at - 1 : at);
    this.end = at + 1;
  }
}

// Character codes, since a comparison of one-character texts takes three times as long.
const codes = { slash: 0x2f, question: 0x3f, exclamation: 0x21, greater: 0x3e, quote: 0x22, apostrophe: 0x27 } as const;

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
