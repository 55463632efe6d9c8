import type { Bundle } from 'fhir/r4.js';
import { ownModel } from '../model/versions.ts';
import { carePlan } from './care-plan.ts';
import { careTeam, hasTeam } from './care-team.ts';
import { createContext } from './context.ts';
import { type ResourceDraft, ready, transaction } from './draft.ts';
import {
  created,
  type EntryInput,
  fallenActions,
  type Previous,
  putById,
  type Result,
  supersededEntries,
  written,
} from './entries.ts';
import { urn } from './ids.ts';
import { toldObservation } from './observation-told.ts';
import { letterProvenance } from './provenance.ts';
import { cancelledTasks, tasks } from './task.ts';
import type { Told } from './told.ts';

/**
 * One transaction Bundle of what a level that came by letter becomes: as of a response (`transactionBundle`), without
 * the response and the suggestion, which a letter does not tell; its Provenance names the letter. Without a level,
 * nothing.
 */
export function letterBundle(input: EntryInput & Told & { readonly previous?: Previous | undefined }): Bundle {
  const { model, assessment, letter, software, references, previous } = input;
  const context = createContext(ownModel(model, assessment.variant), assessment, software, { references });
  const { statement, status } = assessment;
  const older = previous?.relation === 'superseded' ? supersededEntries(input, previous) : undefined;
  const results: ResourceDraft<Result>[] = [];
  if (statement !== undefined) {
    results.push(ready(toldObservation(context, statement)), carePlan(context, statement, older?.plan));
    results.push(...tasks(context, statement));
    if (status !== 'completed') {
      results.push(...cancelledTasks(context, fallenActions(assessment, context.ids, previous)));
    }
    if (hasTeam(context) || status !== 'completed') results.push(careTeam(context));
  }
  const targets = [...results.map(({ id }) => urn(id)), ...(older?.targets ?? [])];
  const origin = letterProvenance(context, targets, letter, assessment.version);
  const write = status === 'completed' ? created : written;
  return transaction([
    ...results.map((result) => result.as(write)),
    ...(older?.entries ?? []),
    ...(targets.length === 0 ? [] : [ready(origin).as(putById)]),
  ]);
}
