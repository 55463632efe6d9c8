import type { LevelText, Strength } from '../../model/types.ts';
import { refuse } from '../../outcome/problem.ts';
import type { ActionDecision, Assessment, LevelInForce } from '../../scoring/types.ts';
import { isDate } from '../message/time.ts';
import { kontrol } from './kontrol.ts';
import { levelInForce } from './level.ts';
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
 * letter that carries the block. Errors: `letter-withdrawn`, `letter-no-level`, `letter-date-partial`.
 */
export function writeBlock(assessment: Assessment, citizenNumber: string): Block {
  const inForce = levelInForce(assessment);
  const text = [
    marker(assessment, inForce),
    ...inForce.level.texts.map(basis),
    `Handlinger (${assessment.actions.length}), forslag til parterne:`,
    ...assessment.actions.map(action),
    ...participation(assessment),
    ...assessed(assessment),
    ...agreed(assessment, inForce),
    ...labelled('Koordinerende fagperson', assessment.coordinator),
    ...reassessed(assessment),
    ...assessment.tools.flatMap((tool) => labelled('Redskaber', tool.text.da)),
    ...labelled('Kommentar', assessment.comment),
  ];
  return closed(text, citizenNumber);
}

/**
 * The actions that the citizen's own GP is asked to take, as a block of its own kind (LETTERS.md, c). Errors: as `writeBlock`.
 */
export function writeRecommendation(
  assessment: Assessment,
  actions: readonly ActionDecision[],
  citizenNumber: string,
): Block {
  const { date } = levelInForce(assessment);
  const { code, version } = assessment.variant;
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
function marker({ variant }: Assessment, { level, status, date }: LevelInForce): string {
  const name = `${variant.code} ${variant.version}`;
  return `Differentieringsmodellen ${name}: samarbejdsniveau ${level.code} (${status}) ${day(date, 'aftale.dato')}`;
}

function basis({ label, text }: LevelText): string {
  return `${label.da}: ${quoted(text.da)}.`;
}

function action({ action, decision, reason }: ActionDecision, index: number): string {
  const taken = decision === undefined ? '' : ` Beslutning: ${decision.code}.`;
  const why = reason === undefined ? '' : ` Begrundelse: ${quoted(reason)}.`;
  return `${index + 1}. ${bindings[action.strength]}: ${quoted(action.text.da)}.${taken}${why}`;
}

function participation({ participation }: Assessment): readonly string[] {
  if (participation === undefined) return [];
  const { concept, remark } = participation;
  const said = remark === undefined ? '' : ` Bemærkning: ${quoted(remark)}.`;
  return [`Borgerens deltagelse: ${quoted(concept.text.da)}.${said}`];
}

/** The professional's level is named where an agreed one is in force; its reason always. */
function assessed({ assessed, agreed, authored }: Assessment): readonly string[] {
  if (assessed === undefined) return [];
  const date = authored.slice(0, 'YYYY-MM-DD'.length);
  const level = agreed === undefined ? [] : [`Vurderet: niveau ${assessed.level.code} den ${date}.`];
  return [...level, ...labelled('Begrundelse for niveauet', assessed.reason)];
}

function agreed({ agreed }: Assessment, { date }: LevelInForce): readonly string[] {
  if (agreed === undefined) return [];
  const parties = agreed.parties.map((party) => quoted(party.text.da)).join(', ');
  return [`Aftalt: niveau ${agreed.level.code} den ${date}${parties === '' ? '' : ` mellem ${parties}`}.`];
}

function reassessed({ reassessment }: Assessment): readonly string[] {
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
