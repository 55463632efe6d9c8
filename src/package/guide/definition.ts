import type { StructureDefinition } from 'fhir/r4.js';
import { textOf } from '../../model/fhir.ts';
import { type Heading, html, type Language } from './html.ts';

/** What every definition tells of itself. */
type Definition = Partial<Pick<StructureDefinition, 'id' | 'title' | '_title' | 'description' | '_description'>>;

export function headingOf({ id, title = '', _title }: Definition, language: Language): Heading {
  return { id, text: textOf(title, _title)[language] };
}

export function descriptionOf({ description = '', _description }: Definition, language: Language): string {
  return textOf(description, _description)[language];
}

/** The part of a page that tells of a definition begins with its title, as a heading, and its description. */
export function opening(definition: Definition, language: Language): string {
  const { id, text } = headingOf(definition, language);
  return `<h2 id="${id}">${html(text)}</h2><p>${html(descriptionOf(definition, language))}</p>`;
}
