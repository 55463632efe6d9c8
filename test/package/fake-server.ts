import type { CapabilityStatement, FhirResource } from 'fhir/r4.js';
import type { FhirServer } from '../../src/delivery/fhir-server/server.ts';

/** A FHIR server in memory that gives ids of its own and adds what servers add. `log` holds every write. */
export interface FakeServer extends FhirServer {
  readonly log: string[];
  readonly held: FhirResource[];
}

export function fakeServer(capabilities: Partial<CapabilityStatement> = {}): FakeServer {
  const held: FhirResource[] = [];
  const log: string[] = [];
  let requests = 0;
  const find = (type: string, url = '', version?: string) =>
    held.filter((resource) => {
      const { url: own, version: theirs }: Partial<Record<string, unknown>> = { ...resource };
      return resource.resourceType === type && url.split(',').includes(String(own)) && (version ?? theirs) === theirs;
    });
  const parse = (condition: string) => new URLSearchParams(condition);
  const matching = (type: string, condition: string) =>
    find(type, parse(condition).get('url') ?? '', parse(condition).get('version') ?? '');
  return {
    log,
    held,
    sent: () => requests,
    message: async () => undefined,
    capabilities: async () => {
      requests += 1;
      return {
        resourceType: 'CapabilityStatement',
        status: 'active',
        date: '2026',
        kind: 'instance',
        fhirVersion: '4.0.1',
        format: [],
        ...capabilities,
      };
    },
    search: async (type, { url, version }) => {
      requests += 1;
      return find(type, url, version);
    },
    searchDefinitions: async (type, { url, version }) => {
      requests += 1;
      return find(type, url, version);
    },
    create: async (resource, condition) => {
      requests += 1;
      const [there] = matching(resource.resourceType, condition);
      if (there !== undefined) return { result: 'there', id: there.id };
      const id = String(1000 + held.length);
      held.push({ ...structuredClone(resource), id, meta: { versionId: '1', source: '#x' } });
      log.push(`create ${resource.resourceType} ${'id' in resource ? resource.id : 'without id'}`);
      return { result: 'created', id };
    },
    update: async (resource, condition) => {
      requests += 1;
      const [there] = matching(resource.resourceType, condition);
      if (there === undefined) throw new Error('nothing to update');
      held[held.indexOf(there)] = { ...structuredClone(resource), ...(there.id === undefined ? {} : { id: there.id }) };
      log.push(`update ${resource.resourceType} ${'id' in resource ? resource.id : 'without id'}`);
      return { result: 'updated', id: there.id };
    },
    replace: async () => {
      throw new Error('definitions are written by their url');
    },
    transaction: () => Promise.reject(new Error('not used by a load')),
  };
}
