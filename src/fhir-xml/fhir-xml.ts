import { openLibxml2 } from '../medcom/xml/parse.ts';
import { type JsonDocument, type JsonLimits, jsonLimits } from '../questionnaire/json/document.ts';
import { loadR4 } from '../questionnaire/shape/r4.ts';
import { readResource } from './read.ts';
import { writeResource } from './write.ts';

/** FHIR's XML form (https://hl7.org/fhir/R4/xml.html), in and out. */
export interface FhirXml {
  /** Errors: see `readResource`. */
  readonly read: (bytes: Uint8Array, limits?: JsonLimits) => JsonDocument;
  /** Errors: see `writeResource`. */
  readonly write: (resource: object) => Buffer;
}

/** Ready for the next document. What it needs is loaded at the first call; the event loop gets a turn now and then. */
export async function openFhirXml(): Promise<FhirXml> {
  const [libxml2, r4] = await Promise.all([openLibxml2(), loadR4()]);
  return {
    read: (bytes, limits = jsonLimits) => readResource(bytes, limits, libxml2, r4),
    write: (resource) => writeResource(resource, libxml2, r4),
  };
}
