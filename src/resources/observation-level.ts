import type { Annotation, CodeableConcept, Observation, ObservationComponent } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Level, Model, Variant } from '../model/types.ts';
import { danishDay } from '../scoring/day.ts';
import type { Assessment, Basis, LevelStatement, Particulars } from '../scoring/types.ts';
import { byExample } from './by-example.ts';
import { codeable, dataAbsent, levelCode, levelCodeable } from './codeable.ts';
import { factorComponents, scoreComponent, scoreRow } from './components.ts';
import { answering, type Context, head, isWithdrawn, note, resultIdentifier, type Said, within } from './context.ts';
import type { ResourceDraft } from './draft.ts';
import { fixed } from './fixed.ts';
import { urn } from './ids.ts';
import { narrative, type Part, part, type Row, row } from './narrative.ts';
import { unknownPerformer } from './references.ts';
import { dayText } from './time-text.ts';
import { both, words } from './words.ts';

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
export function levelObservation(context: Context, assessment: Assessment): ResourceDraft<Observation> {
  const { model, said, ids } = context;
  const { statement, suggestion, variant } = assessment;
  const own = {
    id: ids.level,
    effective: effective(assessment),
    note: statement && howDecided(statement),
    component: [...factorComponents(assessment), scoreComponent(variant, suggestion)],
    levelRows: part(levelRows(context, statement)),
    scoreRow: row(...scoreRow(variant, suggestion)),
  };
  return draft(said, own, model, variant, statement?.level, statement?.basis, levelStatus(context, statement));
}

type Own = {
  readonly id: string;
  readonly effective: string;
  readonly note: Annotation[] | undefined;
  readonly component: ObservationComponent[];
  readonly levelRows: Part;
  readonly scoreRow: Part;
};

const draft = byExample(
  (
    said: Said,
    own: Own,
    model: Model,
    { observed, bases }: Variant,
    level: Level | undefined,
    basis: Basis | undefined,
    status: Observation['status'],
  ): Observation => ({
    ...head(model, 'Observation', own.id, 'niveau-observation'),
    text: narrative(observed.level.text, [said.citizenRow, own.levelRows, own.scoreRow]),
    identifier: [resultIdentifier(model, own.id)],
    ...answering(said),
    status,
    category: [survey, ...(basis === undefined ? [] : [codeable(bases[basis])])],
    code: levelCode(observed),
    subject: said.subject,
    ...within(said),
    effectiveDateTime: own.effective,
    issued: said.authored,
    performer: [said.professional ?? unknownPerformer],
    ...(level === undefined ? { dataAbsentReason: dataAbsent } : { valueCodeableConcept: levelCodeable(level) }),
    ...(own.note === undefined ? {} : { note: own.note }),
    derivedFrom: [urn(said.response)],
    component: own.component,
  }),
);

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
  part([[words.level, text], ...texts.map((one): Row => [one.label, one.text])]),
);

/** The level in words: what it is, how it came about, what happened to it since, and the factors behind it. */
export function levelRows({ told, said }: Context, statement: LevelStatement | undefined): (Row | Part)[] {
  const { assessed, variant } = told;
  const { versionRows, assessedByRow, timeRow, factorRows } = said.values;
  return [
    [words.model, variant.title, variant.version],
    ...(statement === undefined ? [] : [levelPart(statement.level)]),
    [words.basis, statement && both(variant.bases[statement.basis].text, dayText(statement.day))],
    versionRows,
    [words.reason, assessed?.reason],
    assessedByRow,
    timeRow,
    factorRows,
  ];
}
