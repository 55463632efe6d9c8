import { randomUUID } from 'node:crypto';
import type { Bundle, BundleEntry, FhirResource, Identifier } from 'fhir/r4.js';

interface Held {
  readonly id: string;
  resource: FhirResource;
  version: number;
}

/**
 * Plays a FHIR server that takes transactions with conditional creates and updates (R4, "transaction", "conditional
 * create"). `ids` says whose ids new resources get: the server's own, which refuses those of a client, or the client's,
 * by the fullUrl.
 */
export function createConditionalServer(ids: 'server' | 'client') {
  const held = new Map<string, Held>();
  const search = (type: string, query: string) => {
    const parameters = new URLSearchParams(query);
    const [name = ''] = parameters.keys();
    if (name !== 'identifier' && name !== '_tag') throw new Error(`400 ${query}`);
    return [...held.values()].filter(({ resource }) => {
      return resource.resourceType === type && tokensOf(resource, name).includes(parameters.get(name) ?? '');
    });
  };
  const target = ({ fullUrl = '', request, resource }: BundleEntry): { key: string; write: boolean } => {
    const type = resource?.resourceType ?? '';
    const [path = '', query] = (request?.url ?? '').split('?');
    const condition = request?.method === 'POST' ? request.ifNoneExist : query;
    if (condition === undefined) {
      if (ids === 'server' && !held.has(path)) throw new Error('405 no ids of a client');
      return { key: path, write: true };
    }
    const [found, ...more] = search(type, condition);
    if (more.length > 0) throw new Error('412 several match');
    const fresh = ids === 'client' ? fullUrl.replace('urn:uuid:', '') : randomUUID();
    const write = found === undefined || request?.method === 'PUT';
    if (write && request?.method === 'PUT' && resource?.id !== undefined && resource.id !== found?.id)
      throw new Error('400 id');
    return { key: `${type}/${found?.id ?? fresh}`, write };
  };
  return {
    /** A transaction: where each entry is now, by fullUrl. */
    transaction({ entry = [] }: Bundle): ReadonlyMap<string, string> {
      const targets = entry.map(target);
      const places = new Map(entry.map(({ fullUrl = '' }, index) => [fullUrl, targets[index]?.key ?? '']));
      entry.forEach(({ resource }, index) => {
        const { key = '', write = false } = targets[index] ?? {};
        if (!write || resource === undefined) return;
        const text = JSON.stringify(resource).replace(/"reference":"(urn:uuid:[^"]+)"/g, (whole, url: string) => {
          const place = places.get(url);
          if (place === undefined) throw new Error(`400 ${whole} leads nowhere`);
          return `"reference":"${place}"`;
        });
        const before = held.get(key);
        const stored = { ...JSON.parse(text), id: key.split('/')[1] } as FhirResource;
        if (JSON.stringify(before?.resource) === JSON.stringify(stored)) return;
        held.set(key, { id: stored.id ?? '', resource: stored, version: (before?.version ?? 0) + 1 });
      });
      return places;
    },
    read: (key: string | undefined) => held.get(key ?? '')?.resource,
    /** Every resource with the number of its versions. */
    all: () => new Map([...held].map(([key, { resource, version }]) => [key, { resource, version }])),
  };
}

function tokensOf(resource: FhirResource, name: 'identifier' | '_tag'): readonly string[] {
  if (name === '_tag') return (resource.meta?.tag ?? []).map(({ system, code }) => `${system}|${code}`);
  const { identifier = [] } = resource as { identifier?: Identifier | Identifier[] };
  return [identifier].flat().map(({ system, value }) => `${system}|${value}`);
}
