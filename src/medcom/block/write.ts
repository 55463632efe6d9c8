import { linkIds } from '../../model/link-ids.ts';
import type { Variant } from '../../model/types.ts';
import type { ActionDecision, LevelStatement, Particulars } from '../../scoring/types.ts';
import { charactersOutside } from '../xml/plain-characters.ts';
import { type Answer, type AnswerLength, answersOf, lengthsOf, reasonOf } from './answers.ts';
import { toTheSecond } from './day.ts';
import { kontrol } from './kontrol.ts';
import { type FixedLine, fixedLine, lineIn } from './line.ts';
import {
  actionsHead,
  caveat,
  endLine,
  labels,
  leftOut,
  levelMarker,
  listed,
  onlySuggested,
  recommendationMarker,
  sentenceOf,
  withdrawalMarker,
} from './words.ts';
import {
  action,
  agreed,
  assessed,
  factors,
  fullDay,
  levelLines,
  participation,
  reassessed,
  typed,
} from './write-lines.ts';

const suggestedLine = fixedLine(onlySuggested);
const leftOutLine = fixedLine(leftOut);
const caveatLine = fixedLine(caveat);

/** A block as it is written. */
export interface Block {
  /** Its lines with line feeds between them; a typed line break makes a line too, inside its quotes. */
  readonly text: string;
  /** The letter has a Break between them. */
  readonly lines: readonly string[];
  /** The typed answers in it, the longest first: asked for where a block is too long alone. */
  readonly answers: () => readonly AnswerLength[];
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

/**
 * The level and its actions as text for people and machines, in the grammar of LETTERS.md (c). `citizenNumber` is the
 * citizen's number in the letter that carries the block. Error: `letter-date-partial`.
 */
export function writeBlock(statement: LevelStatement, citizenNumber: string, { plain, brief }: BlockForm): Block {
  const told = brief === true ? withoutDetails(statement) : statement;
  const { variant, level, basis, day, actions } = told;
  const lines = [
    levelMarker(variant, level, basis, fullDay(day, linkIds.agreementDate)),
    ...levelLines(level),
    ...assessed(told),
    ...agreed(told),
    ...(basis === 'forslag' ? [suggestedLine] : []),
    ...participation(told),
    ...factors(told),
    actionsHead(actions.length),
    ...actions.map(action),
    ...typed(labels.coordinator, told.coordinator),
    ...reassessed(told),
    ...(told.tools.length === 0 ? [] : [`${labels.tools} ${sentenceOf(listed(told.tools))}`]),
    ...typed(labels.comment, told.comment),
    ...(brief === true ? [leftOutLine] : []),
    caveatLine,
  ];
  return closed(told, lines, () => answersOf(told), citizenNumber, plain);
}

/**
 * The actions that the citizen's own GP is asked to take, as a block of its own kind (LETTERS.md, c). Errors: as
 * `writeBlock`.
 */
export function writeRecommendation(
  statement: LevelStatement,
  chosen: readonly ActionDecision[],
  citizenNumber: string,
  { plain, brief }: BlockForm,
): Block {
  const actions = brief === true ? chosen.map(withoutReason) : chosen;
  const lines = [
    recommendationMarker(statement.variant, fullDay(statement.day, linkIds.agreementDate)),
    ...actions.map(action),
    caveatLine,
  ];
  return closed(statement, lines, () => actions.map(reasonOf), citizenNumber, plain);
}

/**
 * That the level of a response counts no more, as a block of its own kind (LETTERS.md, Withdrawal). `day` (YYYY-MM-DD)
 * is the day of the withdrawal; `authored` is the withdrawn response's.
 */
export function writeWithdrawal(
  withdrawn: { readonly variant: Variant; readonly authored: string },
  day: string,
  citizenNumber: string,
  { plain }: BlockForm,
): Block {
  return closed(withdrawn, [withdrawalMarker(withdrawn.variant, day)], () => [], citizenNumber, plain);
}

/** The block with its end line, in the characters of its letter. */
function closed(
  { variant, authored }: Pick<Particulars, 'variant' | 'authored'>,
  lines: readonly (string | FixedLine)[],
  answers: () => readonly Answer[],
  citizenNumber: string,
  plain: boolean,
): Block {
  let words = '';
  let counted = '';
  for (const each of lines) {
    const line = lineIn(each, plain);
    words += `${line.text}\n`;
    counted += line.counted;
  }
  const end = lineIn(endLine(variant, toTheSecond(authored)), plain);
  const text = notContinued(`${words}${end.text}${kontrol(citizenNumber, counted + end.counted)}).`);
  return new WrittenBlock(text, answers, plain ? charactersOutside(text) : []);
}

/** A class, since an object with getters of its own costs more than what they save. */
class WrittenBlock implements Block {
  readonly text: string;
  readonly answers: () => readonly AnswerLength[];
  readonly outside: readonly string[];

  constructor(text: string, answers: () => readonly Answer[], outside: readonly string[]) {
    this.text = text;
    this.answers = () => lengthsOf(answers());
    this.outside = outside;
  }

  get lines(): readonly string[] {
    return this.text.split('\n');
  }
}

/** MedCom's converter to EDIFACT takes a backslash at the end of a line for its own mark of a line that goes on. */
function notContinued(text: string): string {
  return text.includes('\\\n') ? text.replaceAll('\\\n', '\\ \n') : text;
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
