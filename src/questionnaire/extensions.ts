import type { Element, Extension } from 'fhir/r4.js';
import { readValue, type Value } from './values/value.ts';

const core = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';

/** The extensions of a Questionnaire and its response that say what a right answer is, and in which words. */
export const url = {
  translation: `${core}translation`,
  itemWeight: `${core}itemWeight`,
  ordinalValue: `${core}ordinalValue`,
  minOccurs: `${core}questionnaire-minOccurs`,
  maxOccurs: `${core}questionnaire-maxOccurs`,
  minLength: `${core}minLength`,
  regex: `${core}regex`,
  minValue: `${core}minValue`,
  maxValue: `${core}maxValue`,
  minQuantity: `${sdc}minQuantity`,
  maxQuantity: `${sdc}maxQuantity`,
  maxDecimalPlaces: `${core}maxDecimalPlaces`,
  mimeType: `${core}mimeType`,
  maxSize: `${core}maxSize`,
  unit: `${core}questionnaire-unit`,
  unitOption: `${core}questionnaire-unitOption`,
  unitValueSet: `${core}questionnaire-unitValueSet`,
  referenceResource: `${core}questionnaire-referenceResource`,
  referenceProfile: `${core}questionnaire-referenceProfile`,
  optionExclusive: `${core}questionnaire-optionExclusive`,
  hidden: `${core}questionnaire-hidden`,
  signatureRequired: `${core}questionnaire-signatureRequired`,
  signature: `${core}questionnaireresponse-signature`,
  variable: `${core}variable`,
  constraint: `${core}questionnaire-constraint`,
  targetConstraint: `${core}targetConstraint`,
  calculatedExpression: `${sdc}calculatedExpression`,
  initialExpression: `${sdc}initialExpression`,
  enableWhenExpression: `${sdc}enableWhenExpression`,
  answerExpression: `${sdc}answerExpression`,
  answerOptionsToggle: `${sdc}answerOptionsToggleExpression`,
  unitOpen: `${sdc}unitOpen`,
  unitSupplementalSystem: `${sdc}unitSupplementalSystem`,
  cqfExpression: `${core}cqf-expression`,
  cqfCalculatedValue: `${core}cqf-calculatedValue`,
  dataAbsentReason: `${core}data-absent-reason`,
} as const;

/** An element that may have extensions. */
export interface Extensible {
  readonly extension?: readonly Extension[] | undefined;
}

/** Every extension of an element with that url. */
export function extensions(element: Extensible, wanted: string): readonly Extension[] {
  return element.extension?.filter((extension) => extension.url === wanted) ?? [];
}

/** The value of the first extension with one of the urls. */
export function extensionValue(element: Extensible, ...wanted: readonly string[]): Value | undefined {
  const found = element.extension?.find((extension) => wanted.includes(extension.url));
  return found === undefined ? undefined : readValue(found);
}

/** The integer of an extension (a decimal without fraction too); undefined where there is none. */
export function integerOf(element: Extensible, wanted: string): number | undefined {
  const value = extensionValue(element, wanted)?.value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

export function isTrue(element: Extensible, wanted: string): boolean {
  return extensionValue(element, wanted)?.value === true;
}

/** A decimal extension such as itemWeight or ordinalValue. */
export function decimalExtension(element: Extensible | undefined, wanted: string): number | undefined {
  return element?.extension?.find((extension) => extension.url === wanted)?.valueDecimal;
}

/** itemWeight and ordinalValue of an element. */
export function extendedWeights(element: Extensible): readonly number[] {
  const found = [url.itemWeight, url.ordinalValue].map((wanted) => decimalExtension(element, wanted));
  return found.filter((weight) => weight !== undefined);
}

/** The content of every `translation` extension, by language. */
export function translations(element: Element | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const extension of element?.extension ?? []) {
    if (extension.url !== url.translation) continue;
    const language = extension.extension?.find((part) => part.url === 'lang')?.valueCode;
    const content = extension.extension?.find((part) => part.url === 'content');
    const text = content?.valueString ?? content?.valueMarkdown;
    if (language !== undefined && text !== undefined) found.set(language, text);
  }
  return found;
}
