import type { Bundle, BundleEntry, FhirResource, Identifier, QuestionnaireResponse } from 'fhir/r4.js';
import type { Model } from '../model/types.ts';
import { ownModel } from '../model/versions.ts';
import type { Assessment } from '../scoring/types.ts';
import { carePlan } from './care-plan.ts';
import { careTeam, hasTeam } from './care-team.ts';
import type { Context } from './context.ts';
import { documentReference, type ProducedDocument } from './document-reference.ts';
import { type Ids, idsOf, urn } from './ids.ts';
import { levelObservation } from './observation-level.ts';
import { suggestionObservation } from './observation-suggestion.ts';
import { provenance } from './provenance.ts';
import { cancelledTasks, tasks } from './task.ts';

export interface BundleInput {
  readonly model: Model;
  readonly assessment: Assessment;
  /** The response as received. */
  readonly response: QuestionnaireResponse;
  readonly software: { readonly name: string; readonly version: string };
  readonly documents?: readonly ProducedDocument[];
}

type Result = Exclude<FhirResource, QuestionnaireResponse | Bundle>;

/**
 * One transaction Bundle with the response and all that it becomes (FHIR.md "Resources that one processed response becomes"). Ids are
 * derived from the response: the same response gives the same bytes.
 */
export function transactionBundle({ model, assessment, response, software, documents = [] }: BundleInput): Bundle {
  const own = ownModel(model, assessment.variant);
  const { statement, status } = assessment;
  const context: Context = { model: own, told: assessment, ids: idsOf(assessment.identity), software };
  // What an earlier version of the same response may have written must not stay alive.
  const replaces = status !== 'completed';
  const results: Result[] = [suggestionObservation(context, assessment)];
  if (statement !== undefined || replaces) {
    results.unshift(levelObservation(context, assessment));
    results.push(carePlan(context, statement), ...tasks(context, statement));
  }
  if (replaces) results.push(...cancelledTasks(context, statement));
  if (hasTeam(context) || replaces) results.push(careTeam(context));
  results.push(...documents.map((document) => documentReference(context, document)));
  const targets = results.map((resource) => urn(resource.id ?? ''));
  results.push(provenance(context, targets));
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [responseEntry(context.ids, assessment, response), ...results.map(entry)],
  };
}

/**
 * The received response. With an identifier the first one creates and a later one finds what is there (an EHR's own copy is kept);
 * amended or withdrawn, it replaces by identifier, where a server's own id would contradict ours, so none is given.
 */
function responseEntry(ids: Ids, assessment: Assessment, received: QuestionnaireResponse): BundleEntry {
  const { id: _, resourceType, ...content } = received;
  const fullUrl = `urn:uuid:${ids.response}`;
  const resource: QuestionnaireResponse = { resourceType, id: ids.response, ...content };
  const search = `identifier=${token(received.identifier)}`;
  if (!assessment.identified) {
    return { fullUrl, resource, request: { method: 'PUT', url: `QuestionnaireResponse/${ids.response}` } };
  }
  if (assessment.status === 'completed') {
    return { fullUrl, resource, request: { method: 'POST', url: 'QuestionnaireResponse', ifNoneExist: search } };
  }
  const { id: __, ...unnamed } = resource;
  return { fullUrl, resource: unnamed, request: { method: 'PUT', url: `QuestionnaireResponse?${search}` } };
}

function entry(resource: Result): BundleEntry {
  const request = { method: 'PUT' as const, url: `${resource.resourceType}/${resource.id}` };
  return { fullUrl: `urn:uuid:${resource.id}`, resource, request };
}

/** A token search parameter: FHIR's own escapes first, then the URL's. */
function token(identifier: Identifier | undefined): string {
  const part = (text = '') => encodeURIComponent(text.replace(/[\\,|$]/g, '\\$&'));
  return `${part(identifier?.system)}|${part(identifier?.value)}`;
}
