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
import { howDecided, survey } from '../../resources/observation-level.ts';
import { tasks } from '../../resources/task.ts';
import { statusText, words } from '../../resources/words.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import type { LetterReading } from './read.ts';
import { toStatement } from './to-statement.ts';

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
  const statements = readings.flatMap((reading) =>
    reading.levels.map((block, index) => {
      const identity = JSON.stringify([reading.type, reading.identifier, block.variant, block.date, index]);
      return toStatement(model, block, identity, reading.citizen);
    }),
  );
  const resources = statements.flatMap((statement): FhirResource[] => {
    const own = ownModel(model, statement.variant);
    const context: Context = { model: own, told: statement, ids: idsOf(statement.identity), software };
    return [
      observation(context, statement),
      carePlan(context, statement),
      ...(hasTeam(context) ? [careTeam(context)] : []),
      ...tasks(context, statement),
    ];
  });
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}

/** Observation `samarbejdsniveau` as far as a letter tells it. A level that is only suggested is preliminary. */
function observation(context: Context, statement: LevelStatement): Observation {
  const { ids } = context;
  const { level, basis, day, assessed, variant } = statement;
  const code = observationCode(context, 'samarbejdsniveau');
  const reason = assessed?.reason;
  const { meta: _, ...begin } = head(context, 'Observation', ids.level, 'niveau-observation');
  return {
    // Not the profile of our own Observations, which have factors, score and the response that they come from.
    ...begin,
    text: narrative(code.text, ids.level, [
      [words.model, variant.title, variant.version],
      [words.level, level.text],
      ...level.texts.map(({ label, text }) => [label, text] as const),
      [words.status, statusText[basis], day],
      [words.reason, reason],
    ]),
    status: basis === 'forslag' ? 'preliminary' : 'final',
    category: survey,
    code: codeable(code),
    subject: subjectOf(context),
    effectiveDateTime: day,
    valueCodeableConcept: levelCodeable(level),
    note: [{ text: howDecided(statement) }, ...(reason === undefined ? [] : [note(reason)])],
  };
}
