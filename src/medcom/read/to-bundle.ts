import type { Bundle, FhirResource, Observation } from 'fhir/r4.js';
import type { Model } from '../../model/types.ts';
import { ownModel } from '../../model/versions.ts';
import { carePlan } from '../../resources/care-plan.ts';
import { careTeam, hasTeam } from '../../resources/care-team.ts';
import {
  type Context,
  codeable,
  head,
  levelCodeable,
  note,
  observationCode,
  subjectOf,
} from '../../resources/context.ts';
import { idsOf } from '../../resources/ids.ts';
import { narrative } from '../../resources/narrative.ts';
import { survey } from '../../resources/observation-level.ts';
import { tasks } from '../../resources/task.ts';
import { statusText, words } from '../../resources/words.ts';
import type { LetterReading } from './read.ts';
import { toAssessment } from './to-assessment.ts';

/**
 * What was read from a letter as FHIR, with the codes that `score` gives: a Bundle of type collection with the Observation, CarePlan, CareTeam
 * and Tasks of each level. A letter tells neither factors nor response, so that nothing refers to them.
 * Error: `block-version-unknown`.
 */
export function toBundle(
  model: Model,
  readings: readonly LetterReading[],
  software: { readonly name: string; readonly version: string },
): Bundle {
  const contexts = readings.flatMap((reading) =>
    reading.levels.map((block, index): Context => {
      const identity = JSON.stringify([reading.type, reading.identifier, block.variant, block.date, index]);
      const assessment = toAssessment(model, block, identity, reading.citizen);
      return { model: ownModel(model, assessment.variant), assessment, ids: idsOf(identity), software };
    }),
  );
  const resources = contexts.flatMap((context): FhirResource[] => [
    observation(context),
    carePlan(context),
    ...(hasTeam(context) ? [careTeam(context)] : []),
    ...tasks(context),
  ]);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}

/** Observation `samarbejdsniveau` as far as a letter tells it. A level that is only suggested is preliminary. */
function observation(context: Context): Observation {
  const { assessment, ids } = context;
  const { inForce, assessed, variant } = assessment;
  if (inForce === undefined) throw new Error('a block without a level');
  const code = observationCode(context, 'samarbejdsniveau');
  const { da, en } = statusText[inForce.status];
  const reason = assessed?.reason;
  const { meta: _, ...begin } = head(context, 'Observation', ids.level, 'niveau-observation');
  return {
    // Not the profile of our own Observations, which have factors, score and the response that they come from.
    ...begin,
    text: narrative(code.text, ids.level, [
      [words.model, variant.title, variant.version],
      [words.level, inForce.level.text],
      ...inForce.level.texts.map(({ label, text }) => [label, text] as const),
      [words.status, statusText[inForce.status], inForce.date],
      [words.reason, reason],
    ]),
    status: inForce.status === 'forslag' ? 'preliminary' : 'final',
    category: survey,
    code: codeable(code),
    subject: subjectOf(context),
    effectiveDateTime: inForce.date,
    valueCodeableConcept: levelCodeable(inForce.level),
    note: [
      { text: `Niveauet er ${da} ${inForce.date}. (The level was ${en} ${inForce.date}.)` },
      ...(reason === undefined ? [] : [note(reason)]),
    ],
  };
}
