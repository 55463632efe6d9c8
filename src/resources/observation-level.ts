import type { CodeableConcept, Observation } from 'fhir/r4.js';
import type { Assessment, Basis, LevelStatement } from '../scoring/types.ts';
import { factorComponents, factorRows, scoreComponent, scoreRow } from './components.ts';
import {
  type Context,
  codeable,
  dataAbsent,
  head,
  isWithdrawn,
  levelCodeable,
  observationCode,
  professionalOf,
  subjectOf,
} from './context.ts';
import { urn } from './ids.ts';
import { narrative, type Row } from './narrative.ts';
import { statusText, withdrawn, words } from './words.ts';

export const survey: CodeableConcept[] = [
  {
    coding: [
      { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey', display: 'Survey' },
    ],
  },
];

const finality: Readonly<Record<Basis, Observation['status']>> = {
  forslag: 'preliminary',
  vurderet: 'final',
  aftalt: 'final',
};

/**
 * Observation `samarbejdsniveau`: the level in force, with factors and score. A level that is only suggested is `preliminary`, never
 * final. Without a level in force it is written only to take back what an earlier response said.
 */
export function levelObservation(context: Context, assessment: Assessment): Observation {
  const { ids } = context;
  const code = observationCode(context, 'samarbejdsniveau');
  const professional = professionalOf(context);
  const { statement, suggestion } = assessment;
  return {
    ...head(context, 'Observation', ids.level, 'niveau-observation'),
    text: narrative(code.text, ids.level, rows(context, assessment)),
    status: statusOf(context, statement),
    category: survey,
    code: codeable(code),
    subject: subjectOf(context),
    effectiveDateTime: assessment.authored,
    issued: assessment.authored,
    ...(professional === undefined ? {} : { performer: [professional] }),
    ...(statement === undefined
      ? { dataAbsentReason: dataAbsent }
      : { valueCodeableConcept: levelCodeable(statement.level), note: [{ text: howDecided(statement) }] }),
    derivedFrom: [urn(ids.response)],
    component: [...factorComponents(assessment), scoreComponent(context, suggestion)],
  };
}

function statusOf(context: Context, statement: LevelStatement | undefined): Observation['status'] {
  if (isWithdrawn(context) || statement === undefined) return 'entered-in-error';
  const first = finality[statement.basis];
  return first === 'final' && statement.status === 'amended' ? 'amended' : first;
}

/** How the level came about, and its day, in both languages. */
export function howDecided({ basis, day }: LevelStatement): string {
  const { da, en } = statusText[basis];
  return `Niveauet er ${da} ${day}. (The level was ${en} ${day}.)`;
}

function rows(context: Context, assessment: Assessment): Row[] {
  const { statement, assessed, suggestion } = assessment;
  const status = statement === undefined || isWithdrawn(context) ? withdrawn : statusText[statement.basis];
  return [
    [words.citizen, assessment.citizen.display],
    [words.model, assessment.variant.title, assessment.variant.version],
    [words.level, statement?.level.text],
    ...(statement?.level.texts.map(({ label, text }): Row => [label, text]) ?? []),
    [words.status, status, statement?.day],
    [words.reason, assessed?.reason],
    [words.assessedBy, assessment.professional?.display],
    [words.time, assessment.authored],
    ...factorRows(assessment),
    scoreRow(context, suggestion),
  ];
}
