import type { FhirResource, ImplementationGuide, ImplementationGuideDefinitionResource } from 'fhir/r4.js';
import { inOrder } from '../../src/package/order.ts';

/** The ImplementationGuide with a list of every other resource of the package, in the order in which they build on each other. */
export function withResources(guide: ImplementationGuide, resources: readonly FhirResource[]): ImplementationGuide {
  const listed = inOrder(resources).filter(({ resourceType }) => resourceType !== 'ImplementationGuide');
  return { ...guide, definition: { ...guide.definition, resource: listed.map(entry) } };
}

function entry(resource: FhirResource): ImplementationGuideDefinitionResource {
  const { resourceType, id } = resource;
  const title = 'title' in resource ? resource.title : undefined;
  const name = title ?? ('name' in resource && typeof resource.name === 'string' ? resource.name : undefined);
  return {
    reference: { reference: `${resourceType}/${id}` },
    ...(name === undefined ? {} : { name }),
    exampleBoolean: false,
  };
}
