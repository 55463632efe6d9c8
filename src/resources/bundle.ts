import type {
  Bundle,
  BundleEntry,
  CarePlan,
  CareTeam,
  DocumentReference,
  Identifier,
  Observation,
  QuestionnaireResponse,
  Task,
} from 'fhir/r4.js';
import type { Action, Model } from '../model/types.ts';
import { ownModel } from '../model/versions.ts';
import type { Assessment } from '../scoring/types.ts';
import { carePlan } from './care-plan.ts';
import { careTeam, hasTeam } from './care-team.ts';
import { createContext, type References, type Software } from './context.ts';
import { documentReference, type ProducedDocument } from './document-reference.ts';
import { type Ids, idsOf, urn } from './ids.ts';
import { levelObservation } from './observation-level.ts';
import { suggestionObservation } from './observation-suggestion.ts';
import { provenance } from './provenance.ts';
import { cancelledTasks, tasks } from './task.ts';

/** A scored response with what was received. */
export interface Scored {
  readonly assessment: Assessment;
  /** As received. */
  readonly response: QuestionnaireResponse;
}

export interface BundleInput extends Scored {
  readonly model: Model;
  readonly software: Software;
  readonly references: References;
  /** What came before: an earlier version of the same response, or an assessment that this one takes the place of. */
  readonly previous?: (Scored & { readonly relation: 'version' | 'superseded' }) | undefined;
  readonly documents?: readonly ProducedDocument[];
}

type Result = Observation | CarePlan | CareTeam | Task | DocumentReference;

/**
 * One transaction Bundle with the response and all that it becomes (FHIR.md "Resources that one processed response becomes"). The same
 * response gives the same bytes. What a completed response becomes is only created, so that one that is sent again late overwrites no later
 * version; what an amended or withdrawn one becomes is written over what is there.
 */
export function transactionBundle(input: BundleInput): Bundle {
  const { model, assessment, response, software, references, previous, documents = [] } = input;
  const context = createContext(ownModel(model, assessment.variant), assessment, software, { references });
  const { statement, status } = assessment;
  const write = status === 'completed' ? created : written;
  const older = previous?.relation === 'superseded' ? supersededEntries(input, previous) : [];
  const replaced = previous !== undefined && older.length > 0 ? idsOf(previous.assessment).plan : undefined;
  const results: Result[] = [suggestionObservation(context, assessment)];
  // What an earlier version of the same response may have written must not stay alive.
  const replaces = status !== 'completed';
  if (statement !== undefined || replaces) {
    results.unshift(levelObservation(context, assessment));
    results.push(carePlan(context, statement, replaced), ...tasks(context, statement));
  }
  if (replaces) results.push(...cancelledTasks(context, fallenActions(assessment, previous?.assessment)));
  if (hasTeam(context) || replaces) results.push(careTeam(context));
  results.push(...documents.map((document) => documentReference(context, document)));
  const entries = [...results.map(write), ...older];
  const targets = [...results.map(({ id = '' }) => urn(id)), ...closed(older)];
  const version = JSON.stringify([assessment.version, ...documents.map(({ kind, identifier }) => [kind, identifier])]);
  const origin = provenance(context, targets, version);
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      responseEntry(context.ids, assessment, response),
      ...entries,
      {
        fullUrl: `urn:uuid:${origin.id}`,
        resource: origin,
        request: { method: 'PUT', url: `Provenance/${origin.id}` },
      },
    ],
  };
}

/** The actions that the earlier version proposed and this one does not; all others of the variant where that version is not known. */
function fallenActions({ statement, variant }: Assessment, earlier: Assessment | undefined): readonly Action[] {
  const current = new Set(statement?.actions.map(({ action }) => action.code));
  const proposed =
    earlier === undefined ? variant.actions : (earlier.statement?.actions ?? []).map(({ action }) => action);
  return proposed.filter(({ code }) => !current.has(code));
}

