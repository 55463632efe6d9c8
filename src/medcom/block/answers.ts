import { actionLinkIds, linkIds } from '../../model/link-ids.ts';
import type { ActionDecision, LevelStatement } from '../../scoring/types.ts';
import { lengthOf } from '../message/check-text.ts';

/** A typed answer of a response that a block has. */
export type Answer = readonly [linkId: string, text: string | undefined];

/** How long a typed answer is, in characters. */
export interface AnswerLength {
  readonly linkId: string;
  readonly length: number;
}

/** The typed answers that make a block long, for an error text: their linkIds and characters, the longest first. */
export function longestAnswers({ answers }: { readonly answers: () => readonly AnswerLength[] }): string {
  const shown = answers()
    .slice(0, 3)
    .map(({ linkId, length }) => `${linkId}: ${length}`);
  return shown.length === 0 ? '-' : shown.join(', ');
}

/** Why an action was decided on so. */
export function reasonOf({ action, reason }: ActionDecision): Answer {
  return [actionLinkIds(action.code).reason, reason];
}

/** The typed answers of a statement. */
export function answersOf({
  assessed,
  participation,
  actions,
  coordinator,
  comment,
}: LevelStatement): readonly Answer[] {
  return [
    [linkIds.reason, assessed?.reason],
    [linkIds.participationRemark, participation?.remark],
    ...actions.map(reasonOf),
    [linkIds.coordinator, coordinator],
    [linkIds.comment, comment],
  ];
}

/** Those that are given, the longest first. */
export function lengthsOf(answers: readonly Answer[]): readonly AnswerLength[] {
  const given = answers.flatMap(([linkId, text]) => (text === undefined ? [] : [{ linkId, length: lengthOf(text) }]));
  return given.sort((one, other) => other.length - one.length);
}
