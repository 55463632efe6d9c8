import { refuse } from '../../outcome/problem.ts';
import { decoderOf } from './decode.ts';
import { letterLimits } from './parse.ts';
import type { Encoding } from './prolog.ts';
import { type Markup, nextMarkup } from './scan.ts';
import type { XmlElement } from './tree.ts';

/** A stretch of bytes, its end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Text between two pieces of markup, as its bytes stand. */
export interface PlacedText extends Span {
  readonly cdata: boolean;
}

/** An element with the place of its tags in the bytes. Comments and processing instructions are in no child. */
export interface PlacedElement extends XmlElement, Span {
  /** The prefix as written, with its colon; empty without one. */
  readonly prefix: string;
  readonly children: readonly (string | PlacedElement)[];
  /** Texts and elements in document order, each with its place. */
  readonly pieces: readonly (PlacedText | PlacedElement)[];
  readonly selfClosing: boolean;
  /** Behind the start tag; before the end tag. The same for `<a/>`: behind the tag. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

export interface PlacedDocument {
  readonly root: PlacedElement;
  readonly encoding: Encoding;
  /** One character per byte, so that positions are those of the bytes. */
  readonly source: string;
  readonly decode: (raw: string, cdata: boolean) => string;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Decode = PlacedDocument['decode'];

/** The namespaces that are declared at a place, the nearest first. */
interface Scope {
  readonly prefix: string;
  readonly uri: string;
  readonly outer: Scope | undefined;
}

interface Building extends Mutable<Omit<PlacedElement, 'children' | 'pieces'>> {
  children: (string | PlacedElement)[];
  pieces: (PlacedText | PlacedElement)[];
}

/**
 * The elements of a document with their places. libxml2 must have accepted the bytes before: they are read as Latin-1 whatever their encoding,
 * so that positions are byte offsets (MEDCOM.md, Traps), and nothing is checked again. Error: `xml-too-deep`.
 */
export function placeElements(bytes: Uint8Array, encoding: Encoding): PlacedDocument {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const decode = decoderOf(encoding);
  const open: Building[] = [];
  const scopes: (Scope | undefined)[] = [undefined];
  let root: PlacedElement | undefined;
  let last = 0;
  let line = 1;
  let lineEnd = source.indexOf('\n');
  const close = (element: Building) => {
    open.pop();
    scopes.pop();
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    parent?.children.push(element);
    parent?.pieces.push(element);
  };
  for (let markup = nextMarkup(source, 0); markup !== undefined; markup = nextMarkup(source, last)) {
    const { start, end } = markup;
    const parent = open.at(-1);
    if (parent !== undefined) addText(parent, { start: last, end: start, cdata: false }, source, decode);
    last = end;
    if (markup.kind === 'start') {
      checkDepth(open.length);
      for (; lineEnd >= 0 && lineEnd < start; lineEnd = source.indexOf('\n', lineEnd + 1)) line += 1;
      const scope = declared(markup.attributes, scopes.at(-1), decode);
      const element = begin(markup, scope, line, decode);
      open.push(element);
      scopes.push(scope);
      if (markup.closed) close(element);
    } else if (markup.kind === 'end' && parent !== undefined) {
      parent.contentEnd = start;
      parent.end = end;
      close(parent);
    } else if (markup.kind === 'cdata' && parent !== undefined) {
      addText(parent, { start: start + '<![CDATA['.length, end: end - ']]>'.length, cdata: true }, source, decode);
    }
  }
  if (root === undefined) throw new Error('a document without a root');
  return { root, encoding, source, decode };
}

function addText(parent: Building, text: PlacedText, source: string, decode: Decode): void {
  if (text.end <= text.start) return;
  parent.pieces.push(text);
  const words = decode(source.slice(text.start, text.end), text.cdata);
  const before = parent.children.at(-1);
  if (typeof before === 'string') parent.children[parent.children.length - 1] = before + words;
  else parent.children.push(words);
}

function checkDepth(depth: number): void {
  if (depth >= letterLimits.depth) {
    refuse('xml-too-deep', { place: '/', values: { limit: String(letterLimits.depth) } });
  }
}

function begin(
  tag: Extract<Markup, { kind: 'start' }>,
  scope: Scope | undefined,
  line: number,
  decode: Decode,
): Building {
  const { start, end, closed } = tag;
  const colon = tag.name.indexOf(':');
  const prefix = colon < 0 ? '' : tag.name.slice(0, colon);
  return {
    name: decode(tag.name.slice(colon + 1), true),
    namespace: uriOf(prefix, scope),
    prefix: colon < 0 ? '' : `${prefix}:`,
    children: [],
    pieces: [],
    line,
    start,
    end,
    contentStart: end,
    contentEnd: end,
    selfClosing: closed,
  };
}

const declaration = /[ \t\r\n]xmlns(?::([^\s=]+))?[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/g;
// Values are taken out with their quotes first, so that no declaration is found in one.
const attribute = /[ \t\r\n][^\s=]+[ \t\r\n]*=[ \t\r\n]*(?:"[^"]*"|'[^']*')/g;

function declared(attributes: string, outer: Scope | undefined, decode: Decode): Scope | undefined {
  if (!attributes.includes('xmlns')) return outer;
  let scope = outer;
  for (const [each] of attributes.matchAll(attribute)) {
    declaration.lastIndex = 0;
    const [found, prefix = '', double, single] = declaration.exec(each) ?? [];
    if (found === each) scope = { prefix, uri: decode(double ?? single ?? '', false), outer: scope };
  }
  return scope;
}

function uriOf(prefix: string, scope: Scope | undefined): string {
  for (let at = scope; at !== undefined; at = at.outer) if (at.prefix === prefix) return at.uri;
  return '';
}

/** True for an element among the pieces. */
export function isElement(piece: PlacedText | PlacedElement): piece is PlacedElement {
  return 'pieces' in piece;
}

/** The elements among the children. */
export function placedElementsOf({ children }: PlacedElement): readonly PlacedElement[] {
  return children.filter((child) => typeof child !== 'string');
}
