import type { CodeableConcept, Observation } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Level } from '../model/types.ts';
import { danishDay } from '../scoring/day.ts';
import type { Assessment, Basis, LevelStatement, Particulars } from '../scoring/types.ts';
import { codeable, dataAbsent, levelCode, levelCodeable } from './codeable.ts';
import { factorComponents, scoreComponent, scoreRow } from './components.ts';
import { type Context, head, isWithdrawn, note, resultIdentifier } from './context.ts';
import { fixed } from './fixed.ts';
import { urn } from './ids.ts';
import { fixedPart, narrative, type Part, type Row } from './narrative.ts';
import { unknownPerformer } from './references.ts';
import { dayText } from './time-text.ts';
import { both, versionRows, words } from './words.ts';

/** The category that dk-core and US servers file forms under. */
export const survey: CodeableConcept = fixed({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey', display: 'Survey' }],
});

const finality: Readonly<Record<Basis, Observation['status']>> = {
  forslag: 'preliminary',
  vurderet: 'final',
  aftalt: 'final',
};

/**
 * Observation `samarbejdsniveau`: the level in force, with factors and score. The code of its variant stands beside the
 * common one, so that the level now is one search. How it came about is a second category: categories can be searched
 * for, components by few servers. A level that is only suggested is `preliminary`, never final. Without a level in
 * force it is written only to take back what an earlier version said.
 */
export function levelObservation(context: Context, assessment: Assessment): Observation {
  const { ids } = context;
  const { statement, suggestion, variant, authored } = assessment;
  const { professional } = context;
  return {
    ...head(context, 'Observation', ids.level, 'niveau-observation'),
    text: narrative(variant.observed.level.text, [
      [words.citizen, assessment.citizen.display],
      ...levelRows(context, statement),
      scoreRow(variant, suggestion),
    ]),
    identifier: [resultIdentifier(context, ids.level)],
    ...context.basedOn,
    status: levelStatus(context, statement),
    category: [survey, ...(statement === undefined ? [] : [codeable(variant.bases[statement.basis])])],
    code: levelCode(variant.observed),
    subject: context.subject,
    ...context.encounter,
    effectiveDateTime: effective(assessment),
    issued: authored,
    performer: [professional ?? unknownPerformer],
    ...(statement === undefined
      ? { dataAbsentReason: dataAbsent }
      : { valueCodeableConcept: levelCodeable(statement.level), note: howDecided(statement) }),
    derivedFrom: [urn(ids.response)],
    component: [...factorComponents(assessment), scoreComponent(variant, suggestion)],
  };
}

/**
 * The day of the agreement where that is another than the day of the assessment; else the instant of the assessment.
 */
export function effective({ agreed: agreement, authored }: Particulars): string {
  const agreed = agreement?.date;
  return agreed === undefined || agreed === danishDay(authored) ? authored : agreed;
}

/** A level that is only suggested is preliminary, corrected or not; one that was withdrawn is entered in error. */
export function levelStatus(context: Context, statement: LevelStatement | undefined): Observation['status'] {
  if (isWithdrawn(context) || statement === undefined) return 'entered-in-error';
  const first = finality[statement.basis];
  return first === 'final' && statement.status === 'amended' ? 'amended' : first;
}

/** How the level came about, and its day, in both languages. */
export function howDecided({ variant, basis, day }: LevelStatement): { text: string }[] {
  const how = both(variant.bases[basis].text, dayText(day));
  return [note(`Niveauet er ${how.da}.`), note(`The level was ${how.en}.`)];
}

const levelPart = madePer(({ text, texts }: Level) =>
  fixedPart([[words.level, text], ...texts.map((one): Row => [one.label, one.text])]),
);

/** The level in words: what it is, how it came about, what happened to it since, and the factors behind it. */
export function levelRows(context: Context, statement: LevelStatement | undefined): (Row | Part)[] {
  const { told } = context;
  const { assessed, professional, variant } = told;
  return [
    [words.model, variant.title, variant.version],
    ...(statement === undefined ? [] : [levelPart(statement.level)]),
    [words.basis, statement && both(variant.bases[statement.basis].text, dayText(statement.day))],
    ...versionRows(context),
    [words.reason, assessed?.reason],
    [words.assessedBy, professional?.display],
    [words.time, context.moment],
    context.factorRows,
  ];
}
