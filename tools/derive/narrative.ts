import type { FhirResource } from 'fhir/r4.js';
import { textOf } from '../../src/model/fhir.ts';

interface Described {
  readonly text?: { readonly div: string };
  readonly title?: string;
  readonly _title?: object;
  readonly description?: string;
  readonly _description?: object;
}

const root = '<div xmlns="http://www.w3.org/1999/xhtml" lang="da" xml:lang="da">';

/**
 * A resource whose narrative says its title and description, Danish whole and then English. One that has another
 * narrative keeps it.
 */
export function withNarrative(resource: FhirResource): FhirResource {
  const { text, title = '', _title, description = '', _description }: Described = Object(resource);
  if (text === undefined || !/^<div [^>]*><p><b>[^<]*<\/b><\/p><p>[^<]*<\/p><p lang="en"[^>]*><b>/.test(text.div))
    return resource;
  const [name, about] = [textOf(title, _title), textOf(description, _description)];
  const danish = `<p><b>${escaped(name.da)}</b></p><p>${escaped(about.da)}</p>`;
  const english = `<p lang="en" xml:lang="en"><b>${escaped(name.en)}</b>: ${escaped(about.en)}</p>`;
  return { ...resource, text: { status: 'generated', div: `${root}${danish}${english}</div>` } } as FhirResource;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
