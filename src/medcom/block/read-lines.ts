import type { Action, Concept, Level, Model, Variant } from '../../model/types.ts';
import type { ActionDecision, FactorAnswer } from '../../scoring/types.ts';
import type { Cursor } from './cursor.ts';
import { dateOf } from './day.ts';
import { collapse } from './typed.ts';
import {
  actionsHead,
  actionText,
  caveat,
  factorsHead,
  factorText,
  fullStop,
  labels,
  leftOut,
  levelText,
  listed,
  onlySuggested,
  sentenceOf,
} from './words.ts';

/** What the reader knows of the model: the variant in the block's own version, and that version's weights. */
export interface BlockModel {
  readonly variant: Variant;
  readonly weights: Model['weights'];
}

/** What the lines of a block tell. */
export interface Told {
  readonly texts: true;
  readonly assessed: {
    readonly level: Level;
    readonly day: string;
    readonly reason: string | undefined;
    readonly assessor: string | undefined;
  };
  readonly agreed: { readonly level: Level; readonly parties: readonly Concept[]; readonly date: string };
  readonly suggested: true;
  readonly participation: { readonly concept: Concept; readonly remark: string | undefined };
  readonly factors: readonly FactorAnswer[];
  readonly actions: readonly ActionDecision[];
  readonly coordinator: string;
  readonly reassessment: string;
  readonly tools: readonly Concept[];
  readonly comment: string;
  readonly brief: true;
  readonly caveat: true;
}

/** Reads one line; undefined where it is another one. */
type Reader<Line> = (cursor: Cursor, level: Level, model: BlockModel) => Line | undefined;

const readers: { readonly [Name in keyof Told]: Reader<Told[Name]> } = {
  texts: (cursor, { texts }) => texts.every((text) => cursor.words(levelText(text))) || undefined,
  assessed: readAssessed,
  agreed: readAgreed,
  suggested: (cursor) => cursor.words(onlySuggested) || undefined,
  participation: (cursor, _, { variant }) => {
    const concept = cursor.oneOf(variant.choices.participation, ({ text }) => sentenceOf(text.da));
    return concept && { concept, remark: typedAfter(cursor, labels.remark) };
  },
  factors: readFactors,
  actions: (cursor, { actions }, { variant }) => {
    if (!cursor.words(actionsHead(actions.length))) return undefined;
    const taken = actions.map((action, index) => {
      const words = actionText({ action }, index + 1);
      return cursor.words(words) ? decisionOf(cursor, variant, action, words) : undefined;
    });
    return taken.every((each) => each !== undefined) ? taken : undefined;
  },
  coordinator: (cursor) => typedAfter(cursor, labels.coordinator),
  reassessment: (cursor) => {
    const date = cursor.words(labels.reassessment) ? dayAt(cursor) : undefined;
    return cursor.words('.') ? date : undefined;
  },
  tools: (cursor, _, { variant }) => {
    if (!cursor.words(labels.tools)) return undefined;
    const tools = listOf(cursor, variant.choices.tools);
    return tools.length > 0 && cursor.words(fullStop(listed(tools))) ? tools : undefined;
  },
  comment: (cursor) => typedAfter(cursor, labels.comment),
  brief: (cursor) => cursor.words(leftOut) || undefined,
  caveat: (cursor) => cursor.words(caveat) || undefined,
};

/**
 * The lines of a level's block in any order, each at most once; undefined where anything is left that is not
 * understood.
 */
export function linesOf(cursor: Cursor, level: Level, model: BlockModel): Partial<Told> | undefined {
  const told: Partial<Told> = {};
  const names = Object.keys(readers) as readonly (keyof Told)[];
  while (!cursor.atEnd()) {
    const read = names.some((name) => {
      if (name in told) return false;
      const line = cursor.attempt<Told[keyof Told]>(() => readers[name](cursor, level, model));
      if (line !== undefined) Object.assign(told, { [name]: line });
      return line !== undefined;
    });
    if (!read) return undefined;
  }
  return told;
}

