import type { Bundle, CodeableConcept, FhirResource, Observation } from 'fhir/r4.js';
import type { Model } from '../../model/types.ts';
import { ownModel } from '../../model/versions.ts';
import { carePlan } from '../../resources/care-plan.ts';
import { careTeam, hasTeam } from '../../resources/care-team.ts';
import { factorComponents, factorRows } from '../../resources/components.ts';
import {
  type Context,
  codeable,
  createContext,
  dataAbsent,
  head,
  levelCodeable,
  note,
  professionalOf,
  resultIdentifier,
  subjectOf,
} from '../../resources/context.ts';
import { narrative, type Row } from '../../resources/narrative.ts';
import { effective, howDecided, survey } from '../../resources/observation-level.ts';
import { tasks } from '../../resources/task.ts';
import { dayText } from '../../resources/time-text.ts';
import { activityText, both, words } from '../../resources/words.ts';
import type { LevelStatement, Particulars } from '../../scoring/types.ts';
import type { Withdrawal } from './blocks.ts';
import type { LetterReading } from './read.ts';
import { toStatement, toWithdrawn } from './to-statement.ts';

/**
 * What was read from a letter as FHIR, with the codes that `score` gives: a Bundle of type collection with the Observation, CarePlan, CareTeam
 * and Tasks of each level, and of each withdrawal an Observation that is entered in error. A letter does not tell the response, so that nothing
 * refers to one.
 */
export function toBundle(
  model: Model,
  readings: readonly LetterReading[],
  software: { readonly name: string; readonly version: string },
): Bundle {
  const resources = readings.flatMap((reading): FhirResource[] => {
    const contextOf = (told: Particulars) => createContext(ownModel(model, told.variant), told, software);
    return [
      ...reading.levels.flatMap((stated) => {
        const statement = toStatement(reading, stated);
        return resourcesOf(contextOf(statement), statement);
      }),
      ...reading.withdrawals.map((withdrawal) => {
        return withdrawnObservation(contextOf(toWithdrawn(reading, withdrawal)), withdrawal);
      }),
    ];
  });
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}

function resourcesOf(context: Context, statement: LevelStatement): readonly FhirResource[] {
  return [
    observation(context, statement),
    carePlan(context, statement),
    ...(hasTeam(context) ? [careTeam(context)] : []),
    ...tasks(context, statement),
  ];
}

/** Observation `samarbejdsniveau` as far as a letter tells it. A level that is only suggested is preliminary. */
function observation(context: Context, statement: LevelStatement): Observation {
  const { level, basis, day, assessed, variant, authored, professional } = statement;
  const reason = assessed?.reason;
  const performer = professionalOf(context);
  return {
    ...begin(
      context,
      [codeable(variant.bases[basis])],
      [
        [words.model, variant.title, variant.version],
        [words.level, level.text],
        ...level.texts.map(({ label, text }) => [label, text] as const),
        [words.basis, both(variant.bases[basis].text, dayText(day))],
        [words.reason, reason],
        [words.assessedBy, professional?.display],
        [words.time, context.moment],
        ...factorRows(statement),
      ],
    ),
    status: basis === 'forslag' ? 'preliminary' : 'final',
    effectiveDateTime: effective(statement),
    issued: authored,
    ...(performer === undefined ? {} : { performer: [performer] }),
    valueCodeableConcept: levelCodeable(level),
    note: [...howDecided(statement), ...(reason === undefined ? [] : [note(reason)])],
    ...(statement.factors.length === 0 ? {} : { component: factorComponents(statement) }),
  };
}

/** What takes back the level that was assessed at that time. */
function withdrawnObservation(context: Context, { variant, day, authored }: Withdrawal): Observation {
  const { da, en } = both(activityText['entered-in-error'], dayText(day));
  return {
    ...begin(
      context,
      [],
      [
        [words.model, variant.title, variant.version],
        [words.status, { da, en }],
        [words.time, context.moment],
      ],
    ),
    status: 'entered-in-error',
    effectiveDateTime: authored,
    dataAbsentReason: dataAbsent,
    note: [note(`Samarbejdsniveauet er ${da}.`), note(`The level was ${en}.`)],
  };
}

function begin(context: Context, basis: readonly CodeableConcept[], rows: readonly Row[]) {
  const { ids, told } = context;
  const { level, variantLevel } = told.variant.observed;
  // Not the profile of our own Observations, which have a score and the response that they come from.
  const { meta: _, ...first } = head(context, 'Observation', ids.level, 'niveau-observation');
  return {
    ...first,
    text: narrative(level.text, rows),
    identifier: [resultIdentifier(context, ids.level)],
    category: [survey, ...basis],
    code: codeable(level, variantLevel),
    subject: subjectOf(context),
  };
}
