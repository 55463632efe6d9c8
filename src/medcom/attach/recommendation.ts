import { below } from '../../outcome/place.ts';
import { refuse } from '../../outcome/problem.ts';
import { isDeclined } from '../../scoring/decision.ts';
import type { ActionDecision, LevelStatement } from '../../scoring/types.ts';
import { isOlder } from '../block/day.ts';
import { type BlockForm, writeRecommendation } from '../block/write.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import { elementsAt } from '../read/places.ts';
import { actionPriorityCode } from '../tables/codes.ts';
import { positionsOf } from '../tables/lookup.ts';
import { levelPlace } from '../tables/parts.ts';
import type { PlacedDocument } from '../xml/placed.ts';
import { textOf } from '../xml/tree.ts';
import { insertChild } from './container.ts';
import type { Edit } from './edit.ts';
import { insertBlock, replaceBlock } from './level.ts';
import { wrapped } from './markup.ts';
import type { AttachOptions } from './options.ts';
import { presentBlock } from './present.ts';

const place = levelPlace('shared', 'RecommendedAction', 'Recommendation');
const priorityPath = ['ActionPriority', 'ActionPriorityCode'] as const;

/**
 * The edits that ask the citizen's own GP to take actions, with the priority that the caller gives (2018/08/06 alone).
 * Filled on request only: it obliges the GP (MEDCOM.md, Where the level and actions go). A recommendation of an older
 * assessment is never left beside a newer level.
 * Errors: `recommendation-unavailable`, `recommendation-unknown`, `recommendation-declined`, `recommendation-not-gp`,
 * `recommendation-priority`, `recommendation-stale`, `priority-differs`, and those of `presentBlock`, `insertBlock` and
 * `replaceBlock`.
 */
export function recommendationEdits(
  document: PlacedDocument,
  letter: KnownLetter,
  statement: LevelStatement,
  form: BlockForm,
  { recommend = [], priority }: AttachOptions,
): readonly Edit[] {
  const { table, element, citizen } = letter;
  if (recommend.length > 0 !== (priority !== undefined)) refusePriority();
  if (recommend.length > 0 && !positionsOf(table.rows).has('RecommendedAction'))
    refuse('recommendation-unavailable', { place: { option: 'recommend' } });
  const present = presentBlock(document, letter, 'recommendation', elementsAt(element, place.path), statement);
  if (priority === undefined) {
    if (present !== undefined && isOlder(present, statement))
      refuse('recommendation-stale', { place: { option: 'recommend' } });
    return [];
  }
  if (!actionPriorityCode.codes.includes(priority)) refusePriority();
  const block = writeRecommendation(statement, chosen(statement, recommend), citizen.value, form);
  const insertion = { document, letter, place, block, category: undefined };
  const text = present === undefined ? insertBlock(insertion) : replaceBlock(insertion, present);
  return [...priorityEdits(letter, priority, present !== undefined), ...(text === undefined ? [] : [text])];
}

function refusePriority(): never {
  refuse('recommendation-priority', {
    place: { option: 'priority' },
    values: { codes: actionPriorityCode.codes.join(', ') },
  });
}

/**
 * In the level's own order, whatever the caller's. Nobody asks the GP for what was decided against, or for what is
 * another party's.
 */
function chosen({ actions }: LevelStatement, codes: readonly string[]): readonly ActionDecision[] {
  const known = actions.map(({ action }) => action.code);
  if (!codes.every((code) => known.includes(code))) {
    refuse('recommendation-unknown', { place: { option: 'recommend' }, values: { codes: known.join(', ') } });
  }
  const asked = actions.filter(({ action }) => codes.includes(action.code));
  const values = ({ action }: ActionDecision) => ({ code: action.code });
  const declined = asked.find(isDeclined);
  if (declined !== undefined)
    refuse('recommendation-declined', { place: { option: 'recommend' }, values: values(declined) });
  const others = asked.find(({ action }) => !action.parties.some(({ hasOwnGp }) => hasOwnGp));
  if (others !== undefined) refuse('recommendation-not-gp', { place: { option: 'recommend' }, values: values(others) });
  return asked;
}

/** A priority that stands beside a recommendation of ours is ours; any other is the sender's. */
function priorityEdits({ table, element, place: at }: KnownLetter, priority: string, ours: boolean): readonly Edit[] {
  const there = textOf(element, ...priorityPath);
  if (there === priority) return [];
  const [value] = elementsAt(element, priorityPath);
  if (value === undefined) {
    return [insertChild(element, table.rows, priorityPath[0], wrapped(priorityPath, element.prefix, priority))];
  }
  if (!ours) refuse('priority-differs', { place: below(at, priorityPath.join('/')) });
  return [{ start: value.contentStart, end: value.contentEnd, text: priority }];
}
