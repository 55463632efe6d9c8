import type { Bundle, FhirResource } from 'fhir/r4.js';

/** Plain requests, past our own wrapper: what the server itself says. */
export async function get<Resource extends FhirResource>(address: string): Promise<Resource> {
  return ask(address, {});
}

/** A search by POST; gives the hits and their number. */
export async function search(
  base: string,
  type: string,
  query: Record<string, string>,
): Promise<readonly FhirResource[]> {
  const body = new URLSearchParams({ ...query, _count: '500' });
  const bundle = await ask<Bundle>(`${base}/${type}/_search`, { method: 'POST', body });
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource as FhirResource]));
}

export async function post<Resource extends FhirResource>(address: string, resource: object): Promise<Resource> {
  const headers = { 'content-type': 'application/fhir+json' };
  return ask(address, { method: 'POST', headers, body: JSON.stringify(resource) });
}

async function ask<Resource>(address: string, init: RequestInit): Promise<Resource> {
  const answer = await fetch(address, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`HTTP ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Resource;
}
