import type { Action, Level, Variant } from '../../model/types.ts';
import { danishDay } from '../../scoring/day.ts';
import type { ActionDecision, Basis, LevelStatement } from '../../scoring/types.ts';
import { cursorOver } from './cursor.ts';
import type { FoundBlock } from './find.ts';
import { type BlockModel, decisionOf, linesOf, type Told } from './read-lines.ts';
import { actionText, basisWords, caveat, levelMarker } from './words.ts';

/** What a block tells of a level, in the model's own codes; the letter around it tells the citizen. */
export type StatedLevel = Omit<
  LevelStatement,
  'identity' | 'status' | 'citizen' | 'professional' | 'encounter' | 'basedOn'
> & {
  /** The name of the professional who assessed, where it is told. */
  readonly assessor: string | undefined;
  /** True where factors, reasons and comment were left out by the sender's choice. */
  readonly brief: boolean;
};

/**
 * The level that a block with the right kontrol tells; undefined where any part of it is not understood, or parts
 * contradict each other: then nothing may be taken from it.
 */
export function parseLevel(block: FoundBlock, model: BlockModel): StatedLevel | undefined {
  const head = headOf(block, model.variant);
  if (head === undefined) return undefined;
  const told = linesOf(cursorOver(block.compact, block.from, block.to), head.level, model);
  if (told === undefined || !agrees(told, head, block)) return undefined;
  const { assessed, agreed, participation, factors = [], actions, tools = [] } = told;
  return {
    variant: model.variant,
    ...head,
    day: block.day,
    authored: block.authored,
    assessed: assessed && { level: assessed.level, reason: assessed.reason },
    assessor: assessed?.assessor,
    agreed,
    participation,
    factors,
    actions,
    coordinator: told.coordinator,
    tools,
    reassessment: told.reassessment,
    comment: told.comment,
    brief: told.brief === true,
  };
}

/** The actions of a recommendation, each of any level; undefined where any part of the block is not understood. */
export function parseRecommendation(block: FoundBlock, variant: Variant): readonly ActionDecision[] | undefined {
  const cursor = cursorOver(block.compact, block.from, block.to);
  const actions: ActionDecision[] = [];
  for (;;) {
    const wordsOf = (action: Action) => actionText({ action }, actions.length + 1);
    const action = cursor.oneOf(variant.actions, wordsOf);
    if (action === undefined) break;
    actions.push(decisionOf(cursor, variant, action, wordsOf(action)));
  }
  return actions.length > 0 && cursor.words(caveat) && cursor.atEnd() ? actions : undefined;
}

/** True for a withdrawal of which every part is understood: it has a marker and an end line alone. */
export function isWithdrawal({ from, to }: FoundBlock): boolean {
  return from === to;
}

interface Head {
  readonly level: Level;
  readonly basis: Basis;
}

/** The level and how it came about, by the one marker of the variant that has these words. */
function headOf({ compact, day, marker, from }: FoundBlock, variant: Variant): Head | undefined {
  const bases = Object.keys(basisWords) as readonly Basis[];
  const heads = variant.levels.flatMap((level) => bases.map((basis): Head => ({ level, basis })));
  const cursor = cursorOver(compact, marker, from);
  const head = cursor.oneOf(heads, ({ level, basis }) => levelMarker(variant, level, basis, day));
  return cursor.atEnd() ? head : undefined;
}

/** Lines of which none is missing. */
type Whole = Partial<Told> & Pick<Told, 'actions'>;

/**
 * True where the lines say what the marker says, and nothing is missing. The day of an assessment is not kept apart
 * from its instant, so that they have to be one.
 */
function agrees(told: Partial<Told>, { level, basis }: Head, { day, authored }: FoundBlock): told is Whole {
  const { assessed, agreed } = told;
  if (told.texts === undefined || told.actions === undefined || told.caveat === undefined) return false;
  if (assessed !== undefined && assessed.day !== danishDay(authored)) return false;
  if ((agreed !== undefined) !== (basis === 'aftalt') || (told.suggested === true) !== (basis === 'forslag'))
    return false;
  if (agreed !== undefined) return agreed.level === level && agreed.date === day;
  if (basis === 'forslag') return assessed === undefined;
  return assessed !== undefined && assessed.level === level && assessed.day === day;
}
