import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4.js';
import { uuidForUrl } from '../../model/uuid.ts';
import { condition, readCanonical } from '../condition.ts';
import { withReferences } from '../references.ts';

/**
 * The resources, in the order given, as one transaction Bundle of conditional creates on url and version: what is there
 * stays, and two versions of the model live side by side. Without ids, because a server that keeps them could hold only
 * one version.
 */
export function conformanceBundle(resources: readonly FhirResource[]): Bundle {
  const urns = new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, urnOf(resource)]));
  const entry = resources.map((resource): BundleEntry => {
    const { id: _, ...content } = withReferences(resource, (reference) => urns.get(reference) ?? reference);
    const canonical = readCanonical(resource);
    return {
      fullUrl: urnOf(resource),
      resource: content as FhirResource,
      request: { method: 'POST', url: canonical.type, ifNoneExist: condition(canonical) },
    };
  });
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

function urnOf(resource: FhirResource): string {
  const { url, version } = readCanonical(resource);
  return `urn:uuid:${uuidForUrl(`${url}|${version}`)}`;
}
