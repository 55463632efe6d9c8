import { linkIds } from '../../model/link-ids.ts';
import { madePer } from '../../model/made-per.ts';
import type { Action, Level } from '../../model/types.ts';
import { refuse } from '../../outcome/problem.ts';
import { danishDay } from '../../scoring/day.ts';
import type { ActionDecision, FactorAnswer, LevelStatement } from '../../scoring/types.ts';
import { isDate } from '../message/time.ts';
import { shownDay } from './day.ts';
import { type FixedLine, fixedLine } from './line.ts';
import { nameText, quoted } from './typed.ts';
import { actionText, factorsHead, factorText, labels, levelText, listed, sentenceOf } from './words.ts';

/** What the professional assessed, and why; nothing where nobody did. */
export function assessed({ assessed, professional, authored }: LevelStatement): readonly string[] {
  if (assessed === undefined) return [];
  const name = professional?.display;
  const by = name === undefined ? '' : `af ${nameText(name)} `;
  const said = `${labels.assessed} ${by}${shownDay(danishDay(authored))}: ${labels.level} ${assessed.level.code}.`;
  return [said + after(labels.reason, assessed.reason)];
}

/** What the parties agreed. */
export function agreed({ agreed, day }: LevelStatement): readonly string[] {
  if (agreed === undefined) return [];
  const between = agreed.parties.length === 0 ? '' : ` ${labels.between} ${listed(agreed.parties)}`;
  return [`${labels.agreed} ${shownDay(day)}${between}: ${labels.level} ${agreed.level.code}.`];
}

/** How the citizen took part. */
export function participation({ participation }: LevelStatement): readonly string[] {
  if (participation === undefined) return [];
  const { concept, remark } = participation;
  return [sentenceOf(concept.text.da) + after(labels.remark, remark)];
}

/** All factors in one line; nothing where they are not told. */
export function factors({ variant, factors }: LevelStatement): readonly string[] {
  if (factors.length === 0) return [];
  return [`${factorsHead(variant)} ${factors.map(factorWithWeight).join(', ')}.`];
}

function factorWithWeight(answer: FactorAnswer): string {
  return answer.weight > 1 ? `${factorText(answer)} ${labels.decisive}` : factorText(answer);
}

/** The level's own texts. */
export const levelLines = madePer(({ texts }: Level) => texts.map((text) => fixedLine(levelText(text))));

/** A numbered action with its parties and what was decided of it; `index` counts from 0. */
export function action(taken: ActionDecision, index: number): string | FixedLine {
  const { decision, reason } = taken;
  if (decision === undefined && reason === undefined) return undecided(taken.action)(index);
  const parts = [
    actionText(taken, index + 1),
    ...(decision === undefined ? [] : [`${labels.decided} ${decision.text.da}`]),
    ...(reason === undefined ? [] : [`${labels.reason} ${quoted(reason)}`]),
  ];
  return parts.map((part, at) => (at < parts.length - 1 ? sentenceOf(part) : part)).join(' ');
}

/** When the level is to be assessed again. Error: `letter-date-partial`. */
export function reassessed({ reassessment }: LevelStatement): readonly string[] {
  if (reassessment === undefined) return [];
  return [`${labels.reassessment} ${shownDay(fullDay(reassessment, linkIds.reassessment))}.`];
}

/** A typed text under its label. */
export function typed(label: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [`${label} ${quoted(text)}`];
}

/** An action alone, by its place among the others. */
const undecided = madePer((action: Action) => {
  const lines: FixedLine[] = [];
  return (index: number) => (lines[index] ??= fixedLine(actionText({ action }, index + 1)));
});

function after(label: string, text: string | undefined): string {
  return text === undefined ? '' : ` ${label} ${quoted(text)}`;
}

/**
 * A FHIR date may be a year or a month; the grammar has none of those, and no day is guessed. Error:
 * `letter-date-partial`.
 */
export function fullDay(date: string, linkId: string): string {
  if (isDate(date)) return date;
  const place = `QuestionnaireResponse.descendants().where(linkId = '${linkId}')`;
  refuse('letter-date-partial', { place, values: { linkId } });
}
