import type { Bundle, BundleEntry, CapabilityStatement, FhirResource } from 'fhir/r4.js';
import { expectType, matches, type Written, writtenFrom } from './answer.ts';
import { type Answer, type Options, openCalls } from './calls.ts';
import { ServerFailure } from './failure.ts';
import { sameServer } from './origin.ts';
import { reduce } from './reduce.ts';
import { realWaiting, type Waiting } from './retry.ts';
import type { Target } from './target.ts';

type Headers = Readonly<Record<string, string>>;

/** A FHIR R4 server. Every call throws ServerFailure, and nothing else, for what the server or the network does. */
export interface FhirServer {
  /**
   * Undefined where the server does not make it in time: HAPI, when first asked, goes through every profile that it
   * holds.
   */
  capabilities(): Promise<CapabilityStatement | undefined>;
  /** By POST, so that no parameter stands in an address; follows the pages of this server only. */
  search(type: string, parameters: Readonly<Record<string, string>>): Promise<readonly FhirResource[]>;
  /** The same for what holds nothing personal: by GET where the server refuses the POST (Helios does, for one type). */
  searchDefinitions(type: string, parameters: Readonly<Record<string, string>>): Promise<readonly FhirResource[]>;
  /** Creates unless something meets the condition (If-None-Exist). `more`, here and below: headers beside ours. */
  create(resource: FhirResource, ifNoneExist: string, more?: Headers): Promise<Written>;
  /** Replaces what meets the condition, or creates. */
  update(resource: FhirResource, condition: string, more?: Headers): Promise<Written>;
  /** Replaces what has its id, or creates it under that. */
  replace(resource: FhirResource, more?: Headers): Promise<Written>;
  /** A transaction or batch; sent again after a passing failure only where each of its entries may be done twice. */
  transaction(bundle: Bundle, more?: Headers): Promise<Bundle>;
  /** Has a message processed (`$process-message`): what comes back, if a message does. */
  message(bundle: Bundle, more?: Headers): Promise<Bundle | undefined>;
  /** How many requests were sent so far, repetitions included. */
  sent(): number;
}

const mostPages = 1000;
const late: Answer = { resourceType: 'none' };

/**
 * Statuses by which a server says that it has no search by POST; the wrapper's other statuses have causes of their own.
 */
const noPost: ReadonlySet<number> = new Set([400, 404, 405, 415, 501]);

/**
 * Opens a server: fhir-kit-client with what it lacks (FHIR.md "use it wrapped"). Sends nothing yet. `definitionsOnly`:
 * nothing of a citizen will be sent, so that failures may hold the server's own words.
 */
export async function openServer(
  target: Target,
  waiting: Waiting = realWaiting,
  definitionsOnly = false,
): Promise<FhirServer> {
  const { repeatable, single, sent } = await openCalls(target, waiting, definitionsOnly);
  const search = async (resourceType: string, searchParams: Readonly<Record<string, string>>, postSearch: boolean) => {
    const found: FhirResource[] = [];
    let answer = await repeatable((client, options) =>
      client.search({ resourceType, searchParams, options: { ...options, postSearch } }),
    );
    for (let pages = 1; ; pages += 1) {
      const page = expectType(answer, 'Bundle');
      found.push(...matches(page));
      const next = page.link?.find(({ relation }) => relation === 'next')?.url;
      if (next === undefined || pages === mostPages) return found;
      const url = sameServer(target.base, next);
      answer = await repeatable((client, options) => client.request(url, { options }));
    }
  };
  const put = async (resource: FhirResource, which: string, more: Headers = {}) => {
    const request = { method: 'PUT', body: resource } as const;
    const answer = await repeatable((client, options) =>
      client.request(`${resource.resourceType}${which}`, { ...request, options: writing(options, more) }),
    );
    return writtenFrom(answer, 'updated');
  };
  return {
    sent,
    capabilities: async () => {
      const answer = await repeatable((client, options) => client.capabilityStatement(options).catch(noStatement));
      return answer === late ? undefined : expectType(answer, 'CapabilityStatement');
    },
    search: (type, parameters) => search(type, parameters, true),
    searchDefinitions: async (type, parameters) => {
      try {
        return await search(type, parameters, true);
      } catch (error) {
        if (!noPost.has(reduce(error).status ?? 0)) throw error;
        return search(type, parameters, false);
      }
    },
    create: async (resource, ifNoneExist, more = {}) => {
      const body = { ...resource };
      const send = repeatable((client, options) =>
        client.create({
          resourceType: resource.resourceType,
          body,
          options: writing(options, { ...more, 'if-none-exist': ifNoneExist }),
        }),
      );
      return writtenFrom(await send.catch(explainCondition), 'there');
    },
    update: (resource, condition, more) => put(resource, `?${condition}`, more),
    replace: (resource, more) => put(resource, `/${resource.id}`, more),
    message: async (bundle, more = {}) => {
      const answer = await repeatable((client, options) => {
        const content = { 'content-type': 'application/fhir+json' };
        const headers = { ...options.headers, ...content, ...more };
        return client.request('$process-message', { method: 'POST', body: bundle, options: { ...options, headers } });
      });
      return answer?.resourceType === 'Bundle' ? expectType(answer, 'Bundle') : undefined;
    },
    transaction: async (bundle, more = {}) => {
      const send = (bundle.entry ?? []).every(isRepeatable) ? repeatable : single;
      return expectType(
        await send((client, { headers, signal }) =>
          client.transaction({ body: { ...bundle }, options: { headers: { ...headers, ...more }, signal } }),
        ),
        'Bundle',
      );
    },
  };
}

/** The written resource is not needed back: some are 600 kB. */
function writing({ headers, signal }: Options, more: Headers = {}): Options {
  const content = { 'content-type': 'application/fhir+json', prefer: 'return=minimal' };
  return { headers: { ...headers, ...content, ...more }, signal };
}

/**
 * After a time-out, asking again would only have the server begin anew. Where there is no /metadata, the address is not
 * that of the server.
 */
function noStatement(error: unknown): Answer {
  const { kind, status } = reduce(error);
  if (kind === 'timeout') return late;
  throw status === 404 || status === 405 ? new ServerFailure('not-fhir', { status }) : error;
}

/** A server without conditional create says so in several ways. */
function explainCondition(error: unknown): never {
  const { status, codes } = reduce(error);
  if (status === 501 || codes.includes('not-supported'))
    throw new ServerFailure('no-conditional-create', { status, codes });
  throw error;
}

function isRepeatable({ request }: BundleEntry): boolean {
  return request?.method === 'PUT' || request?.method === 'GET' || request?.ifNoneExist !== undefined;
}
