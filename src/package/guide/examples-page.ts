import type { FhirResource, StructureDefinition } from 'fhir/r4.js';
import { fileName } from '../resource-file.ts';
import { headingOf } from './definition.ts';
import { contents, html, type Language, page } from './html.ts';
import { imprintOf, type Source } from './source.ts';

const words = {
  about: {
    da: 'Hvad programmet gør af svar. Hvert eksempel viser ressourcens egen tekst, som den står for læseren, og fører til dens fil.',
    en: "What the program makes of responses. Each example shows the resource's own text, as a reader sees it, and leads to its file.",
  },
  noText: { da: 'Svaret er afsenderens og har ingen tekst.', en: "The response is the sender's and has no text." },
} as const;

/** The examples by what they show, each with the picture that its narrative gives. */
export function examplesPage(source: Source, language: Language): string {
  const groups = [...Map.groupBy(source.examples, ({ title }) => title[language])];
  const headings = groups.map(([text], index) => ({ id: `e${index}`, text }));
  const profiles = source.resources.filter((resource) => resource.resourceType === 'StructureDefinition');
  const parts = groups.map(([title, all], index) => {
    const items = all.map(({ resource }) => item(resource, profiles, source.exampleFolder, language));
    return `<h2 id="e${index}">${html(title)}</h2>${items.join('\n')}`;
  });
  const content = `<p>${words.about[language]}</p>\n${contents(headings)}\n${parts.join('\n')}`;
  return page(language, 'examples', content, imprintOf(source));
}

function item(
  resource: FhirResource,
  profiles: readonly StructureDefinition[],
  folder: string,
  language: Language,
): string {
  const { resourceType, meta } = resource;
  const profile = profiles.find(({ url }) => meta?.profile?.some((one) => one.startsWith(`${url}|`)));
  const title = profile === undefined ? resourceType : headingOf(profile, language).text;
  const told = resource.resourceType === 'Task' ? `: ${resource.description}` : '';
  const picture = 'text' in resource ? resource.text?.div : undefined;
  const file = fileName(resource);
  return `<details><summary>${html(`${title}${told}`)} <small>(${resourceType})</small></summary>${picture ?? `<p>${words.noText[language]}</p>`}<p><a href="${folder}/${file}">${html(file)}</a></p></details>`;
}
