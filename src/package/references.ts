import type { FhirResource, ImplementationGuide } from 'fhir/r4.js';

/**
 * A resource whose references lead where `target` says, by `<type>/<id>` as in the package. Only the
 * ImplementationGuide has references; servers give ids of their own and refuse a reference to nothing (HAPI-1094).
 */
export function withReferences<Resource extends FhirResource>(
  resource: Resource,
  target: (reference: string) => string,
): Resource | ImplementationGuide {
  if (resource.resourceType !== 'ImplementationGuide' || resource.definition === undefined) return resource;
  const listed = resource.definition.resource.map((item) => {
    return { ...item, reference: { ...item.reference, reference: target(item.reference.reference ?? '') } };
  });
  return { ...resource, definition: { ...resource.definition, resource: listed } };
}
