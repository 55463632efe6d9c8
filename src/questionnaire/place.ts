import { capital, openTypes } from './shape/types.ts';

/** A property name or an index. */
export type Step = string | number;

const plausibleName = /^[A-Za-z_][A-Za-z0-9]{0,63}$/;
const values = new Set(openTypes.map((type) => `value${capital(type)}`));
const authors = new Set(['authorReference', 'authorString']);

/**
 * True for what could be a FHIR property or type name. Any other name is content, and content never gets into an error
 * text.
 */
export function isName(text: unknown): text is string {
  return typeof text === 'string' && plausibleName.test(text);
}

/**
 * True for what could be a FHIR property: letters only but for base64, so that no number of a citizen is taken for one.
 */
export function isPropertyName(text: string): boolean {
  return /^_?[a-z][A-Za-z]{0,63}(?:64Binary)?$/.test(text);
}

/**
 * The FHIRPath of a place in a resource: `QuestionnaireResponse.item[2].answer[0].value.code`. It ends before a name
 * that is no FHIR name. Of what a contained resource holds, the JSON names stand, but for `value[x]`.
 */
export function fhirPath(root: string, steps: readonly Step[]): string {
  let path = root;
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`;
    else if (isPropertyName(step)) path += `.${elementName(step)}`;
    else return path;
  }
  return path;
}

/**
 * The FHIRPath name of a JSON property: `valueCoding` -> `value`, in an Annotation `authorString` -> `author`, `_text`
 * -> `text`.
 */
function elementName(property: string): string {
  const name = property.startsWith('_') ? property.slice(1) : property;
  return choiceOf(name) ?? name;
}

/** The choice element that a JSON property without `_` is one of: `valueCoding` -> `value`, `code` -> undefined. */
export function choiceOf(name: string): string | undefined {
  // Most names begin otherwise, and it is asked of every name of a response.
  const first = name.charCodeAt(0);
  if (first === 0x76) return values.has(name) ? 'value' : undefined;
  return first === 0x61 && authors.has(name) ? 'author' : undefined;
}
