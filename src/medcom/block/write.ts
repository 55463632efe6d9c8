import type { LevelText, Strength } from '../../model/types.ts';
import { refuse } from '../../outcome/problem.ts';
import type { ActionDecision, LevelStatement } from '../../scoring/types.ts';
import { isDate } from '../message/time.ts';
import { kontrol } from './kontrol.ts';
import { quoted } from './quoted.ts';

/** The lines of a block. The letter has a Break between them; a typed line break makes a line too, inside its quotes. */
export type Block = readonly string[];

/** The version of the block's grammar. */
const form = 1;

const bindings: Readonly<Record<Strength, string>> = {
  must: 'skal',
  'must-unless-documented': 'skal overvejes',
  could: 'kan',
};

/**
 * The level and its actions as text for people and machines, in the grammar of LETTERS.md (c). `citizenNumber` is the citizen's number in the
 * letter that carries the block. Error: `letter-date-partial`.
 */
export function writeBlock(statement: LevelStatement, citizenNumber: string): Block {
  const text = [
    marker(statement),
    ...statement.level.texts.map(source),
    `Handlinger (${statement.actions.length}), forslag til parterne:`,
    ...statement.actions.map(action),
    ...participation(statement),
    ...assessed(statement),
    ...agreed(statement),
    ...labelled('Koordinerende fagperson', statement.coordinator),
    ...reassessed(statement),
    ...statement.tools.flatMap((tool) => labelled('Redskaber', tool.text.da)),
    ...labelled('Kommentar', statement.comment),
  ];
  return closed(text, citizenNumber);
}

/**
 * The actions that the citizen's own GP is asked to take, as a block of its own kind (LETTERS.md, c). Errors: as `writeBlock`.
 */
export function writeRecommendation(
  { variant: { code, version }, day: date }: LevelStatement,
  actions: readonly ActionDecision[],
  citizenNumber: string,
): Block {
  const head = `Differentieringsmodellen ${code} ${version}: til egen læge ${day(date, 'aftale.dato')}`;
  return closed([head, ...actions.map(action)], citizenNumber);
}

function closed(lines: readonly string[], citizenNumber: string): Block {
  const text = [
    ...lines,
    'Modellen er et dialogredskab med anbefalinger og kan ikke stå alene.',
    `Differentieringsmodellen slut (form ${form}), kontrol `,
  ].join('\n');
  return `${text}${kontrol(citizenNumber, text)}.`.split('\n');
}

/** MODEL.md, "Names that others rely on". */
function marker({ variant, level, basis, day: date }: LevelStatement): string {
  const name = `${variant.code} ${variant.version}`;
  return `Differentieringsmodellen ${name}: samarbejdsniveau ${level.code} (${basis}) ${day(date, 'aftale.dato')}`;
}

function source({ label, text }: LevelText): string {
  return `${label.da}: ${quoted(text.da)}.`;
}

function action({ action, decision, reason }: ActionDecision, index: number): string {
  const taken = decision === undefined ? '' : ` Beslutning: ${decision.code}.`;
  const why = reason === undefined ? '' : ` Begrundelse: ${quoted(reason)}.`;
  return `${index + 1}. ${bindings[action.strength]}: ${quoted(action.text.da)}.${taken}${why}`;
}

function participation({ participation }: LevelStatement): readonly string[] {
  if (participation === undefined) return [];
  const { concept, remark } = participation;
  const said = remark === undefined ? '' : ` Bemærkning: ${quoted(remark)}.`;
  return [`Borgerens deltagelse: ${quoted(concept.text.da)}.${said}`];
}

/** The professional's level is named where an agreed one is in force; its reason always. */
function assessed({ assessed, agreed, authored }: LevelStatement): readonly string[] {
  if (assessed === undefined) return [];
  const date = authored.slice(0, 'YYYY-MM-DD'.length);
  const level = agreed === undefined ? [] : [`Vurderet: niveau ${assessed.level.code} den ${date}.`];
  return [...level, ...labelled('Begrundelse for niveauet', assessed.reason)];
}

function agreed({ agreed, day: date }: LevelStatement): readonly string[] {
  if (agreed === undefined) return [];
  const parties = agreed.parties.map((party) => quoted(party.text.da)).join(', ');
  return [`Aftalt: niveau ${agreed.level.code} den ${date}${parties === '' ? '' : ` mellem ${parties}`}.`];
}

function reassessed({ reassessment }: LevelStatement): readonly string[] {
  return reassessment === undefined ? [] : [`Revurderes: ${day(reassessment, 'revurdering')}.`];
}

/** A FHIR date may be a year or a month; the grammar has none of those, and no day is guessed. */
function day(date: string, linkId: string): string {
  if (isDate(date)) return date;
  const place = `QuestionnaireResponse.descendants().where(linkId = '${linkId}')`;
  refuse('letter-date-partial', { place, values: { linkId } });
}

function labelled(label: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [`${label}: ${quoted(text)}.`];
}
