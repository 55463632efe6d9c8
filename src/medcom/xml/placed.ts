import { refuse } from '../../outcome/problem.ts';
import { type Attribute, attributesOf } from './attributes.ts';
import { decoderOf } from './decode.ts';
import {
  declared,
  namespaceOf,
  namespaceOfAttribute,
  prefixDeclared,
  type Scope,
  schemaInstance,
  split,
} from './namespaces.ts';
import { letterLimits } from './parse.ts';
import type { Encoding } from './prolog.ts';
import { type Markup, Scanner } from './scan.ts';
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

interface Building extends Mutable<Omit<PlacedElement, 'children'>> {
  children: (string | PlacedElement)[];
}

const none: (string | PlacedElement)[] = [];

/**
 * The elements of a document with their places. The bytes are read as Latin-1 whatever their encoding, so that
 * positions are byte offsets (MEDCOM.md, Traps), and nothing is checked: right is what it gives of bytes that libxml2
 * has accepted, or accepts afterwards. Errors: `xml-too-deep`; a plain Error for what libxml2 never accepts.
 */
export function placeElements(bytes: Uint8Array, encoding: Encoding): PlacedDocument {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const decode = decoderOf(encoding, source);
  const open: Building[] = [];
  const scopes: (Scope | undefined)[] = [];
  let parent: Building | undefined;
  let scope: Scope | undefined;
  let root: PlacedElement | undefined;
  let last = 0;
  let line = 1;
  let lineEnd = source.indexOf('\n');
  const scanner = new Scanner(source);
  for (let markup = scanner.next(0); markup !== undefined; markup = scanner.next(last)) {
    const { start, end } = markup;
    if (parent !== undefined && start > last) addText(parent, decode(source.slice(last, start), false));
    last = end;
    if (markup.kind === 'start') {
      checkDepth(open.length);
      for (; lineEnd >= 0 && lineEnd < start; lineEnd = source.indexOf('\n', lineEnd + 1)) line += 1;
      const attributes = markup.attributes === '' ? noAttributes : attributesOf(decode(markup.attributes, true));
      const inner = attributes === noAttributes ? scope : declared(attributes, scope);
      const element = begin(markup, decode(markup.name, true), inner, line);
      if (attributes !== noAttributes) element.strangeAttribute = hasStrange(attributes, inner);
      if (parent === undefined) root = element;
      else addChild(parent, element);
      if (markup.closed) continue;
      open.push(element);
      scopes.push(scope);
      parent = element;
      scope = inner;
    } else if (markup.kind === 'end' && parent !== undefined) {
      parent.contentEnd = start;
      parent.end = end;
      open.pop();
      parent = open.at(-1);
      scope = scopes.pop();
    } else if (markup.kind === 'cdata' && parent !== undefined) {
      const text = cdataOf(markup);
      if (text.end > text.start) addText(parent, decode(source.slice(text.start, text.end), true));
    }
  }
  if (root === undefined) throw new Error('a document without a root');
  return { root, encoding, source, decode };
}

function addText(parent: Building, words: string): void {
  const { children } = parent;
  const before = children.at(-1);
  if (typeof before === 'string') children[children.length - 1] = before + words;
  else addChild(parent, words);
}

/** Most elements have one child; a list that began empty would take the memory of sixteen. */
function addChild(parent: Building, child: string | PlacedElement): void {
  if (parent.children.length === 0) parent.children = [child];
  else parent.children.push(child);
}

function cdataOf({ start, end }: Span): PlacedText {
  return { start: start + '<![CDATA['.length, end: end - ']]>'.length, cdata: true };
}

function checkDepth(depth: number): void {
  if (depth >= letterLimits.depth) {
    refuse('xml-too-deep', { place: { xpath: '/' }, values: { limit: String(letterLimits.depth) } });
  }
}

const noAttributes: readonly Attribute[] = [];

/** `read` is the name in its characters; the prefix is kept as its bytes, which what is put in begins with. */
function begin(
  { name: raw, start, end, closed }: Markup,
  read: string,
  scope: Scope | undefined,
  line: number,
): Building {
  const [prefix, name] = split(read);
  return {
    name,
    namespace: namespaceOf(prefix, scope) ?? '',
    prefix: raw.slice(0, raw.indexOf(':') + 1),
    children: none,
    line,
    start,
    end,
    contentStart: end,
    contentEnd: end,
    selfClosing: closed,
    strangeAttribute: false,
  };
}

/**
 * True where there is an attribute that MedCom's schemas have on no element: any but namespaces and those of XML Schema
 * itself, such as xsi:type.
 */
function hasStrange(attributes: readonly Attribute[], scope: Scope | undefined): boolean {
  for (const { name } of attributes)
    if (prefixDeclared(name) === undefined && namespaceOfAttribute(name, scope) !== schemaInstance) return true;
  return false;
}

/**
 * The texts and elements of an element in document order, each with its place. Worked out again when they are asked
 * for, since few elements ever are: kept in the tree they were a third of its cost.
 */
export function piecesOf(source: string, element: PlacedElement): readonly (PlacedText | PlacedElement)[] {
  const pieces: (PlacedText | PlacedElement)[] = [];
  const elements = placedElementsOf(element).values();
  const scanner = new Scanner(source);
  let last = element.contentStart;
  for (;;) {
    const markup = scanner.next(last);
    const start = Math.min(markup?.start ?? element.contentEnd, element.contentEnd);
    if (start > last) pieces.push({ start: last, end: start, cdata: false });
    if (markup === undefined || start === element.contentEnd) return pieces;
    const child = markup.kind === 'start' ? elements.next().value : undefined;
    if (child !== undefined) pieces.push(child);
    else if (markup.kind === 'cdata') pieces.push(cdataOf(markup));
    last = child?.end ?? markup.end;
  }
}

/** True for an element among the pieces. */
export function isElement(piece: PlacedText | PlacedElement): piece is PlacedElement {
  return 'children' in piece;
}

/** The elements among the children. */
export function placedElementsOf({ children }: PlacedElement): readonly PlacedElement[] {
  return children.filter((child) => typeof child !== 'string');
}
