import { type Libxml2, useDocument } from '../medcom/xml/parse.ts';
import { Refusal, refuse } from '../outcome/problem.ts';
import { literalOf } from '../questionnaire/json/numbers.ts';
import type { R4, R4Element, R4Type } from '../questionnaire/shape/r4.ts';
import { escaped } from './escape.ts';
import { fhir } from './namespaces.ts';
import { xmlDiv } from './narrative.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * A resource as an XML document in UTF-8: its elements in R4's order, whatever the order of its properties; numbers
 * with the digits of `kept`. What was written is read back by libxml2. Throws a Refusal: xml-unwritable, with the
 * FHIRPath of what R4 has no element for or of a narrative that is no XHTML.
 */
export function writeResource(resource: object, libxml2: Libxml2, r4: R4): Buffer {
  const isDocument = (bytes: Buffer): boolean => {
    try {
      useDocument(bytes, { bytes: Number.POSITIVE_INFINITY, depth: 100 }, libxml2, () => undefined);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  };
  const writing = { r4, isDocument };
  const bytes = Buffer.from(`${declaration}${resourceXml(resource as Json, '', ` xmlns="${fhir}"`, writing)}`);
  if (!isDocument(bytes)) unwritable('', 'resourceType');
  return bytes;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

interface Writing {
  readonly r4: R4;
  readonly isDocument: (bytes: Buffer) => boolean;
}

function resourceXml(resource: Json, place: string, namespace: string, writing: Writing): string {
  const name = resource.resourceType;
  const type = typeof name === 'string' ? writing.r4(name) : undefined;
  if (type?.isResource !== true) return unwritable(place, 'resourceType');
  const { resourceType: _, ...properties } = resource;
  return elementXml(type.name, type, properties, place === '' ? type.name : place, namespace, writing);
}

function elementXml(name: string, type: R4Type, json: Json, place: string, extra: string, writing: Writing): string {
  let attributes = '';
  let content = '';
  let left = 0;
  // As JSON has it, a property without a value is none.
  for (const name in json) if (json[name] !== undefined) left += 1;
  for (const { name: own } of type.attributes.values()) {
    const value = json[own];
    if (value === undefined) continue;
    left -= 1;
    if (typeof value !== 'string') unwritable(place, own);
    attributes += ` ${own}="${escaped(value)}"`;
  }
  for (const element of type.elements.values()) {
    const value = json[element.name];
    const more = json[`_${element.name}`];
    if (value === undefined && more === undefined) continue;
    left -= value === undefined || more === undefined ? 1 : 2;
    content += valuesXml(element, value, more, place, writing);
  }
  // A name that R4 does not know would be lost.
  if (left > 0) unwritable(place, Object.keys(json).find((key) => !isKnown(type, key)) ?? '');
  const start = `${name}${attributes}${extra}`;
  return content === '' ? `<${start}/>` : `<${start}>${content}</${name}>`;
}

function isKnown({ attributes, elements }: R4Type, key: string): boolean {
  return attributes.has(key) || elements.has(key.replace(/^_/, ''));
}

/** All values of an element; `more` are those of its `_name`. */
function valuesXml(element: R4Element, value: unknown, more: unknown, place: string, writing: Writing): string {
  const path = `${place}.${element.choice ?? element.name}`;
  if (!element.many) return valueXml(element, value, more, path, writing);
  const [values, others] = [listOf(value, path, element.name), listOf(more, path, element.name)];
  let xml = '';
  for (let index = 0; index < Math.max(values.length, others.length); index += 1) {
    xml += valueXml(element, values[index] ?? undefined, others[index] ?? undefined, `${path}[${index}]`, writing);
  }
  return xml;
}

function listOf(value: unknown, path: string, name: string): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : unwritable(path, name);
}

function valueXml(
  { name, type, primitive }: R4Element,
  value: unknown,
  more: unknown,
  path: string,
  writing: Writing,
): string {
  if (type === 'xhtml') {
    const div = typeof value === 'string' ? xmlDiv(value) : unwritable(path, name);
    // The only text that goes in as it is: by itself it has to be one element and no more.
    return writing.isDocument(Buffer.from(div)) ? div : unwritable(path, name);
  }
  if (primitive) {
    const text = value === undefined ? undefined : primitiveText(value, path, name);
    const attribute = text === undefined ? '' : ` value="${escaped(text)}"`;
    const own = writing.r4('Element');
    if (more === undefined || own === undefined) return `<${name}${attribute}/>`;
    return elementXml(name, own, objectOf(more, path, name), path, attribute, writing);
  }
  if (more !== undefined) return unwritable(path, `_${name}`);
  const json = objectOf(value, path, name);
  if (type === 'Resource') return `<${name}>${resourceXml(json, path, '', writing)}</${name}>`;
  const own = writing.r4(type);
  return own === undefined ? unwritable(path, name) : elementXml(name, own, json, path, '', writing);
}

function primitiveText(value: unknown, path: string, name: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return literalOf(value) ?? unwritable(path, name);
}

function objectOf(value: unknown, path: string, name: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  return unwritable(path, name);
}

function unwritable(place: string, name: string): never {
  refuse('xml-unwritable', { ...(place === '' ? {} : { place }), values: { name } });
}
