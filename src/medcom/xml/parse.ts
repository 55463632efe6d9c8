import { setImmediate } from 'node:timers/promises';
import { refuse } from '../../outcome/problem.ts';
import { type Encoding, readProlog } from './prolog.ts';
import type { XmlElement, XmlNode } from './tree.ts';

export type Libxml2 = typeof import('libxml2-wasm');
type Libxml2Document = InstanceType<Libxml2['XmlDocument']>;
type Libxml2Element = InstanceType<Libxml2['XmlElement']>;

// Loaded when first needed: 35 ms that a service without letters need not wait for. Kept, since even a module that is
// loaded takes time to import.
let loaded: Libxml2 | undefined;

// libxml2-wasm makes a WeakRef for each document, which JavaScript keeps, and the document's object with it, until the
// event loop turns: 20 MB in 100,000 letters for a caller whose loop only ever awaits this. With a turn now and then it
// is flat.
const documentsPerTurn = 1_000;
let documents = 0;

/** A document that was read. */
export interface ParsedXml {
  readonly encoding: Encoding;
  readonly root: XmlElement;
}

export interface XmlLimits {
  /** Most bytes of a document. */
  readonly bytes: number;
  /** Most elements within each other. */
  readonly depth: number;
  /** Whether attributes are read too. */
  readonly attributes?: boolean;
}

/** RELIABILITY.md, "XML at the door". */
export const letterLimits: XmlLimits = { bytes: 1_000_000, depth: 100 };

/** An XBIN may have 50 MB. */
export const attachmentLimits: XmlLimits = { bytes: 50_000_000, depth: 100 };

/**
 * Reads XML from bytes, the only way in for XML in this program.
 * Errors: `xml-too-large`, `xml-encoding`, `xml-not-utf8`, `xml-version`, `xml-doctype`, `xml-malformed` (with line and
 * column), `xml-too-deep`.
 */
export function parseXml(bytes: Uint8Array, limits: XmlLimits = letterLimits): Promise<ParsedXml> {
  return withDocument(bytes, limits, (document, libxml2, encoding) => ({
    encoding,
    root: toElement(document.root, libxml2, 1, limits),
  }));
}

/**
 * Parses under the limits, hands libxml2's own document to `use`, and frees it. Errors as `parseXml`, but for the
 * depth.
 */
export async function withDocument<Result>(
  bytes: Uint8Array,
  limits: XmlLimits,
  use: (document: Libxml2Document, libxml2: Libxml2, encoding: Encoding) => Result,
): Promise<Result> {
  return useDocument(bytes, limits, await openLibxml2(), use);
}

/** libxml2 for the next document. */
export async function openLibxml2(): Promise<Libxml2> {
  loaded ??= await import('libxml2-wasm');
  documents += 1;
  if (documents % documentsPerTurn === 0) await setImmediate();
  return loaded;
}

/** The same as `withDocument` for whoever has opened libxml2, and may know the encoding. */
export function useDocument<Result>(
  bytes: Uint8Array,
  limits: XmlLimits,
  libxml2: Libxml2,
  use: (document: Libxml2Document, libxml2: Libxml2, encoding: Encoding) => Result,
  known?: Encoding,
): Result {
  if (bytes.length > limits.bytes)
    refuse('xml-too-large', { place: { xpath: '/' }, values: { limit: String(limits.bytes) } });
  const encoding = known ?? readProlog(bytes);
  const document = parse(bytes, encoding, libxml2, limits);
  try {
    // Both stand guard in case libxml2 reads the prolog otherwise than readProlog does.
    if (document.dtd !== null) refuse('xml-doctype', { place: { xpath: '/' } });
    if ((document.encoding?.toLowerCase() ?? 'utf-8') !== encoding) refuse('xml-encoding', { place: { xpath: '/' } });
    return use(document, libxml2, encoding);
  } finally {
    document.dispose();
  }
}

// libxml2 takes no text longer than this unless told otherwise.
const longestText = 10_000_000;

function parse(bytes: Uint8Array, encoding: Encoding, libxml2: Libxml2, limits: XmlLimits): Libxml2Document {
  const { XML_PARSE_NONET, XML_PARSE_NO_XXE, XML_PARSE_NO_SYS_CATALOG, XML_PARSE_BIG_LINES } = libxml2.ParseOption;
  const huge = bytes.length > longestText ? libxml2.ParseOption.XML_PARSE_HUGE : 0;
  const option = XML_PARSE_NONET | XML_PARSE_NO_XXE | XML_PARSE_NO_SYS_CATALOG | XML_PARSE_BIG_LINES | huge;
  try {
    return libxml2.XmlDocument.fromBuffer(bytes, { option });
  } catch (error) {
    if (!(error instanceof libxml2.XmlLibError)) throw error;
    // The message is never passed on: it may quote the letter.
    const detail = error.details.find(({ level }) => level > 1);
    if (detail?.message.startsWith('Excessive depth') === true) tooDeep(limits.depth);
    const line = encoding === 'utf-8' ? lineOfOtherEncoding(bytes) : undefined;
    if (line !== undefined) refuse('xml-not-utf8', { place: { xpath: '/' }, values: { line: String(line) } });
    refuse('xml-malformed', {
      place: { xpath: '/' },
      values: { line: String(detail?.line ?? 1), column: String(detail?.col ?? 1) },
    });
  }
}

/** The first line whose bytes are not UTF-8; undefined where all are. */
function lineOfOtherEncoding(bytes: Uint8Array): number | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const next = /[^\x80-\xff]+|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/y;
  let at = 0;
  while (at < text.length && next.test(text)) at = next.lastIndex;
  return at < text.length ? text.slice(0, at).split('\n').length : undefined;
}

function toElement(element: Libxml2Element, libxml2: Libxml2, depth: number, limits: XmlLimits): XmlElement {
  if (depth > limits.depth) tooDeep(limits.depth);
  const children: XmlNode[] = [];
  let text = '';
  for (const child of contentOf(element, libxml2)) {
    if (child instanceof libxml2.XmlText || child instanceof libxml2.XmlCData) text += child.content;
    if (!(child instanceof libxml2.XmlElement)) continue;
    if (text !== '') children.push(text);
    text = '';
    children.push(toElement(child, libxml2, depth + 1, limits));
  }
  if (text !== '') children.push(text);
  const attributes = limits.attributes === true ? { attributes: attributesOf(element) } : {};
  return { name: element.name, namespace: element.namespaceUri, children, line: element.line, ...attributes };
}

/** Those without a prefix: the others, such as xsi:type, belong to no letter. */
function attributesOf(element: Libxml2Element): Readonly<Record<string, string>> {
  const plain = element.attrs.filter(({ prefix }) => prefix === '');
  return Object.fromEntries(plain.map(({ name, content }) => [name, content]));
}

/** The element's children, in document order. */
function contentOf(element: Libxml2Element, libxml2: Libxml2): readonly unknown[] {
  const nodes: unknown[] = [];
  for (let child = element.firstChild; child !== null; child = child.next) {
    // libxml2-wasm 0.7.2 gives a processing instruction no `next`; XPath, which is slower, steps over it.
    if (!(child instanceof libxml2.XmlTreeNode)) return element.find('* | text()');
    nodes.push(child);
  }
  return nodes;
}

function tooDeep(limit: number): never {
  refuse('xml-too-deep', { place: { xpath: '/' }, values: { limit: String(limit) } });
}
