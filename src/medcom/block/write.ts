import type { Variant } from '../../model/types.ts';
import { refuse } from '../../outcome/problem.ts';
import type { ActionDecision, FactorAnswer, LevelStatement, Particulars } from '../../scoring/types.ts';
import { lengthOf } from '../message/check-text.ts';
import { isDate } from '../message/time.ts';
import { charactersOutside, plainText } from '../xml/plain-characters.ts';
import { danishDay, shownDay, toTheSecond } from './day.ts';
import { kontrol } from './kontrol.ts';
import { nameText, quoted } from './typed.ts';
import {
  actionsHead,
  actionText,
  caveat,
  endLine,
  factorsHead,
  factorText,
  labels,
  leftOut,
  levelMarker,
  levelText,
  listed,
  onlySuggested,
  recommendationMarker,
  sentenceOf,
  withdrawalMarker,
} from './words.ts';

/** A block as it is written. */
export interface Block {
  /** The letter has a Break between them; a typed line break makes a line too, inside its quotes. */
  readonly lines: readonly string[];
  /** The typed answers in it, the longest first. */
  readonly answers: readonly { readonly linkId: string; readonly length: number }[];
  /** Characters that a letter of a single-byte encoding holds as numeric references alone, as `U+0142`. */
  readonly outside: readonly string[];
}

/** How a block is written. */
export interface BlockForm {
  /** In plain characters, for a letter of a single-byte encoding. */
  readonly plain: boolean;
  /** Without factors, reasons and comment, and the block says so. */
  readonly brief?: boolean | undefined;
}

/** The typed answers that make a block long, for an error text: their linkIds and characters, the longest first. */
export function longestAnswers({ answers }: Block): string {
  const shown = answers.slice(0, 3).map(({ linkId, length }) => `${linkId}: ${length}`);
  return shown.length === 0 ? '-' : shown.join(', ');
}

type Answer = readonly [linkId: string, text: string | undefined];

/**
 * The level and its actions as text for people and machines, in the grammar of LETTERS.md (c). `citizenNumber` is the citizen's number in the
 * letter that carries the block. Error: `letter-date-partial`.
 */
export function writeBlock(statement: LevelStatement, citizenNumber: string, { plain, brief }: BlockForm): Block {
  const told = brief === true ? withoutDetails(statement) : statement;
  const { variant, level, basis, day, actions } = told;
  const lines = [
    levelMarker(variant, level, basis, fullDay(day, 'aftale.dato')),
    ...level.texts.map(levelText),
    ...assessed(told),
    ...agreed(told),
    ...(basis === 'forslag' ? [onlySuggested] : []),
    ...participation(told),
    ...factors(told),
    actionsHead(actions.length),
    ...actions.map(action),
    ...typed(labels.coordinator, told.coordinator),
    ...reassessed(told),
    ...(told.tools.length === 0 ? [] : [`${labels.tools} ${sentenceOf(listed(told.tools))}`]),
    ...typed(labels.comment, told.comment),
    ...(brief === true ? [leftOut] : []),
    caveat,
  ];
  return closed(told, lines, answersOf(told), citizenNumber, plain);
}

/** The actions that the citizen's own GP is asked to take, as a block of its own kind (LETTERS.md, c). Errors: as `writeBlock`. */
export function writeRecommendation(
  statement: LevelStatement,
  chosen: readonly ActionDecision[],
  citizenNumber: string,
  { plain, brief }: BlockForm,
): Block {
  const actions = brief === true ? chosen.map(withoutReason) : chosen;
  const lines = [
    recommendationMarker(statement.variant, fullDay(statement.day, 'aftale.dato')),
    ...actions.map(action),
    caveat,
  ];
  return closed(statement, lines, actions.map(reasonOf), citizenNumber, plain);
}

/**
 * That the level of a response counts no more, as a block of its own kind (LETTERS.md, Withdrawal). `day` (YYYY-MM-DD) is the day of the
 * withdrawal; `authored` is the withdrawn response's.
 */
export function writeWithdrawal(
  withdrawn: { readonly variant: Variant; readonly authored: string },
  day: string,
  citizenNumber: string,
  { plain }: BlockForm,
): Block {
  return closed(withdrawn, [withdrawalMarker(withdrawn.variant, day)], [], citizenNumber, plain);
}

