/**
 * Where a problem is. A string is a FHIRPath with indexes, as a response or another resource is pointed into; a letter
 * is pointed into by an XPath; and what a caller chose is an option, which each face knows by a name of its own.
 */
export type Place = string | XmlPlace | OptionPlace;

/** A place in an XML document. */
export interface XmlPlace {
  /** With the positions of elements that may repeat. */
  readonly xpath: string;
  /** The line of the bytes, from 1, where the element is strange there and its name therefore is not told. */
  readonly line?: number;
}

/**
 * What a caller chose, by its neutral key: `patientName` is `--patient-name` at the command line and the field
 * `patientName` over HTTP.
 */
export interface OptionPlace {
  readonly option: string;
  /** A FHIRPath in the resource that was given as the option, such as `Organization.identifier`. */
  readonly path?: string;
}

/** What a face calls an option, by its neutral key. */
export type OptionName = (option: string) => string;

/** An element below another one, by a step of an XPath or several. */
export function below({ xpath }: XmlPlace, step: string): XmlPlace {
  return { xpath: `${xpath}/${step}` };
}

/** The same in a letter; in a resource, where places are FHIRPaths, the place itself. */
export function within(place: Place, step: string): Place {
  return typeof place === 'object' && 'xpath' in place ? below(place, step) : place;
}

/** A sentence of the catalog with its options, `{option:patientName}`, as the face calls them. */
export function nameOptions(text: string, optionName: OptionName): string {
  return text.replace(/\{option:(\w+)\}/g, (_, option: string) => optionName(option));
}

/** The FHIRPath of a place in a resource; empty for any other place. */
export function fhirPathIn(place: Place | undefined): string {
  return typeof place === 'string' ? place : '';
}
