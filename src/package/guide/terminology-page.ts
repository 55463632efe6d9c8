import { conceptText } from '../../model/fhir.ts';
import { headingOf, opening } from './definition.ts';
import { code, contents, html, type Language, page, table } from './html.ts';
import { imprintOf, type Source } from './source.ts';

const words = {
  heads: { da: ['Kode', 'Betydning'], en: ['Code', 'Meaning'] },
  set: { da: 'Værdisæt', en: 'Value set' },
  system: { da: 'Kodesystem', en: 'Code system' },
} as const;

/** The code systems with their codes; the value set of the same name stands with each, others after them. */
export function terminologyPage(source: Source, language: Language): string {
  const systems = source.resources.filter((resource) => resource.resourceType === 'CodeSystem');
  const sets = source.resources.filter((resource) => resource.resourceType === 'ValueSet');
  const others = sets.filter((set) => systems.every(({ id }) => id !== set.id));
  const headings = [...systems, ...others].map((one) => headingOf(one, language));
  const ofSystems = systems.map((system) => {
    const { id, url, version, concept } = system;
    const { text } = headingOf(system, language);
    const rows = (concept ?? []).map((one) => [code(one.code), html(conceptText(one)[language])]);
    const set = sets.find((one) => one.id === id);
    const named = set === undefined ? '' : `<br>${words.set[language]}: ${code(`${set.url}|${set.version}`)}`;
    return `${opening(system, language)}<p>${words.system[language]}: ${code(`${url}|${version}`)}${named}</p>
${table(text, words.heads[language], rows)}`;
  });
  const ofOthers = others.map((set) => {
    const included = (set.compose?.include ?? []).map(({ system }) => {
      const found = systems.find((one) => one.url === system);
      return found === undefined ? code(system) : `<a href="#${found.id}">${html(found.id)}</a>`;
    });
    return `${opening(set, language)}<p>${words.set[language]}: ${code(`${set.url}|${set.version}`)}, ${included.join(', ')}</p>`;
  });
  const content = [contents(headings), ...ofSystems, ...ofOthers].join('\n');
  return page(language, 'terminology', content, imprintOf(source));
}
