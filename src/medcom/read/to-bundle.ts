import type { Bundle, FhirResource, Observation } from 'fhir/r4.js';
import type { Model } from '../../model/types.ts';
import { ownModel } from '../../model/versions.ts';
import { carePlan } from '../../resources/care-plan.ts';
import { careTeam, hasTeam } from '../../resources/care-team.ts';
import { factorComponents, factorRows } from '../../resources/components.ts';
import {
  type Context,
  codeable,
  dataAbsent,
  head,
  levelCodeable,
  note,
  observationCode,
  professionalOf,
  subjectOf,
} from '../../resources/context.ts';
import { idsOf } from '../../resources/ids.ts';
import { narrative, type Row } from '../../resources/narrative.ts';
import { howDecided, survey } from '../../resources/observation-level.ts';
import { tasks } from '../../resources/task.ts';
import { statusText, withdrawn, words } from '../../resources/words.ts';
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
    const contextOf = (told: Particulars): Context => {
      return { model: ownModel(model, told.variant), told, ids: idsOf(told.identity), software };
    };
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
    ...begin(context, [
      [words.model, variant.title, variant.version],
      [words.level, level.text],
      ...level.texts.map(({ label, text }) => [label, text] as const),
      [words.status, statusText[basis], day],
      [words.reason, reason],
      [words.assessedBy, professional?.display],
      [words.time, authored],
      ...factorRows(statement),
    ]),
    status: basis === 'forslag' ? 'preliminary' : 'final',
    effectiveDateTime: authored,
    issued: authored,
    ...(performer === undefined ? {} : { performer: [performer] }),
    valueCodeableConcept: levelCodeable(level),
    note: [{ text: howDecided(statement) }, ...(reason === undefined ? [] : [note(reason)])],
    ...(statement.factors.length === 0 ? {} : { component: factorComponents(statement) }),
  };
}

/** What takes back the level that was assessed at that time. */
function withdrawnObservation(context: Context, { variant, day, authored }: Withdrawal): Observation {
  return {
    ...begin(context, [
      [words.model, variant.title, variant.version],
      [words.status, withdrawn, day],
      [words.time, authored],
    ]),
    status: 'entered-in-error',
    effectiveDateTime: authored,
    dataAbsentReason: dataAbsent,
    note: [{ text: `Samarbejdsniveauet er ${withdrawn.da} ${day}. (The level was ${withdrawn.en} ${day}.)` }],
  };
}

function begin(context: Context, rows: readonly Row[]) {
  const { ids } = context;
  const code = observationCode(context, 'samarbejdsniveau');
  // Not the profile of our own Observations, which have a score and the response that they come from.
  const { meta: _, ...first } = head(context, 'Observation', ids.level, 'niveau-observation');
  return {
    ...first,
    text: narrative(code.text, ids.level, rows),
    category: survey,
    code: codeable(code),
    subject: subjectOf(context),
  };
}
