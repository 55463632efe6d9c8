import { applyEdits } from '../attach/edit.ts';
import { type PlacedElement, placedElementsOf, placeElements, type Span } from '../xml/placed.ts';
import type { Planned } from './attach.ts';
import { behind, utf8Edit, widthOf } from './utf8.ts';
import { extensions } from './vocabulary.ts';

/** The bytes of a message in FHIR XML with the change that is planned; every other byte stays. */
export function writeXmlChange(bytes: Uint8Array, { message, change }: Planned): Uint8Array {
  if (change.kind === 'none') return bytes;
  const document = placeElements(bytes, 'utf-8');
  const { root, source } = document;
  const resourceAt = (index: number) => child(child(children(root, 'entry')[index], 'resource'), undefined);
  const communication = resourceAt(message.communication.index);
  const payloads = children(communication, 'payload');
  if (change.kind === 'replace') {
    const text = child(payloads[change.payload], 'contentString');
    return applyEdits(document, [utf8Edit(insideValue(source, text, change.span), attributeText(change.text))]);
  }
  const last = payloads.at(-1);
  const provenance = resourceAt(message.provenance.index);
  const entity = children(provenance, 'entity').at(-1);
  if (last === undefined || entity === undefined) throw new Error('what was read is there');
  const { contentString = '', extension = [] } = change.payload;
  const newest = payloads[change.like] ?? last;
  const signed = children(newest, 'extension').filter(
    (one) => isOf(source, one, extensions.author) || isOf(source, one, extensions.contact),
  );
  // What stands beside may have a namespace of its own.
  const tag = markupLike(communication);
  const date = extension.find(({ url }) => url === extensions.date)?.valueDateTime ?? '';
  const numbered = extension.find(({ url }) => url === extensions.identifier)?.valueIdentifier;
  const identifier =
    tag('value', numbered?.value ?? '') +
    (numbered?.assigner?.reference === undefined
      ? ''
      : tag('assigner', undefined, tag('reference', numbered.assigner.reference)));
  const payload = tag(
    'payload',
    undefined,
    tag('extension', extensions.date, tag('valueDateTime', date)) +
      tag('extension', extensions.identifier, tag('valueIdentifier', undefined, identifier)) +
      asText(signed.map((one) => copied(source, one, newest)).join('')) +
      tag('contentString', contentString),
  );
  const like = markupLike(provenance);
  const named = like('identifier', undefined, like('value', change.entity.what.identifier?.value ?? ''));
  const noted = like('entity', undefined, like('role', 'source') + like('what', undefined, named));
  return applyEdits(document, [behind(last, payload), behind(entity, noted)]);
}

function children(parent: PlacedElement, name: string): readonly PlacedElement[] {
  return placedElementsOf(parent).filter((one) => one.name === name);
}

/** Whatever it is called, where no name is given. */
function child(parent: PlacedElement | undefined, name: string | undefined): PlacedElement {
  const found = parent && placedElementsOf(parent).find((one) => name === undefined || one.name === name);
  if (found === undefined) throw new Error('what was read is there');
  return found;
}

function startTag(source: string, { start, contentStart }: PlacedElement): string {
  return source.slice(start, contentStart);
}

function isOf(source: string, element: PlacedElement, url: string): boolean {
  return attributesIn(startTag(source, element)).some(({ name, value }) => name === 'url' && value === url);
}

interface WrittenAttribute {
  readonly name: string;
  /** As it stands between its quotes, and where it begins in the start tag. */
  readonly value: string;
  readonly at: number;
  readonly text: string;
}

/** Each with its value, so that nothing in a value is taken for an attribute. */
function attributesIn(tag: string): readonly WrittenAttribute[] {
  return [...tag.matchAll(/\s([^\s=]+)\s*=\s*(["'])(.*?)\2/gs)].map(
    ({ 0: text, 1: name = '', 3: value = '', index }) => ({
      ...{ name, value, text },
      at: index + text.length - value.length - 1,
    }),
  );
}

/** What is taken out of a payload takes along the namespaces that this declares. */
function copied(source: string, element: PlacedElement, payload: PlacedElement): string {
  const own = new Set(attributesIn(startTag(source, element)).map(({ name }) => name));
  const declared = attributesIn(startTag(source, payload)).filter(
    ({ name }) => /^xmlns(?::|$)/.test(name) && !own.has(name),
  );
  const text = source.slice(element.start, element.end);
  const name = /^<[^\s/>]+/.exec(text)?.[0] ?? '';
  return name + declared.map((one) => one.text).join('') + text.slice(name.length);
}

/** Elements within another one, with its prefix: `value` goes to the attribute that FHIR has for it. */
function markupLike({ prefix }: PlacedElement) {
  return (name: string, value: string | undefined, content = '') => {
    const attribute = name === 'extension' ? 'url' : 'value';
    const open = `<${prefix}${name}${value === undefined ? '' : ` ${attribute}="${attributeText(value)}"`}`;
    return content === '' ? `${open}/>` : `${open}>${content}</${prefix}${name}>`;
  };
}

/** MedCom's line breaks in XML are `&#xA;`: a literal one in an attribute is a blank. */
function attributeText(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[\t\n\r]/g, (one) => `&#x${one.charCodeAt(0).toString(16).toUpperCase()};`);
}

/** A part of an attribute's value, by its characters, as it stands in the bytes. */
function insideValue(source: string, element: PlacedElement, { start, end }: Span): Span {
  const tag = startTag(source, element);
  const found = attributesIn(tag).find(({ name }) => name === 'value');
  if (found === undefined) throw new Error('what was read is there');
  let at = element.start + found.at;
  let index = 0;
  const step = (to: number) => {
    while (index < to) {
      const [bytes, characters] = characterAt(source, at);
      at += bytes;
      index += characters;
    }
    return at;
  };
  return { start: step(start), end: step(end) };
}

/** How many bytes a character takes, and how many of JavaScript's. */
function characterAt(source: string, at: number): readonly [bytes: number, characters: number] {
  const first = source.charCodeAt(at);
  if (first === 0x26) {
    const reference = source.slice(at, source.indexOf(';', at) + 1);
    const code = /^&#x([0-9a-f]+);$/i.exec(reference)?.[1];
    const number = code === undefined ? Number(/^&#(\d+);$/.exec(reference)?.[1] ?? 0) : Number.parseInt(code, 16);
    return [reference.length, number > 0xffff ? 2 : 1];
  }
  if (first === 0x0d && source[at + 1] === '\n') return [2, 1];
  return widthOf(first);
}

/** What stands in the bytes, as text. */
function asText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}
