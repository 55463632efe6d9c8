import type { Bundle, BundleEntry } from 'fhir/r4.js';

const uris = 'urn:ietf:rfc:3986';

/**
 * A transaction Bundle for a server that gives all ids itself and refuses those of a client. What would be written
 * under an id of ours (the Provenance of a version, a response without identifier) is created instead where nothing has
 * its tag: R4 has `_tag` as a search parameter of every type, and no `identifier` of Provenance. The rest is found by
 * identifier in either form. Never change the form on a server that was written to.
 */
export function withServerIds(bundle: Bundle): Bundle {
  return { ...bundle, entry: (bundle.entry ?? []).map(entryOf) };
}

function entryOf(entry: BundleEntry): BundleEntry {
  const { resource, request } = entry;
  if (resource?.id === undefined || request?.method !== 'PUT' || request.url.includes('?')) return entry;
  const { id, resourceType, meta, ...content } = resource;
  const code = `urn:uuid:${id}`;
  const tag = [...(meta?.tag ?? []), { system: uris, code }];
  const tagged = { resourceType, meta: { ...meta, tag }, ...content };
  const ifNoneExist = `_tag=${encodeURIComponent(uris)}|${encodeURIComponent(code)}`;
  return {
    ...entry,
    resource: tagged as BundleEntry['resource'],
    request: { method: 'POST', url: resourceType, ifNoneExist },
  };
}
