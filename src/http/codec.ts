import { type JsonDocument, type JsonLimits, readJson } from '../questionnaire/json/document.ts';

/** A form in which resources come in and go out. Nothing else in the service knows of one. */
export interface Codec {
  /** Its media types, in lower case. */
  readonly types: readonly string[];
  /** Its values of `_format` besides those. */
  readonly formats: readonly string[];
  /** The Content-Type of its answers. */
  readonly contentType: string;
  /** Throws a Refusal; of JSON, with the codes of `readJson`. */
  readonly read: (bytes: Uint8Array, limits: JsonLimits) => JsonDocument;
  readonly write: (resource: object) => Buffer;
}

/** Only JSON.stringify understands the raw numbers of a received response. */
export const json: Codec = {
  types: ['application/fhir+json', 'application/json'],
  formats: ['json'],
  contentType: 'application/fhir+json; charset=utf-8',
  read: readJson,
  write: (resource) => Buffer.from(JSON.stringify(resource)),
};

/** Every form that the service speaks; the first is used where a client does not choose. */
export const codecs: readonly Codec[] = [json];
