import type {
  BundleEntry,
  CarePlan,
  CareTeam,
  DocumentReference,
  Identifier,
  Observation,
  Provenance,
  QuestionnaireResponse,
  Reference,
  Task,
} from 'fhir/r4.js';
import type { Action, Model } from '../model/types.ts';
import { ownModel } from '../model/versions.ts';
import type { Assessment, Particulars } from '../scoring/types.ts';
import { carePlan } from './care-plan.ts';
import { careTeam, hasTeam } from './care-team.ts';
import { createContext, type Software } from './context.ts';
import { type EntryDraft, ready, readyEntry } from './draft.ts';
import { asReceived, textOf } from './fixed.ts';
import { type Ids, urn } from './ids.ts';
import { levelObservation } from './observation-level.ts';
import { toldObservation } from './observation-told.ts';
import type { References } from './references.ts';
import { cancelledTasks, tasks } from './task.ts';
import type { Told, ToldAssessment } from './told.ts';

/** A scored response with what was received. */
export interface Scored {
  readonly assessment: Assessment;
  /** As received. */
  readonly response: QuestionnaireResponse;
}

/**
 * What came before: an earlier version of the same response or letter, or an assessment that this one takes the place
 * of.
 */
export type Previous = (Scored | Told) & {
  readonly relation: 'version' | 'superseded';
  /** Ids of all Tasks that any version has become, those before it too. */
  readonly tasks?: ReadonlySet<string> | undefined;
};

/** For whom, and by what, entries are made. */
export interface EntryInput {
  readonly model: Model;
  readonly software: Software;
  readonly references: References;
}

export type Result = Observation | CarePlan | CareTeam | Task | DocumentReference;

/**
 * The actions that the earlier version proposed and this one does not, and those of versions before it, whose end may
 * never have arrived; all others of the variant where that version is not known.
 */
export function fallenActions(
  { statement, variant }: Particulars & Pick<ToldAssessment, 'statement'>,
  ids: Ids,
  previous: Previous | undefined,
): readonly Action[] {
  const current = new Set(statement?.actions.map(({ action }) => action.code));
  const { actions } = variant;
  const proposed = previous?.relation === 'version' ? proposedBefore(actions, ids, previous) : actions;
  return proposed.filter(({ code }) => !current.has(code));
}

function proposedBefore(actions: readonly Action[], ids: Ids, previous: Previous): readonly Action[] {
  const last = (previous.assessment.statement?.actions ?? []).map(({ action }) => action);
  return [...last, ...olderActions(actions, ids, previous)];
}

/** Those that only versions before the earlier one have proposed. */
function olderActions(actions: readonly Action[], ids: Ids, { assessment, tasks }: Previous): readonly Action[] {
  const last = new Set(assessment.statement?.actions.map(({ action }) => action.code));
  return actions.filter(({ code }) => !last.has(code) && tasks?.has(ids.task(code)));
}

/** Entries that close an older assessment, the id of its plan, and what they write over. */
export interface Closing {
  readonly plan: string | undefined;
  readonly entries: readonly EntryDraft[];
  readonly targets: readonly Reference[];
}

/**
 * The assessment that a newer one takes the place of: its plan, Tasks and team are closed. Its response and
 * Observations stay as history: they are there to be referred to, and only created where the server has none.
 */
export function supersededEntries({ model, software, references }: EntryInput, previous: Previous): Closing {
  const { assessment } = previous;
  const { statement, variant } = assessment;
  if (statement === undefined) return { plan: undefined, entries: [], targets: [] };
  const contextOf = (superseded: boolean) =>
    createContext(ownModel(model, variant), assessment, software, { references, superseded });
  const [history, context] = [contextOf(false), contextOf(true)];
  const response = 'response' in previous ? [firstResponse(context.ids, previous.response)] : [];
  const level =
    'response' in previous
      ? levelObservation(history, previous.assessment)
      : ready(toldObservation(history, statement));
  const team = hasTeam(context) ? [careTeam(context)] : [];
  const before = cancelledTasks(context, olderActions(variant.actions, context.ids, previous));
  const closing = [carePlan(context, statement), ...tasks(context, statement), ...before, ...team].map((draft) => {
    // A Task that was decided against stays as it is.
    const stays = 'status' in draft && draft.status !== 'cancelled';
    return { entry: draft.as(stays ? created : written), target: stays ? [] : [urn(draft.id)] };
  });
  return {
    plan: context.ids.plan,
    entries: [...response.map(readyEntry), level.as(created), ...closing.map(({ entry }) => entry)],
    targets: [
      ...response.flatMap(({ fullUrl = '', request }) => (request?.method === 'PUT' ? [{ reference: fullUrl }] : [])),
      ...closing.flatMap(({ target }) => target),
    ],
  };
}

/** A response that is created where the server has none with its identifier, or without one by its own id. */
export function firstResponse(ids: Ids, received: QuestionnaireResponse): BundleEntry {
  const { id: _, resourceType, ...content } = received;
  const resource: QuestionnaireResponse = asReceived(
    { resourceType, id: ids.response, ...content },
    textUnderId(received, ids.response),
  );
  if (received.identifier === undefined) return putById(resource);
  const ifNoneExist = searchFor(received.identifier);
  return {
    fullUrl: `urn:uuid:${ids.response}`,
    resource,
    request: { method: 'POST', url: resourceType, ifNoneExist },
  };
}

/** The text of a response under another id, where its type and its own id come first and its text is known. */
function textUnderId(received: QuestionnaireResponse, id: string): string | undefined {
  const text = textOf(received);
  const type = '{"resourceType":"QuestionnaireResponse",';
  const head = received.id === undefined ? type : `${type}"id":"${received.id}",`;
  return text?.startsWith(head) ? `${type}"id":"${id}",${text.slice(head.length)}` : undefined;
}

/** Created where the server has none with its identifier. The server's own id counts, so none is given. */
export function created({ id, ...resource }: Result): BundleEntry {
  const { resourceType, identifier } = resource;
  const request = { method: 'POST' as const, url: resourceType, ifNoneExist: searchFor(identifier?.[0]) };
  return { fullUrl: `urn:uuid:${id}`, resource: resource as Result, request };
}

/** Written over what has its identifier, or created. */
export function written({ id, ...resource }: Result): BundleEntry {
  const { resourceType, identifier } = resource;
  const request = { method: 'PUT' as const, url: `${resourceType}?${searchFor(identifier?.[0])}` };
  return { fullUrl: `urn:uuid:${id}`, resource: resource as Result, request };
}

/** A token search: FHIR's own escapes first, then the URL's. */
export function searchFor({ system = '', value = '' }: Identifier = {}): string {
  return `identifier=${searchPart(system)}|${searchPart(value)}`;
}

function searchPart(text: string): string {
  // Most are ids of ours, in which there is nothing to escape.
  return /^[\w-]*$/.test(text) ? text : encodeURIComponent(text.replace(/[\\,|$]/g, '\\$&'));
}

/**
 * Under its own id, which is of one version alone: a Provenance, or a response without identifier. No later version
 * writes over it.
 */
export function putById(resource: Provenance | QuestionnaireResponse): BundleEntry {
  const { id, resourceType } = resource;
  return { fullUrl: `urn:uuid:${id}`, resource, request: { method: 'PUT', url: `${resourceType}/${id}` } };
}
