import type { Bundle, BundleEntry, FhirResource, Identifier, Reference } from 'fhir/r4.js';
import type { Written } from './fhir-server/answer.ts';
import { ServerFailure } from './fhir-server/failure.ts';
import { realWaiting } from './fhir-server/retry.ts';
import { type FhirServer, openServer } from './fhir-server/server.ts';
import type { Target } from './fhir-server/target.ts';
import { type Send, tracing } from './send.ts';
import { verdictOf } from './verdict.ts';

/** What is referred to is written first. CarePlan and Task refer to each other. */
const order = [
  'QuestionnaireResponse',
  'Observation',
  'CareTeam',
  'CarePlan',
  'Task',
  'DocumentReference',
  'Provenance',
];

/** Deliveries that broke off and whose references are remembered; more would only save a few repetitions. */
const mostRemembered = 1_000;

/** What a Bundle's entries became on the server: `Type/id`, by fullUrl. */
type Progress = Map<string, string>;

/**
 * Sends Bundles to a FHIR server without transactions: each entry as a conditional write of its own, in the order of
 * their references. One that breaks off is resumed where it was; by another service, or after a restart, from its
 * beginning, which changes nothing that is there. Until then the server holds a part of it. `formed` gives a Bundle the
 * form that this server takes.
 */
export async function openSingleWrites(
  target: Target,
  formed: (bundle: Bundle) => Bundle = (bundle) => bundle,
): Promise<Send> {
  // Once: the outbox tries again, and keeps count of it.
  const server = await openServer(target, { ...realWaiting, attempts: 1 });
  const remembered = new Map<number, Progress>();
  return async (parcel) => {
    const { number, content } = parcel;
    const progress: Progress = remembered.get(number) ?? new Map();
    remembered.delete(number);
    try {
      await writeAll(server, formed(JSON.parse(String(content)) as Bundle), progress, tracing(parcel));
      return { kind: 'delivered' };
    } catch (error) {
      if (!(error instanceof ServerFailure)) throw error;
      const verdict = verdictOf(error);
      if (verdict.kind === 'again') remembered.set(number, progress);
      for (const oldest of remembered.keys()) if (remembered.size > mostRemembered) remembered.delete(oldest);
      return verdict;
    }
  };
}

async function writeAll(
  server: FhirServer,
  { entry: entries = [] }: Bundle,
  progress: Progress,
  headers: Record<string, string>,
): Promise<void> {
  const names = new Map(entries.map((entry) => [entry.fullUrl, nameOf(entry)]));
  for (const entry of inOrder(entries)) {
    const { fullUrl = '', resource } = entry;
    if (resource === undefined || progress.has(fullUrl)) continue;
    const known = withReferences(resource as FhirResource, (url) => {
      const reference = progress.get(url);
      return reference === undefined ? names.get(url) : { reference };
    });
    const { id } = await write(server, entry, known, headers);
    progress.set(fullUrl, `${resource.resourceType}/${id ?? (await findId(server, entry, known))}`);
  }
}

function inOrder(entries: readonly BundleEntry[]): readonly BundleEntry[] {
  const rank = ({ resource }: BundleEntry) => order.indexOf(resource?.resourceType ?? '');
  return [...entries].sort((one, other) => rank(one) - rank(other));
}

/** The condition under which an entry is written; undefined where it is written by its id. */
function conditionOf({ request }: BundleEntry): string | undefined {
  return request?.ifNoneExist ?? request?.url.split('?')[1];
}

function write(
  server: FhirServer,
  entry: BundleEntry,
  resource: FhirResource,
  headers: Record<string, string>,
): Promise<Written> {
  const condition = conditionOf(entry);
  if (condition === undefined) return server.replace(resource, headers);
  const creates = entry.request?.method === 'POST';
  return creates ? server.create(resource, condition, headers) : server.update(resource, condition, headers);
}

/** Where the server does not say under which id it has a resource. */
async function findId(server: FhirServer, entry: BundleEntry, { resourceType, id }: FhirResource): Promise<string> {
  const condition = conditionOf(entry);
  if (condition === undefined) return id ?? '';
  const [found, ...more] = await server.search(resourceType, Object.fromEntries(new URLSearchParams(condition)));
  if (more.length > 0) throw new ServerFailure('refused', { status: 412, codes: ['multiple-matches'] });
  if (found?.id === undefined) throw new ServerFailure('not-fhir');
  return found.id;
}

/**
 * What is not written yet is named by its identifier: CarePlan and Task refer to each other, and one of them comes
 * first.
 */
function nameOf({ resource }: BundleEntry): Reference | undefined {
  const identifier = resource && identifierOf(resource as FhirResource);
  return identifier && { type: resource?.resourceType ?? '', identifier };
}

function identifierOf(resource: FhirResource): Identifier | undefined {
  const { identifier } = resource as { readonly identifier?: Identifier | readonly Identifier[] };
  return Array.isArray(identifier) ? identifier[0] : (identifier as Identifier | undefined);
}

function withReferences(resource: FhirResource, toReference: (url: string) => Reference | undefined): FhirResource {
  return JSON.parse(JSON.stringify(resource), (_key, value: unknown) => {
    const { reference } = Object(value) as Reference;
    if (typeof reference !== 'string' || !reference.startsWith('urn:uuid:')) return value;
    const { reference: _, ...rest } = value as Reference;
    return { ...rest, ...toReference(reference) };
  }) as FhirResource;
}
