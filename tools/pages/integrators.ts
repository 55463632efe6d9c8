import type { CodeSystem, FhirResource } from 'fhir/r4.js';
import { conceptText, numberProperty } from '../../src/model/fhir.ts';
import type { Action, Factor, Level, Model, Variant } from '../../src/model/types.ts';
import { code, table } from './markdown.ts';

/** The made parts of `docs/integrators.md`: every code and what it means. Codes of errors have a page of their own. */
export function integratorTables(model: Model, resources: readonly FhirResource[]): Readonly<Record<string, string>> {
  const systems = resources.filter((resource) => resource.resourceType === 'CodeSystem');
  const covered = ['handling', 'issue', ...model.variants.map((variant) => `niveau-${variant.code}`)];
  const rest = systems.filter(({ id = '' }) => !covered.includes(id));
  return {
    levels: model.variants.map(levelsOf).join('\n\n'),
    actions: actionsOf(model),
    ratings: model.variants.map(ratingsOf).join('\n\n'),
    codes: rest.map(codesOf).join('\n\n'),
  };
}

function levelsOf(variant: Variant): string {
  const [first] = variant.levels;
  const rows = variant.levels.map((level) => [
    code(level.code),
    level.texts.map(({ label, text }) => `${label.en}: ${text.en} (*${text.da}*)`).join('<br>'),
    ruleOf(level),
    level.actions.map((action) => `${code(action.code)}, ${action.binding.text.en}`).join('<br>'),
  ]);
  return `### ${variant.title.en} (\`${variant.code}\`)

Questionnaire \`${variant.questionnaireUrl}\`, levels \`${first?.system}\`.

${table(['level', 'meaning', 'suggested where', 'actions'], rows)}`;
}

function ruleOf({ threshold, minimum }: Level): string {
  if (minimum === 0) return 'no higher level is';
  return `the factors rated ${threshold} or more weigh ${minimum} or more together`;
}

function actionsOf({ variants }: Model): string {
  const all = new Map(variants.flatMap(({ actions }) => actions.map((action) => [action.code, action] as const)));
  const where = (action: Action) =>
    variants.flatMap((variant) => {
      const levels = variant.levels.filter((level) => level.actions.some((one) => one.code === action.code));
      return levels.length === 0 ? [] : [`${variant.code} ${levels.map((level) => level.code).join(', ')}`];
    });
  const rows = [...all.values()].map((action) => [
    code(action.code),
    `${action.text.en} (*${action.text.da}*)`,
    where(action).join('; '),
    action.parties.map((party) => code(party.code)).join(', '),
  ]);
  return table(['action', 'meaning', 'levels', 'parties'], rows);
}

/** Factors whose ratings have the same wordings share a table. */
function ratingsOf({ code: variant, factors }: Variant): string {
  const wordings = ({ ratings }: Factor) => [...ratings.values()].map(({ text }) => text.en).join('|');
  const groups = [...Map.groupBy(factors, wordings).values()];
  const tables = groups.map((group) => {
    const names = group.map((factor) => `${code(factor.code)}, ${factor.text.en} (*${factor.text.da}*)`).join('; ');
    const rows = [...(group[0]?.ratings.values() ?? [])].map(({ code: rating, text }) => [
      code(rating),
      `${text.en} (*${text.da}*)`,
    ]);
    return `${names}:\n\n${table(['rating', 'meaning'], rows)}`;
  });
  return `### ${variant}\n\n${tables.join('\n\n')}`;
}

function codesOf(system: CodeSystem): string {
  const concepts = system.concept ?? [];
  const weighted = concepts.some((concept) => numberProperty(concept, 'itemWeight') !== undefined);
  const rows = concepts.map((concept) => {
    const { da, en } = conceptText(concept);
    const number = numberProperty(concept, 'itemWeight');
    return [
      code(concept.code),
      `${en} (*${da}*)`,
      ...(weighted ? [number === undefined ? 'none' : String(number)] : []),
    ];
  });
  return `**\`${system.url}\`**\n\n${table(['code', 'meaning', ...(weighted ? ['number'] : [])], rows)}`;
}
