import { openFhirXml } from '../fhir-xml/fhir-xml.ts';
import { type JsonDocument, type JsonLimits, readJson } from '../questionnaire/json/document.ts';
import { jsonText } from '../resources/json-bytes.ts';
import { bytesOf, utf8 } from '../resources/utf8.ts';

/** A form of resources that is ready to be read and written. */
export interface Form {
  /** Throws a Refusal; of JSON, with the codes of `readJson`, of XML, with those of `readResource`. */
  readonly read: (bytes: Uint8Array, limits: JsonLimits) => JsonDocument;
  readonly write: (resource: object) => Buffer;
  /**
   * The same with a character for each byte, where it is made so: Node sends it as it is, and a Bundle takes no memory
   * beside the heap, which is given back long after it was sent.
   */
  readonly text?: (resource: object) => string;
}

/** A form in which resources come in and go out. Nothing else in the service knows of one. */
export interface Codec {
  /** Its media types, in lower case. */
  readonly types: readonly string[];
  /** Its values of `_format` besides those. */
  readonly formats: readonly string[];
  /** The Content-Type of its answers. */
  readonly contentType: string;
  readonly ready: () => Form | Promise<Form>;
}

export const jsonForm: Form = {
  read: readJson,
  write: (resource) => bytesOf(text(resource)),
  text,
};

function text(resource: object): string {
  return isOutcome(resource) ? utf8(JSON.stringify(resource)) : jsonText(resource);
}

/** Nothing of it is `fixed`, and most are short: JSON.stringify is quicker then. */
function isOutcome(resource: object): boolean {
  return 'resourceType' in resource && resource.resourceType === 'OperationOutcome';
}

export const json: Codec = {
  types: ['application/fhir+json', 'application/json'],
  formats: ['json'],
  contentType: 'application/fhir+json; charset=utf-8',
  ready: () => jsonForm,
};

export const xml: Codec = {
  types: ['application/fhir+xml', 'application/xml', 'text/xml'],
  formats: ['xml'],
  contentType: 'application/fhir+xml; charset=utf-8',
  ready: openFhirXml,
};

/** Every form that the service speaks; the first is used where a client does not choose. */
export const codecs: readonly Codec[] = [json, xml];
