import type { CodeableConcept, Observation } from 'fhir/r4.js';
import type { LevelStatus } from '../scoring/types.ts';
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

const finality: Readonly<Record<LevelStatus, Observation['status']>> = {
  forslag: 'preliminary',
  vurderet: 'final',
  aftalt: 'final',
};

/**
 * Observation `samarbejdsniveau`: the level in force, with factors and score. A level that is only suggested is `preliminary`, never
 * final. Without a level in force it is written only to take back what an earlier response said.
 */
export function levelObservation(context: Context): Observation {
  const { assessment, ids } = context;
  const code = observationCode(context, 'samarbejdsniveau');
  const professional = professionalOf(context);
  const { inForce } = assessment;
  return {
    ...head(context, 'Observation', ids.level, 'niveau-observation'),
    text: narrative(code.text, ids.level, rows(context)),
    status: statusOf(context),
    category: survey,
    code: codeable(code),
    subject: subjectOf(context),
    effectiveDateTime: assessment.authored,
    issued: assessment.authored,
    ...(professional === undefined ? {} : { performer: [professional] }),
    ...(inForce === undefined
      ? { dataAbsentReason: dataAbsent }
      : { valueCodeableConcept: levelCodeable(inForce.level), note: [{ text: howDecided(context) }] }),
    derivedFrom: [urn(ids.response)],
    component: [...factorComponents(context), scoreComponent(context)],
  };
}

function statusOf(context: Context): Observation['status'] {
  const { inForce, status } = context.assessment;
  if (isWithdrawn(context) || inForce === undefined) return 'entered-in-error';
  const first = finality[inForce.status];
  return first === 'final' && status === 'amended' ? 'amended' : first;
}

function howDecided({ assessment }: Context): string {
  const { inForce } = assessment;
  if (inForce === undefined) return '';
  const { da, en } = statusText[inForce.status];
  return `Niveauet er ${da} ${inForce.date}. (The level was ${en} ${inForce.date}.)`;
}

function rows(context: Context): Row[] {
  const { assessment } = context;
  const { inForce, assessed } = assessment;
  const status = inForce === undefined || isWithdrawn(context) ? withdrawn : statusText[inForce.status];
  return [
    [words.citizen, assessment.citizen.display],
    [words.model, assessment.variant.title, assessment.variant.version],
    [words.level, inForce?.level.text],
    ...(inForce?.level.texts.map(({ label, text }): Row => [label, text]) ?? []),
    [words.status, status, inForce?.date],
    [words.reason, assessed?.reason],
    [words.assessedBy, assessment.professional?.display],
    [words.time, assessment.authored],
    ...factorRows(context),
    scoreRow(context),
  ];
}
