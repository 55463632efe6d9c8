import type { CodeSystemConcept, Coding, Element, Extension } from 'fhir/r4.js';
import type { Text } from './types.ts';

/** Canonical urls of the extensions that the profiles use. */
export const extensionUrl = {
  translation: 'http://hl7.org/fhir/StructureDefinition/translation',
  itemWeight: 'http://hl7.org/fhir/StructureDefinition/itemWeight',
  ordinalValue: 'http://hl7.org/fhir/StructureDefinition/ordinalValue',
} as const;

interface Extensible {
  extension?: Extension[] | undefined;
}

/** The content of every `translation` extension, by language. */
export function translations(element: Element | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const extension of element?.extension ?? []) {
    if (extension.url !== extensionUrl.translation) continue;
    const language = extension.extension?.find((part) => part.url === 'lang')?.valueCode;
    const content = extension.extension?.find((part) => part.url === 'content');
    const text = content?.valueString ?? content?.valueMarkdown;
    if (language !== undefined && text !== undefined) found.set(language, text);
  }
  return found;
}

/** A Danish primary text with its English translation; the Danish one again where none is given. */
export function textOf(danish: string, element: Element | undefined): Text {
  return { da: danish, en: translations(element).get('en') ?? danish };
}

/** The display of a concept with its English designation. */
export function conceptText(concept: CodeSystemConcept): Text {
  const da = concept.display ?? concept.code;
  const en = concept.designation?.find((designation) => designation.language === 'en')?.value;
  return { da, en: en ?? da };
}

/** A numeric property of a concept (decimal or integer). */
export function numberProperty(concept: CodeSystemConcept, code: string): number | undefined {
  const property = concept.property?.find((candidate) => candidate.code === code);
  return property?.valueDecimal ?? property?.valueInteger;
}

/** A decimal extension such as itemWeight or ordinalValue. */
export function decimalExtension(element: Extensible | undefined, url: string): number | undefined {
  return element?.extension?.find((extension) => extension.url === url)?.valueDecimal;
}

/** `system|code`, the key under which codings are compared. */
export function codingKey(coding: Pick<Coding, 'system' | 'code'>): string {
  return `${coding.system ?? ''}|${coding.code ?? ''}`;
}
