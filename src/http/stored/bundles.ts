import type { Incoming } from '../route.ts';
import { type Search, toCursor } from './cursor.ts';
import type { StoredType } from './parameters.ts';
import type { Stored } from './resource.ts';

interface Hits {
  readonly matches: readonly Stored[];
  readonly included: readonly Stored[];
  readonly next: Search['page']['after'];
  readonly total: number | undefined;
}

/** The searchset of a page, or of what an operation found. The self link names no citizen, whatever was searched by. */
export function searchset(
  stored: StoredType,
  { query, base }: Incoming,
  search: Search,
  hits: Hits,
  operation = '',
): object {
  const address = `${base}/${stored.type}${operation}`;
  const personal = new Set(stored.parameters.filter(({ kind }) => kind === 'citizen').map(({ name }) => name));
  const shown = [...query].filter(([name]) => !personal.has(name.split(':', 1)[0] ?? ''));
  const self = shown.length === 0 ? address : `${address}?${new URLSearchParams(shown)}`;
  const next =
    hits.next === undefined
      ? []
      : [
          {
            relation: 'next',
            url: `${address}?_page=${toCursor({ ...search, page: { ...search.page, after: hits.next } })}`,
          },
        ];
  const entries = [
    ...hits.matches.map((one) => entry(base, one, 'match')),
    ...hits.included.map((one) => entry(base, one, 'include')),
  ];
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(hits.total === undefined ? {} : { total: hits.total }),
    link: [{ relation: 'self', url: self }, ...next],
    ...(search.countOnly || entries.length === 0 ? {} : { entry: entries }),
  };
}

function entry(base: string, { type, id, resource }: Stored, mode: 'match' | 'include'): object {
  return { fullUrl: `${base}/${type}/${id}`, resource, search: { mode } };
}

/** Every version of one resource, the newest first. */
export function historyBundle(base: string, versions: readonly Stored[]): object {
  return {
    resourceType: 'Bundle',
    type: 'history',
    total: versions.length,
    entry: versions.map(({ type, id, version, at, resource }) => ({
      fullUrl: `${base}/${type}/${id}`,
      resource,
      request: version === 1 ? { method: 'POST', url: type } : { method: 'PUT', url: `${type}/${id}` },
      response: {
        status: version === 1 ? '201' : '200',
        etag: `W/"${version}"`,
        lastModified: new Date(at).toISOString(),
      },
    })),
  };
}
