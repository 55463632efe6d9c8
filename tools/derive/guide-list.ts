import type { FhirResource, ImplementationGuide, ImplementationGuideDefinitionResource } from 'fhir/r4.js';
import { inOrder } from '../../src/package/order.ts';

/** As IG Publisher shows them; the examples are added in the package alone. */
const groups = [
  { id: 'model', name: 'Modellen', description: 'Skemaer, planer og handlinger. (Forms, plans and actions.)' },
  {
    id: 'terminologi',
    name: 'Terminologi',
    description: 'Kodesystemer, værdisæt og kort. (Code systems, value sets and maps.)',
  },
  { id: 'profiler', name: 'Profiler', description: 'Hvordan resultater ser ud. (How results look.)' },
  { id: 'tjeneste', name: 'Tjenesten', description: 'Operationer og formåen. (Operations and abilities.)' },
  {
    id: 'eksempler',
    name: 'Eksempler',
    description: 'Hvad programmet gør af svar. (What the program makes of responses.)',
  },
];

const groupOf: Readonly<Record<string, string>> = {
  CodeSystem: 'terminologi',
  ValueSet: 'terminologi',
  ConceptMap: 'terminologi',
  StructureDefinition: 'profiler',
  SearchParameter: 'profiler',
  OperationDefinition: 'tjeneste',
  CapabilityStatement: 'tjeneste',
};

const page = {
  nameUrl: 'index.html',
  title: 'Differentieringsmodellen',
  generation: 'html' as const,
  page: [
    { nameUrl: 'profiles.html', title: 'Profiler', generation: 'html' as const },
    { nameUrl: 'terminology.html', title: 'Terminologi', generation: 'html' as const },
    { nameUrl: 'examples.html', title: 'Eksempler', generation: 'html' as const },
    { nameUrl: 'loading.html', title: 'Indlæsning', generation: 'html' as const },
    { nameUrl: 'changes.html', title: 'Ændringer', generation: 'html' as const },
  ],
};

/**
 * The ImplementationGuide with a list of every other resource of the package, in the order in which they build on each
 * other.
 */
export function withResources(guide: ImplementationGuide, resources: readonly FhirResource[]): ImplementationGuide {
  const listed = inOrder(resources).filter(({ resourceType }) => resourceType !== 'ImplementationGuide');
  const { grouping: _, resource: __, page: ___, ...rest } = guide.definition ?? { resource: [] };
  return { ...guide, definition: { ...rest, grouping: groups, resource: listed.map(entry), page } };
}

function entry(resource: FhirResource): ImplementationGuideDefinitionResource {
  const { resourceType, id } = resource;
  const title = 'title' in resource ? resource.title : undefined;
  const name = title ?? ('name' in resource && typeof resource.name === 'string' ? resource.name : undefined);
  return {
    reference: { reference: `${resourceType}/${id}` },
    ...(name === undefined ? {} : { name }),
    exampleBoolean: false,
    groupingId: groupOf[resourceType] ?? 'model',
  };
}
