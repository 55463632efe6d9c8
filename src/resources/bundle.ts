import type { Bundle, BundleEntry, QuestionnaireResponse } from 'fhir/r4.js';
import { ownModel } from '../model/versions.ts';
import type { Assessment } from '../scoring/types.ts';
import { carePlan } from './care-plan.ts';
import { careTeam, hasTeam } from './care-team.ts';
import { createContext } from './context.ts';
import { documentReference, type ProducedDocument } from './document-reference.ts';
import { type ResourceDraft, ready, readyEntry, transaction } from './draft.ts';
import {
  created,
  type EntryInput,
  fallenActions,
  firstResponse,
  type Previous,
  putById,
  type Result,
  type Scored,
  searchFor,
  supersededEntries,
  written,
} from './entries.ts';
import { asReceived } from './fixed.ts';
import { type Ids, urn } from './ids.ts';
import { levelObservation } from './observation-level.ts';
import { suggestionObservation } from './observation-suggestion.ts';
import { provenance } from './provenance.ts';
import { cancelledTasks, tasks } from './task.ts';

export interface BundleInput extends Scored, EntryInput {
  readonly previous?: Previous | undefined;
  readonly documents?: readonly ProducedDocument[] | undefined;
}

/**
 * One transaction Bundle with the response and all that it becomes (FHIR.md "Resources that one processed response
 * becomes"). The same response gives the same bytes. What a completed response becomes is only created, so that one
 * that is sent again late overwrites no later version; what an amended or withdrawn one becomes is written over what is
 * there.
 */
export function transactionBundle(input: BundleInput): Bundle {
  const { model, assessment, response, software, references, previous, documents = [] } = input;
  const context = createContext(ownModel(model, assessment.variant), assessment, software, { references });
  const { statement, status } = assessment;
  const write = status === 'completed' ? created : written;
  const older = previous?.relation === 'superseded' ? supersededEntries(input, previous) : undefined;
  const results: ResourceDraft<Result>[] = [suggestionObservation(context, assessment)];
  // What an earlier version of the same response may have written must not stay alive.
  const replaces = status !== 'completed';
  if (statement !== undefined || replaces) {
    results.unshift(levelObservation(context, assessment));
    results.push(carePlan(context, statement, older?.plan), ...tasks(context, statement));
  }
  if (replaces) results.push(...cancelledTasks(context, fallenActions(assessment, context.ids, previous)));
  if (hasTeam(context) || replaces) results.push(careTeam(context));
  results.push(...documents.map((document) => ready(documentReference(context, document))));
  const targets = [...results.map(({ id }) => urn(id)), ...(older?.targets ?? [])];
  const version = JSON.stringify([assessment.version, ...documents.map(({ kind, identifier }) => [kind, identifier])]);
  return transaction([
    readyEntry(responseEntry(context.ids, assessment, response)),
    ...results.map((result) => result.as(write)),
    ...(older?.entries ?? []),
    provenance(context, targets, version).as(putById),
  ]);
}

/**
 * The received response. With an identifier the first one creates and a later one finds what is there (an EHR's own
 * copy is kept); amended or withdrawn, it replaces by identifier, where a server's own id would contradict ours, so
 * none is given.
 */
function responseEntry(ids: Ids, { identified, status }: Assessment, received: QuestionnaireResponse): BundleEntry {
  if (!identified || status === 'completed') return firstResponse(ids, received);
  const { id: _, resourceType, ...content } = received;
  const url = `QuestionnaireResponse?${searchFor(received.identifier)}`;
  const resource: QuestionnaireResponse = asReceived({ resourceType, ...content });
  return { fullUrl: `urn:uuid:${ids.response}`, resource, request: { method: 'PUT', url } };
}
