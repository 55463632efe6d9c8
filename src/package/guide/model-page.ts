import type { Level, Variant } from '../../model/types.ts';
import { descriptionOf } from './definition.ts';
import { code, contents, html, type Language, page, table } from './html.ts';
import { implementationGuide, imprintOf, type Source } from './source.ts';

const words = {
  factors: { da: 'Faktorer', en: 'Factors' },
  factor: { da: 'Faktor', en: 'Factor' },
  code: { da: 'Kode', en: 'Code' },
  actions: { da: 'Handlinger', en: 'Actions' },
  action: { da: 'Handling', en: 'Action' },
  parties: { da: 'Parter', en: 'Parties' },
  how: { da: 'Styrke', en: 'Strength' },
  suggested: { da: 'Foreslås, når faktorer vurderet til', en: 'Suggested where factors rated' },
  weigh: { da: 'eller mere tilsammen vejer mindst', en: 'or more together weigh at least' },
  lowest: { da: 'Foreslås, når intet højere niveau gør.', en: 'Suggested where no higher level is.' },
  form: { da: 'Skema', en: 'Form' },
} as const;

/** The model: each variant with its factors, levels, actions and rule. */
export function modelPage(source: Source, language: Language): string {
  const { model, resources } = source;
  const about = descriptionOf(implementationGuide(resources) ?? {}, language);
  const parts = model.variants.map((variant) => variantPart(variant, language));
  const headings = model.variants.flatMap(({ code: id, title, levels }) => [
    { id, text: title[language] },
    ...levels.map((level) => ({ id: `${id}-${level.code}`, text: `${id}: ${level.text[language]}` })),
  ]);
  const imprint = imprintOf(source);
  const content = `<p>${html(about)}</p>\n${contents(headings)}\n${parts.join('\n')}`;
  return page(language, 'index', content, imprint, imprint.title[language]);
}

function variantPart(variant: Variant, language: Language): string {
  const factors = variant.factors.map(({ text, code: name }) => [html(text[language]), code(name)]);
  return `<h2 id="${variant.code}">${html(variant.title[language])}</h2><p>${words.form[language]}: ${code(variant.questionnaireUrl)}</p>
${table(`${words.factors[language]}: ${variant.code}`, [words.factor[language], words.code[language]], factors)}
${variant.levels.map((level) => levelPart(variant, level, language)).join('\n')}`;
}

function levelPart(variant: Variant, level: Level, language: Language): string {
  const texts = level.texts.map(
    ({ label, text }) => `<p><strong>${html(label[language])}:</strong> ${html(text[language])}</p>`,
  );
  const rule =
    level.minimum === 0
      ? words.lowest[language]
      : `${words.suggested[language]} ${level.threshold} ${words.weigh[language]} ${level.minimum}.`;
  const rows = level.actions.map((action) => [
    html(action.text[language]),
    html(action.binding.text[language]),
    html(action.parties.map((party) => party.text[language]).join(', ')),
  ]);
  const heads = [words.action[language], words.how[language], words.parties[language]];
  const caption = `${words.actions[language]}: ${variant.code}, ${level.text[language]}`;
  return `<section class="level"><h3 id="${variant.code}-${level.code}">${html(level.text[language])}</h3>${texts.join('')}<p class="rule">${rule}</p>
${table(caption, heads, rows)}</section>`;
}
