import { isXml } from '../fhir-xml/is-xml.ts';
import { type JsonLimits, jsonLimits } from '../questionnaire/json/document.ts';
import type { Received } from '../work/receive.ts';
import { readInput } from './input.ts';
import { noteSent } from './sent.ts';

/**
 * A FHIR resource from a file, or from standard input for `-`: as JSON, or as XML, which JSON never begins like. An
 * unreadable file is an environment problem; codes besides: those of `readResource`.
 */
export async function readResourceFile(file: string): Promise<Received> {
  return resourceOf(await readInput(file, jsonLimits.bytes), jsonLimits);
}

/** The same of bytes: JSON is left to whoever takes it. */
export async function resourceOf(bytes: Uint8Array, limits: JsonLimits): Promise<Received> {
  if (!isXml(bytes)) return bytes;
  const { openFhirXml } = await import('../fhir-xml/fhir-xml.ts');
  const document = (await openFhirXml()).read(bytes, limits);
  noteSent(document);
  return document;
}
