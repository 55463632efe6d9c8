import type { Incoming } from '../route.ts';
import type { StoredType } from './parameters.ts';
import type { Stored } from './resource.ts';
import { holdsNumber } from './values.ts';

interface Hits {
  readonly matches: readonly Stored[];
  readonly included: readonly Stored[];
  /** The rest of them, for the next link. */
  readonly next: string | undefined;
  readonly total: number | undefined;
  readonly countOnly: boolean;
}

/**
 * The searchset of a page, or of what an operation found. The self link names no citizen, whatever was searched by, and
 * wherever in the search a number stood.
 */
export function searchset(stored: StoredType, { query, base }: Incoming, hits: Hits, operation = ''): object {
  const address = `${base}/${stored.type}${operation}`;
  const personal = new Set(stored.parameters.filter(({ kind }) => kind === 'citizen').map(({ name }) => name));
  const shown = [...query].filter(([name, value]) => !personal.has(name.split(':', 1)[0] ?? '') && !holdsNumber(value));
  const self = shown.length === 0 ? address : `${address}?${new URLSearchParams(shown)}`;
  const next = hits.next === undefined ? [] : [{ relation: 'next', url: `${address}?_page=${hits.next}` }];
  const entries = [
    ...hits.matches.map((one) => entry(base, one, 'match')),
    ...hits.included.map((one) => entry(base, one, 'include')),
  ];
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(hits.total === undefined ? {} : { total: hits.total }),
    link: [{ relation: 'self', url: self }, ...next],
    ...(hits.countOnly || entries.length === 0 ? {} : { entry: entries }),
  };
}

function entry(base: string, { type, id, resource }: Stored, mode: 'match' | 'include'): object {
  return { fullUrl: `${base}/${type}/${id}`, resource, search: { mode } };
}

/** A page of the versions of one resource, the newest first; `next` is the word of the next link. */
export function historyBundle(
  { base, query }: Pick<Incoming, 'base' | 'query'>,
  of: string,
  versions: readonly Stored[],
  next: string | undefined,
): object {
  const address = `${base}/${of}/_history`;
  const self = { relation: 'self', url: query.size === 0 ? address : `${address}?${query}` };
  const isAll = next === undefined && !query.has('_page');
  return {
    resourceType: 'Bundle',
    type: 'history',
    ...(isAll ? { total: versions.length } : {}),
    link: next === undefined ? [self] : [self, { relation: 'next', url: `${address}?_page=${next}` }],
    ...(versions.length === 0 ? {} : { entry: versions.map((one) => historyEntry(base, one)) }),
  };
}

function historyEntry(base: string, { type, id, version, at, resource }: Stored): object {
  return {
    fullUrl: `${base}/${type}/${id}`,
    resource,
    request: version === 1 ? { method: 'POST', url: type } : { method: 'PUT', url: `${type}/${id}` },
    response: {
      status: version === 1 ? '201' : '200',
      etag: `W/"${version}"`,
      lastModified: new Date(at).toISOString(),
    },
  };
}
