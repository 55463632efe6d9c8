import type { ElementDefinition, FhirResource, StructureDefinition } from 'fhir/r4.js';
import { textOf } from '../../model/fhir.ts';
import { headingOf, opening } from './definition.ts';
import { code, contents, html, type Language, page, table } from './html.ts';
import { imprintOf, type Source } from './source.ts';

const words = {
  heads: {
    da: ['Element', 'Antal', 'Hvad det er', 'Krav'],
    en: ['Element', 'Count', 'What it is', 'Constraint'],
  },
  derived: { da: 'bygger på', en: 'derived from' },
  to: { da: 'henviser til', en: 'refers to' },
  codes: { da: 'koder af', en: 'codes of' },
  closed: { da: 'intet andet end udsnittene', en: 'nothing but the slices' },
  obligation: {
    da: 'Alle elementer her skal understøttes (mustSupport): de, der sender, udfylder dem, når de ved det; de, der modtager, viser dem og taber dem ikke.',
    en: 'All elements here are to be supported (mustSupport): senders fill them in where they know them; receivers show them and do not lose them.',
  },
} as const;

/** The profiles, each with its elements as a tree. */
export function profilesPage(source: Source, language: Language): string {
  const profiles = source.resources.filter((resource) => resource.resourceType === 'StructureDefinition');
  const headings = profiles.map((one) => headingOf(one, language));
  const parts = profiles.map((one) => profilePart(one, source.resources, language));
  const content = `<p>${words.obligation[language]}</p>\n${contents(headings)}\n${parts.join('\n')}`;
  return page(language, 'profiles', content, imprintOf(source));
}

function profilePart(profile: StructureDefinition, all: readonly FhirResource[], language: Language): string {
  const { url, version, baseDefinition } = profile;
  const { text } = headingOf(profile, language);
  const rows = (profile.differential?.element ?? []).map((element) => row(element, profile, all, language));
  return `${opening(profile, language)}<p>${code(`${url}|${version}`)}, ${words.derived[language]} ${code(baseDefinition)}</p>
${table(text, words.heads[language], rows, 'tree')}`;
}

function row(
  element: ElementDefinition,
  { snapshot }: StructureDefinition,
  all: readonly FhirResource[],
  language: Language,
): readonly string[] {
  const whole = snapshot?.element.find((one) => one.id === element.id);
  const names = (element.id ?? '').split('.');
  const depth = Math.min(names.length - 1, 3);
  const name = code(names.at(-1));
  return [
    depth === 0 ? name : `<span class="in${depth}">${name}</span>`,
    `${element.min ?? whole?.min ?? ''}..${element.max ?? whole?.max ?? ''}`,
    `<strong>${html(textOf(element.short ?? whole?.short ?? '', element._short)[language])}</strong>. ${html(textOf(element.definition ?? '', element._definition)[language])}`,
    demandsOf(element, all, language).join('<br>'),
  ];
}

function demandsOf(element: ElementDefinition, all: readonly FhirResource[], language: Language): readonly string[] {
  const fixed = Object.entries(element).filter(([key]) => /^(?:fixed|pattern)[A-Z]/.test(key));
  const targets = (element.type ?? []).flatMap(({ targetProfile = [] }) => targetProfile);
  return [
    ...fixed.map(([, value]) => fixedText(value, all)),
    ...(element.binding === undefined
      ? []
      : [
          `${words.codes[language]} ${linked(element.binding.valueSet ?? '', all)} (${html(element.binding.strength)})`,
        ]),
    ...(targets.length === 0 ? [] : [`${words.to[language]} ${targets.map((one) => linked(one, all)).join(', ')}`]),
    ...(element.slicing?.rules === 'closed' ? [words.closed[language]] : []),
    ...(element.constraint ?? []).map(
      ({ key, human, _human }) => `<strong>${html(key)}</strong>: ${html(textOf(human, _human)[language])}`,
    ),
  ];
}

/** A fixed value as people write it: a code with its system. */
function fixedText(value: unknown, all: readonly FhirResource[]): string {
  if (typeof value !== 'object' || value === null) return code(String(value));
  const { coding = [value] } = value as { coding?: unknown[] };
  return (coding as { system?: string; code?: string }[])
    .map((one) => `${code(one.code)} (${linked(one.system ?? '', all)})`)
    .join(', ');
}

/** A canonical by its last name, as a link where a page of this guide has it. */
function linked(canonical: string, all: readonly FhirResource[]): string {
  const [url = ''] = canonical.split('|');
  const found = all.find((one) => 'url' in one && one.url === url);
  if (found === undefined) return code(/^https?:.*\/StructureDefinition\//.test(url) ? url.replace(/.*\//, '') : url);
  const file = found.resourceType === 'StructureDefinition' ? '' : 'terminology.html';
  return `<a href="${file}#${found.id}">${html(found.id)}</a>`;
}
