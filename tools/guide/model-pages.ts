import type { CodeSystem, FhirResource, StructureDefinition } from 'fhir/r4.js';
import { conceptText, textOf } from '../../src/model/fhir.ts';
import type { Model, Variant } from '../../src/model/types.ts';
import type { Example } from '../../src/package/archive/examples.ts';
import { code, html, type Language, page, table } from './html.ts';

/** What the pages are made of. */
export interface Source {
  readonly model: Model;
  readonly resources: readonly FhirResource[];
  readonly examples: readonly Example[];
  /** Markdown of the change logs, as it is. */
  readonly changes: string;
}

export function modelPage({ model, resources }: Source, language: Language): string {
  const guide = resources.find((resource) => resource.resourceType === 'ImplementationGuide');
  const words =
    language === 'da'
      ? {
          intro: 'Version',
          factors: 'Faktorer',
          factor: 'Faktor',
          code: 'Kode',
          action: 'Handling',
          parties: 'Parter',
          how: 'Styrke',
          suggested: 'Foreslås, når faktorer vurderet til',
          weigh: 'eller mere tilsammen vejer mindst',
          lowest: 'Foreslås, når intet højere niveau gør.',
          form: 'Skema',
        }
      : {
          intro: 'Version',
          factors: 'Factors',
          factor: 'Factor',
          code: 'Code',
          action: 'Action',
          parties: 'Parties',
          how: 'Strength',
          suggested: 'Suggested where factors rated',
          weigh: 'or more together weigh at least',
          lowest: 'Suggested where no higher level is.',
          form: 'Form',
        };
  const title = language === 'da' ? 'Differentieringsmodellen' : 'The Differentiation Model';
  const about = guide === undefined ? '' : textOf(guide.description ?? '', guide._description)[language];
  const parts = model.variants.map((variant) => variantPart(variant, language, words));
  return page(
    language,
    'index',
    `<p>${html(about)}</p><p>${words.intro} ${html(model.version)}, ${code(model.base)}</p>\n${parts.join('\n')}`,
    title,
  );
}

function variantPart(variant: Variant, language: Language, words: Readonly<Record<string, string>>): string {
  const factors = variant.factors.map(({ text, code: name }) => [html(text[language]), code(name)]);
  const levels = variant.levels.map((level) => {
    const texts = level.texts.map(
      ({ label, text }) => `<p><strong>${html(label[language])}:</strong> ${html(text[language])}</p>`,
    );
    const rule =
      level.minimum === 0 ? words.lowest : `${words.suggested} ${level.threshold} ${words.weigh} ${level.minimum}.`;
    const rows = level.actions.map((action) => [
      html(action.text[language]),
      html(action.binding.text[language]),
      html(action.parties.map((party) => party.text[language]).join(', ')),
    ]);
    return `<section class="level"><h3>${html(level.text[language])}</h3>${texts.join('')}<p>${rule}</p>
${table(`${variant.code}, ${level.text[language]}: ${words.action}`, [words.action ?? '', words.how ?? '', words.parties ?? ''], rows)}</section>`;
  });
  return `<h2 id="${variant.code}">${html(variant.title[language])}</h2><p>${words.form}: ${code(variant.questionnaireUrl)}</p>
${table(`${words.factors}: ${variant.code}`, [words.factor ?? '', words.code ?? ''], factors)}
${levels.join('\n')}`;
}

export function profilesPage({ resources }: Source, language: Language): string {
  const profiles = resources.filter((resource) => resource.resourceType === 'StructureDefinition');
  const parts = profiles.map((one) => profilePart(one, language));
  return page(language, 'profiles', `${contents(profiles, language)}\n${parts.join('\n')}`);
}

/** Links to the headings of a page. */
function contents(all: readonly (StructureDefinition | CodeSystem)[], language: Language): string {
  const links = all.map(
    ({ id, title = '', _title }) => `<li><a href="#${id}">${html(textOf(title, _title)[language])}</a></li>`,
  );
  return `<ul>${links.join('')}</ul>`;
}

