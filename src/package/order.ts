import type { FhirResource } from 'fhir/r4.js';

/** Types in the order in which they build on each other (FHIR.md "What administrators' servers do with a package"). */
const types: readonly string[] = [
  'CodeSystem',
  'ValueSet',
  'ConceptMap',
  'StructureDefinition',
  'SearchParameter',
  'OperationDefinition',
  'Questionnaire',
  'ActivityDefinition',
  'PlanDefinition',
  'CapabilityStatement',
  'ImplementationGuide',
];

/**
 * Resources in the order in which a server can take them: what others name comes first, extensions before profiles, and
 * within a type by id. Throws an Error for a type that has no place in the order.
 */
export function inOrder<Resource extends FhirResource>(resources: readonly Resource[]): Resource[] {
  return resources
    .map((resource) => ({ resource, key: `${rank(resource)} ${resource.id}` }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ resource }) => resource);
}

function rank(resource: FhirResource): string {
  const place = types.indexOf(resource.resourceType);
  if (place < 0) throw new Error(`${resource.resourceType} has no place in the order of the package`);
  const extension = resource.resourceType === 'StructureDefinition' && resource.type === 'Extension';
  return `${String(place).padStart(2, '0')}${extension ? 'a' : 'b'}`;
}