/**
 * The assessment that a newer one takes the place of: its plan, Tasks and team are closed. Its response and Observations stay as history: they
 * are there to be referred to, and only created where the server has none.
 */
function supersededEntries(
  { model, software, references }: BundleInput,
  { assessment, response }: Scored,
): BundleEntry[] {
  const { statement, variant } = assessment;
  if (statement === undefined) return [];
  const context = createContext(ownModel(model, variant), assessment, software, { references, superseded: true });
  const kept = { ...context, superseded: false };
  const team = hasTeam(context) ? [careTeam(context)] : [];
  const closing = [carePlan(context, statement), ...tasks(context, statement), ...team];
  return [
    firstResponse(context.ids, response),
    created(levelObservation(kept, assessment)),
    ...closing.map((result) => (isClosed(result) ? written(result) : created(result))),
  ];
}

/** A Task that was decided against stays as it is. */
function isClosed(result: Result): boolean {
  return result.resourceType !== 'Task' || result.status === 'cancelled';
}

/** What of the older assessment this Bundle writes. */
function closed(entries: readonly BundleEntry[]): { reference: string }[] {
  return entries.flatMap(({ fullUrl = '', request }) => (request?.method === 'PUT' ? [{ reference: fullUrl }] : []));
}

/**
 * The received response. With an identifier the first one creates and a later one finds what is there (an EHR's own copy is kept);
 * amended or withdrawn, it replaces by identifier, where a server's own id would contradict ours, so none is given.
 */
function responseEntry(ids: Ids, { identified, status }: Assessment, received: QuestionnaireResponse): BundleEntry {
  if (identified && status === 'completed') return firstResponse(ids, received);
  const { id: _, resourceType, ...content } = received;
  const fullUrl = `urn:uuid:${ids.response}`;
  if (identified) {
    const url = `QuestionnaireResponse?${searchFor(received.identifier)}`;
    return { fullUrl, resource: { resourceType, ...content }, request: { method: 'PUT', url } };
  }
  const resource: QuestionnaireResponse = { resourceType, id: ids.response, ...content };
  return { fullUrl, resource, request: { method: 'PUT', url: `QuestionnaireResponse/${ids.response}` } };
}

/** A response that is created where the server has none with its identifier, or without one by its own id. */
function firstResponse(ids: Ids, received: QuestionnaireResponse): BundleEntry {
  const { id: _, resourceType, ...content } = received;
  const fullUrl = `urn:uuid:${ids.response}`;
  const resource: QuestionnaireResponse = { resourceType, id: ids.response, ...content };
  if (received.identifier === undefined) {
    return { fullUrl, resource, request: { method: 'PUT', url: `QuestionnaireResponse/${ids.response}` } };
  }
  const ifNoneExist = searchFor(received.identifier);
  return { fullUrl, resource, request: { method: 'POST', url: 'QuestionnaireResponse', ifNoneExist } };
}

/** Created where the server has none with its identifier. The server's own id counts, so none is given. */
function created({ id, ...resource }: Result): BundleEntry {
  const { resourceType, identifier } = resource;
  const request = { method: 'POST' as const, url: resourceType, ifNoneExist: searchFor(identifier?.[0]) };
  return { fullUrl: `urn:uuid:${id}`, resource: resource as Result, request };
}

/** Written over what has its identifier, or created. */
function written({ id, ...resource }: Result): BundleEntry {
  const { resourceType, identifier } = resource;
  const request = { method: 'PUT' as const, url: `${resourceType}?${searchFor(identifier?.[0])}` };
  return { fullUrl: `urn:uuid:${id}`, resource: resource as Result, request };
}

/** A token search: FHIR's own escapes first, then the URL's. */
function searchFor(identifier: Identifier | undefined): string {
  const part = (text = '') => encodeURIComponent(text.replace(/[\\,|$]/g, '\\$&'));
  return `identifier=${part(identifier?.system)}|${part(identifier?.value)}`;
}