/** A profile's elements as a tree: the deeper, the further in. */
function profilePart(profile: StructureDefinition, language: Language): string {
  const {
    id,
    url,
    version,
    baseDefinition,
    title = '',
    _title,
    description = '',
    _description,
    differential,
    snapshot,
  } = profile;
  const heads =
    language === 'da' ? ['Element', 'Antal', 'Hvad det er', 'Krav'] : ['Element', 'Count', 'What it is', 'Constraint'];
  const elements = differential?.element ?? [];
  const rows = elements.map((element) => {
    const whole = snapshot?.element.find((one) => one.id === element.id);
    const depth = (element.id ?? '').split('.').length - 1;
    const name = (element.id ?? '').split('.').at(-1) ?? '';
    const fixed = Object.entries(element).filter(([key]) => /^(?:fixed|pattern)[A-Z]/.test(key));
    const rules = (element.constraint ?? []).map(
      ({ key, human, _human }) => `<strong>${html(key)}</strong>: ${html(textOf(human, _human)[language])}`,
    );
    const demands = [
      ...fixed.map(([, value]) => code(typeof value === 'string' ? value : JSON.stringify(value))),
      ...(element.binding === undefined
        ? []
        : [`${html(element.binding.strength)}: ${code(element.binding.valueSet)}`]),
      ...rules,
    ];
    return [
      `<span style="padding-inline-start:${depth}em">${code(name)}</span>`,
      `${element.min ?? whole?.min ?? ''}..${element.max ?? whole?.max ?? ''}`,
      `${html(textOf(element.short ?? whole?.short ?? '', element._short)[language])}. ${html(textOf(element.definition ?? '', element._definition)[language])}`,
      demands.join('<br>'),
    ];
  });
  const heading = textOf(title, _title)[language];
  return `<h2 id="${id}">${html(heading)}</h2><p>${html(textOf(description, _description)[language])}</p><p>${code(`${url}|${version}`)}, ${language === 'da' ? 'bygger på' : 'derived from'} ${code(baseDefinition)}</p>
${table(heading, heads, rows)}`;
}

export function terminologyPage({ resources }: Source, language: Language): string {
  const systems = resources.filter((resource) => resource.resourceType === 'CodeSystem');
  const sets = resources.filter((resource) => resource.resourceType === 'ValueSet');
  const heads = language === 'da' ? ['Kode', 'Betydning'] : ['Code', 'Meaning'];
  const parts = systems.map(
    ({ id, url, version, title = '', _title, description = '', _description, concept = [] }) => {
      const heading = textOf(title, _title)[language];
      const rows = concept.map((one) => [code(one.code), html(conceptText(one)[language])]);
      const set = sets.find((one) => one.id === id);
      return `<h2 id="${id}">${html(heading)}</h2><p>${html(textOf(description, _description)[language])}</p><p>${code(`${url}|${version}`)}${set === undefined ? '' : `, ${code(`${set.url}|${set.version}`)}`}</p>
${table(heading, heads, rows)}`;
    },
  );
  return page(language, 'terminology', `${contents(systems, language)}\n${parts.join('\n')}`);
}

export function examplesPage({ examples }: Source, language: Language): string {
  const groups = Map.groupBy(examples, ({ title }) => title[language]);
  const parts = [...groups].map(([title, all], index) => {
    const items = all.map(({ resource: { resourceType, id, ...rest } }) => {
      const picture = 'text' in rest ? (rest.text?.div ?? '') : '';
      const name = `${resourceType}-${id}.json`;
      return `<details><summary>${html(resourceType)}</summary>${picture}<p><a href="../examples/${name}">${html(name)}</a></p></details>`;
    });
    return `<h2 id="e${index}">${html(title)}</h2>${items.join('\n')}`;
  });
  return page(language, 'examples', parts.join('\n'));
}

export function loadingPage({ model }: Source, language: Language): string {
  const commands = `<pre tabindex="0">npx niveau load --server https://server/fhir --check
npx niveau load --server https://server/fhir
npx niveau package --out package</pre>`;
  const text =
    language === 'da'
      ? `<p>Indlæs på en FHIR R4-server: se først efter, indlæs, og se efter igen. Kommandoen kan gentages og afbrydes; to versioner kan stå side om side.</p>${commands}<p>Pakken <code>package.tgz</code> er en FHIR-pakke med eksempler; <code>transaction.json</code> er en transaktion af betingede creates.</p><p>Skemaerne har ${code(`${model.base}/Questionnaire/…`)} som adresse; adressen er et navn og ikke noget, der kan hentes.</p>`
      : `<p>Load on a FHIR R4 server: look first, load, and look again. The command may be repeated and cut off; two versions may stand side by side.</p>${commands}<p>The package <code>package.tgz</code> is a FHIR package with examples; <code>transaction.json</code> is a transaction of conditional creates.</p><p>The forms have ${code(`${model.base}/Questionnaire/…`)} as their address; that is a name and nothing to be fetched.</p>`;
  return page(language, 'loading', text);
}

export function changesPage({ changes }: Source, language: Language): string {
  const lines = changes.split('\n').map((line) => {
    if (line.startsWith('## ')) return `<h2>${html(line.slice(3))}</h2>`;
    if (line.startsWith('- ')) return `<li>${html(line.slice(2))}</li>`;
    return line.startsWith('#') || line === '' ? '' : html(line);
  });
  const listed = lines.join('\n').replace(/(?:<li>[\s\S]*?<\/li>\s*)+/g, (items) => `<ul>${items}</ul>`);
  return page(language, 'changes', `<div lang="en">${listed}</div>`);
}
