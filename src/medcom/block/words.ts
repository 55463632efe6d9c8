import { madePer } from '../../model/made-per.ts';
import type { Concept, Level, LevelText, Variant } from '../../model/types.ts';
import type { ActionDecision, Basis, FactorAnswer } from '../../scoring/types.ts';
import { shownDay } from './day.ts';

/**
 * The words of the block, form 2 (LETTERS.md, c), for its writer and its reader alike. Labels, levels, actions, parties
 * and factors are the model's own words; the rest is the form's.
 */
export const modelName = 'Differentieringsmodellen';

/** The version of the block's grammar, which the end line names. */
export const form = 2;

/** What the marker says of how the level came about. */
export const basisWords: Readonly<Record<Basis, string>> = {
  aftalt: 'aftalt',
  vurderet: 'vurderet',
  forslag: 'kun forslag',
};

export const onlySuggested = 'Beregnet forslag: hverken vurderet af en fagperson eller aftalt.';
export const leftOut = 'Belastning, begrundelser og kommentar er udeladt.';
export const caveat = 'Modellen er et dialogredskab med anbefalinger og kan ikke stå alene.';

export const labels = {
  assessed: 'Vurderet',
  agreed: 'Aftalt',
  between: 'mellem',
  level: 'niveau',
  reason: 'Begrundelse:',
  remark: 'Bemærkning:',
  decided: 'Besluttet:',
  coordinator: 'Koordinerende fagperson:',
  reassessment: 'Revurderes',
  tools: 'Redskaber:',
  comment: 'Kommentar:',
  decisive: '(afgørende)',
  notRated: 'ikke vurderet',
} as const;

export function levelMarker({ code, levels }: Variant, level: Level, basis: Basis, date: string): string {
  const scale = `${levels[0]?.code}-${levels.at(-1)?.code}`;
  return `${modelName} ${code}: samarbejdsniveau ${level.code} af ${scale}, ${basisWords[basis]} ${shownDay(date)}`;
}

export function recommendationMarker({ code }: Variant, date: string): string {
  return `${modelName} ${code}: egen læge bedes ${shownDay(date)}`;
}

export function withdrawalMarker({ code }: Variant, date: string): string {
  return `${modelName} ${code}: samarbejdsniveau trukket tilbage ${shownDay(date)}`;
}

/** The end line as far as the kontrol is counted. `authored` is an instant to the second, with its zone. */
export function endLine({ version }: Variant, authored: string): string {
  return `Slut på ${modelName} (model ${version}, form ${form}, ${authored}, kontrol `;
}

export function levelText({ label, text }: LevelText): string {
  return `${label.da}: ${text.da}`;
}

/**
 * The head of the factors' line, with the ends of the scale. What their labels both end in is left out: the head says
 * it already. Made for every block, it was a tenth of its words.
 */
export const factorsHead = madePer(({ scale }: Variant): string => {
  const [lowest, highest] = [scale[0], scale.at(-1)];
  const [least = [], most = []] = [lowest, highest].map((rating) => (rating?.text.da ?? '').split(' '));
  let shared = 0;
  while (shared < Math.min(least.length, most.length) - 1 && least.at(-1 - shared) === most.at(-1 - shared))
    shared += 1;
  const label = (words: readonly string[]) => words.slice(0, words.length - shared).join(' ');
  return `Belastning efter ressourcer (${lowest?.value} ${label(least)}, ${highest?.value} ${label(most)}):`;
});

/** A factor's name and rating, without its weight. */
export function factorText({ factor, rating }: Pick<FactorAnswer, 'factor' | 'rating'>): string {
  return `${factor.text.da} ${rating ?? labels.notRated}`;
}

export function actionsHead(count: number): string {
  return `Anbefalinger til samarbejdet (${count}):`;
}

/** An action with the parties that it concerns, without what was decided. `number` counts from 1. */
export function actionText({ action }: Pick<ActionDecision, 'action'>, number: number): string {
  const parties = action.parties.length === 0 ? '' : ` (${listed(action.parties)})`;
  return `${number}. ${action.text.da}${parties}`;
}

export function listed(concepts: readonly Concept[]): string {
  return concepts.map(inDanish).join(', ');
}

function inDanish({ text }: Concept): string {
  return text.da;
}

/** Words with the full stop that ends them. */
export function sentenceOf(words: string): string {
  return words + fullStop(words);
}

/** The full stop behind words; none where they end a sentence already. */
export function fullStop(words: string): string {
  return /[.!?]$/.test(words) ? '' : '.';
}
