import { type Libxml2, useDocument } from '../medcom/xml/parse.ts';
import { Scanner } from '../medcom/xml/scan.ts';
import { refuse } from '../outcome/problem.ts';
import { documentOfKept, type JsonDocument, type JsonLimits } from '../questionnaire/json/document.ts';
import type { R4 } from '../questionnaire/shape/r4.ts';
import { xmlPlaces } from './places.ts';
import { createReader } from './reader.ts';

const utf8 = new TextDecoder();

/**
 * The resource in an XML document, as the JSON document that it would be: digits of numbers, dates and white space as
 * sent; comments and processing instructions are left out.
 *
 * Throws a Refusal: xml-too-large, xml-encoding (UTF-8 only), xml-version, xml-doctype, xml-malformed, xml-not-utf8,
 * xml-too-deep, xml-namespace, xml-text, xml-order; and those of JSON's shape that can be told from the XML:
 * resource-type-missing, property-unknown, property-name, list-unexpected, value-choice, empty-element, format-wrong,
 * json-number, json-character. Each with its FHIRPath, XPath and line.
 */
export function readResource(bytes: Uint8Array, limits: JsonLimits, libxml2: Libxml2, r4: R4): JsonDocument {
  useDocument(bytes, limits, libxml2, (_document, _libxml2, encoding) => {
    if (encoding !== 'utf-8') refuse('xml-encoding', { place: { xpath: '/' } });
  });
  const text = utf8.decode(bytes);
  const reader = createReader(text, limits.depth, r4);
  const scanner = new Scanner(text);
  let last = 0;
  for (let markup = scanner.next(0); markup !== undefined; markup = scanner.next(last)) {
    const { start, end } = markup;
    if (start > last) reader.text(last, start);
    last = end;
    if (markup.kind === 'cdata') reader.text(start, end);
    else if (markup.kind === 'end') reader.close(end);
    else if (markup.kind === 'start') reader.open(markup.name, markup.attributes, start, markup.closed);
  }
  const { kept, raw } = reader.resource();
  return documentOfKept(kept, raw, xmlPlaces(bytes));
}
