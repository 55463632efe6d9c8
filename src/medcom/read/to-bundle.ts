import type { Bundle, FhirResource } from 'fhir/r4.js';
import type { Model } from '../../model/types.ts';
import { ownModel } from '../../model/versions.ts';
import { carePlan } from '../../resources/care-plan.ts';
import { careTeam, hasTeam } from '../../resources/care-team.ts';
import { type Context, createContext } from '../../resources/context.ts';
import { toldObservation, withdrawnObservation } from '../../resources/observation-told.ts';
import { tasks } from '../../resources/task.ts';
import type { LevelStatement, Particulars } from '../../scoring/types.ts';
import type { LetterReading } from './read.ts';
import { toStatement, toWithdrawn } from './to-statement.ts';

/**
 * What was read from a letter as FHIR, with the codes that `score` gives: a Bundle of type collection with the
 * Observation, CarePlan, CareTeam and Tasks of each level, and of each withdrawal an Observation that is entered in
 * error. A letter does not tell the response, so that nothing refers to one.
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
        return withdrawnObservation(contextOf(toWithdrawn(reading, withdrawal)), withdrawal.day);
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
    toldObservation(context, statement),
    carePlan(context, statement).make(),
    ...(hasTeam(context) ? [careTeam(context).make()] : []),
    ...tasks(context, statement).map((task) => task.make()),
  ];
}
