import type { Bundle, Provenance } from 'fhir/r4.js';
import { ownModel } from '../model/versions.ts';
import { carePlan } from './care-plan.ts';
import { careTeam, hasTeam } from './care-team.ts';
import { createContext } from './context.ts';
import {
  closed,
  created,
  type EntryInput,
  fallenActions,
  type Previous,
  putById,
  type Result,
  supersededEntries,
  written,
} from './entries.ts';
import { idsOf, urn } from './ids.ts';
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
  const older = previous?.relation === 'superseded' ? supersededEntries(input, previous) : [];
  const replaced = previous !== undefined && older.length > 0 ? idsOf(previous.assessment).plan : undefined;
  const results: Result[] = [];
  if (statement !== undefined) {
    results.push(toldObservation(context, statement), carePlan(context, statement, replaced));
    results.push(...tasks(context, statement));
    if (status !== 'completed') {
      results.push(...cancelledTasks(context, fallenActions(assessment, previous?.assessment)));
    }
    if (hasTeam(context) || status !== 'completed') results.push(careTeam(context));
  }
  const targets = [...results.map(({ id = '' }) => urn(id)), ...closed(older)];
  const origin: Provenance = letterProvenance(context, targets, letter, assessment.version);
  const write = status === 'completed' ? created : written;
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...results.map(write), ...older, ...(targets.length === 0 ? [] : [putById(origin)])],
  };
}