/** What was decided of an action, of which these words were taken, and why. */
export function decisionOf(cursor: Cursor, { choices }: Variant, action: Action, words: string): ActionDecision {
  const decision = cursor.attempt(() => {
    const said = cursor.words(`${fullStop(words)} ${labels.decided}`);
    return said ? cursor.oneOf(choices.decisions, ({ text }) => text.da) : undefined;
  });
  const before = decision?.text.da ?? words;
  return { action, decision, reason: typedAfter(cursor, `${fullStop(before)} ${labels.reason}`) };
}

const dayForm = /\d{2}\.\d{2}\.\d{4}/y;
// A name without quotes has no digit, and a day follows it.
const nameForm = /[\p{L}'.-]+(?=\d)/uy;

function readAssessed(cursor: Cursor, _: Level, { variant }: BlockModel): Told['assessed'] | undefined {
  if (!cursor.words(labels.assessed)) return undefined;
  const assessor = cursor.words('af') ? nameAt(cursor) : undefined;
  const day = dayAt(cursor);
  const level = cursor.words(':') ? levelAt(cursor, variant) : undefined;
  return day !== undefined && level !== undefined
    ? { level, day, reason: typedAfter(cursor, labels.reason), assessor }
    : undefined;
}

function readAgreed(cursor: Cursor, _: Level, { variant }: BlockModel): Told['agreed'] | undefined {
  if (!cursor.words(labels.agreed)) return undefined;
  const date = dayAt(cursor);
  const parties = cursor.words(labels.between) ? listOf(cursor, variant.choices.parties) : [];
  const level = cursor.words(':') ? levelAt(cursor, variant) : undefined;
  return date !== undefined && level !== undefined ? { level, parties, date } : undefined;
}

/** Every factor of the variant, in the model's order. */
function readFactors(cursor: Cursor, _: Level, { variant, weights }: BlockModel): readonly FactorAnswer[] | undefined {
  if (!cursor.words(factorsHead(variant))) return undefined;
  const answers = variant.factors.map((factor, index) => {
    const ratings = [undefined, ...factor.ratings.values()];
    const rated = cursor.oneOf(ratings, (rating) => factorText({ factor, rating: rating?.value }));
    const decisive = cursor.words(labels.decisive);
    const weight = [...weights.values()].find(({ isDefault }) => isDefault !== decisive);
    const goesOn = cursor.words(index < variant.factors.length - 1 ? ',' : '.');
    if (weight === undefined || !goesOn) return undefined;
    return {
      factor,
      rating: rated?.value,
      ratingConcept: rated,
      weight: weight.value,
      weightConcept: weight,
      reason: undefined,
    };
  });
  return answers.every((each) => each !== undefined) ? answers : undefined;
}

function nameAt(cursor: Cursor): string | undefined {
  const quoted = cursor.typed();
  if (quoted !== undefined) return quoted;
  const start = cursor.at();
  return cursor.match(nameForm) && collapse(cursor.original(start, cursor.at()));
}

function dayAt(cursor: Cursor): string | undefined {
  const shown = cursor.match(dayForm);
  return shown && dateOf(shown);
}

function levelAt(cursor: Cursor, { levels }: Variant): Level | undefined {
  return cursor.oneOf(levels, ({ code }) => `${labels.level} ${code}.`);
}

function listOf(cursor: Cursor, concepts: readonly Concept[]): readonly Concept[] {
  const found: Concept[] = [];
  do {
    const concept = cursor.oneOf(concepts, ({ text }) => text.da);
    if (concept === undefined) break;
    found.push(concept);
  } while (cursor.words(','));
  return found;
}

function typedAfter(cursor: Cursor, label: string): string | undefined {
  return cursor.attempt(() => (cursor.words(label) ? cursor.typed() : undefined));
}
