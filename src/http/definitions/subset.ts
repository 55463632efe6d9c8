import type { FhirResource } from 'fhir/r4.js';
import { refuseQuery } from '../query.ts';
import type { Definition } from './read.ts';

/** Parameters that leave a part of each resource out (R4 "Search", Summary and Elements); a read may have them too. */
export const subsetParameters = ['_summary', '_elements'];

export const summaries = ['true', 'text', 'data', 'count', 'false'];

/** Elements that R4 marks as summary in every conformance resource, or in the ones of a type. */
const summaryOfAll =
  'implicitRules url identifier version name title status experimental date publisher contact useContext jurisdiction';
const summaryOf: Readonly<Record<string, string>> = {
  Questionnaire: 'subjectType effectivePeriod code',
  PlanDefinition: 'type effectivePeriod',
  ActivityDefinition: 'effectivePeriod',
  CodeSystem:
    'caseSensitive valueSet hierarchyMeaning compositional versionNeeded content supplements count filter property',
  ValueSet: 'immutable',
  ConceptMap: 'sourceUri sourceCanonical targetUri targetCanonical',
  StructureDefinition: 'keyword fhirVersion kind abstract context type baseDefinition derivation',
  SearchParameter: 'description code base type',
  OperationDefinition: 'kind affectsState code base resource system type instance',
  CapabilityStatement: 'kind instantiates software implementation fhirVersion format implementationGuide rest',
  ImplementationGuide: 'packageId fhirVersion dependsOn global',
};

/** Elements that a resource of a type cannot be without. */
const mandatoryOf: Readonly<Record<string, string>> = {
  CodeSystem: 'content',
  StructureDefinition: 'url name kind abstract type',
  SearchParameter: 'url name description code base type',
  OperationDefinition: 'name kind code system type instance',
  CapabilityStatement: 'date kind fhirVersion format',
  ImplementationGuide: 'url name packageId fhirVersion',
};

/** What is kept of a resource; undefined for all of it. */
export type Subset = ((name: string) => boolean) | undefined;

/**
 * What `_summary` and `_elements` ask for, of resources of a type. `count` keeps nothing of them. Code: query-value.
 */
export function subsetOf(type: string, query: URLSearchParams): Subset | 'count' {
  const summary = query.get('_summary');
  const elements = query.get('_elements');
  if (summary !== null && !summaries.includes(summary)) refuseQuery('_summary', summaries.join(', '));
  if (elements !== null && !/^\w+(?:,\w+)*$/.test(elements)) refuseQuery('_elements', 'url,title');
  if (summary === 'count') return 'count';
  if (summary === 'data') return (name) => name !== 'text';
  if (summary === 'text') return keeping(['text', ...mandatory(type)]);
  if (summary === 'true') return keeping([...words(summaryOfAll), ...words(summaryOf[type] ?? ''), ...mandatory(type)]);
  return elements === null ? undefined : keeping([...elements.split(','), ...mandatory(type)]);
}

/** The bytes of a definition, or of what is kept of it, marked as incomplete. */
export function written({ bytes }: Definition, subset: Subset): Buffer {
  if (subset === undefined) return bytes;
  const { meta, ...resource } = JSON.parse(bytes.toString()) as FhirResource;
  // `_name` is the rest of `name`.
  const kept = Object.entries(resource).filter(([name]) => subset(name.replace(/^_/, '')));
  const tag = [
    ...(meta?.tag ?? []),
    { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' },
  ];
  const { resourceType, id, ...others } = Object.fromEntries(kept);
  return Buffer.from(JSON.stringify({ resourceType, id, meta: { ...meta, tag }, ...others }));
}

function keeping(names: readonly string[]): (name: string) => boolean {
  const kept = new Set(['resourceType', 'id', ...names]);
  return (name) => kept.has(name);
}

function mandatory(type: string): readonly string[] {
  return ['status', ...words(mandatoryOf[type] ?? '')];
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