/** The block with its end line, in the characters of its letter. */
function closed(
  { variant, authored }: Pick<Particulars, 'variant' | 'authored'>,
  lines: readonly string[],
  answers: readonly Answer[],
  citizenNumber: string,
  plain: boolean,
): Block {
  const words = [...lines, endLine(variant, toTheSecond(authored))].join('\n');
  const text = plain ? plainText(words) : words;
  return {
    lines: `${text}${kontrol(citizenNumber, text)}).`.split('\n').map(notContinued),
    answers: lengthsOf(answers),
    outside: plain ? charactersOutside(text) : [],
  };
}

/** MedCom's converter to EDIFACT takes a backslash at the end of a line for its own mark of a line that goes on. */
function notContinued(line: string): string {
  return line.endsWith('\\') ? `${line} ` : line;
}

function assessed({ assessed, professional, authored }: LevelStatement): readonly string[] {
  if (assessed === undefined) return [];
  const name = professional?.display;
  const by = name === undefined ? '' : `af ${nameText(name)} `;
  const said = `${labels.assessed} ${by}${shownDay(danishDay(authored))}: ${labels.level} ${assessed.level.code}.`;
  return [said + after(labels.reason, assessed.reason)];
}

function agreed({ agreed, day }: LevelStatement): readonly string[] {
  if (agreed === undefined) return [];
  const between = agreed.parties.length === 0 ? '' : ` ${labels.between} ${listed(agreed.parties)}`;
  return [`${labels.agreed} ${shownDay(day)}${between}: ${labels.level} ${agreed.level.code}.`];
}

function participation({ participation }: LevelStatement): readonly string[] {
  if (participation === undefined) return [];
  const { concept, remark } = participation;
  return [sentenceOf(concept.text.da) + after(labels.remark, remark)];
}

function factors({ variant, factors }: LevelStatement): readonly string[] {
  if (factors.length === 0) return [];
  return [`${factorsHead(variant)} ${factors.map(factorWithWeight).join(', ')}.`];
}

function factorWithWeight(answer: FactorAnswer): string {
  return answer.weight > 1 ? `${factorText(answer)} ${labels.decisive}` : factorText(answer);
}

function action(taken: ActionDecision, index: number): string {
  const { decision, reason } = taken;
  const parts = [
    actionText(taken, index + 1),
    ...(decision === undefined ? [] : [`${labels.decided} ${decision.text.da}`]),
    ...(reason === undefined ? [] : [`${labels.reason} ${quoted(reason)}`]),
  ];
  return parts.map((part, at) => (at < parts.length - 1 ? sentenceOf(part) : part)).join(' ');
}

function reassessed({ reassessment }: LevelStatement): readonly string[] {
  if (reassessment === undefined) return [];
  return [`${labels.reassessment} ${shownDay(fullDay(reassessment, 'revurdering'))}.`];
}

function typed(label: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [`${label} ${quoted(text)}`];
}

function after(label: string, text: string | undefined): string {
  return text === undefined ? '' : ` ${label} ${quoted(text)}`;
}

/** A FHIR date may be a year or a month; the grammar has none of those, and no day is guessed. */
function fullDay(date: string, linkId: string): string {
  if (isDate(date)) return date;
  const place = `QuestionnaireResponse.descendants().where(linkId = '${linkId}')`;
  refuse('letter-date-partial', { place, values: { linkId } });
}

function withoutDetails(statement: LevelStatement): LevelStatement {
  const { assessed, actions } = statement;
  return {
    ...statement,
    factors: [],
    assessed: assessed && { ...assessed, reason: undefined },
    actions: actions.map(withoutReason),
    comment: undefined,
  };
}

function withoutReason(taken: ActionDecision): ActionDecision {
  return { ...taken, reason: undefined };
}

function reasonOf({ action, reason }: ActionDecision): Answer {
  return [`handling.${action.code}.begrundelse`, reason];
}

function answersOf({ assessed, participation, actions, coordinator, comment }: LevelStatement): readonly Answer[] {
  return [
    ['niveau.begrundelse', assessed?.reason],
    ['inddragelse.bemaerkning', participation?.remark],
    ...actions.map(reasonOf),
    ['koordinator', coordinator],
    ['kommentar', comment],
  ];
}

function lengthsOf(answers: readonly Answer[]): Block['answers'] {
  const given = answers.flatMap(([linkId, text]) => (text === undefined ? [] : [{ linkId, length: lengthOf(text) }]));
  return given.sort((one, other) => other.length - one.length);
}
