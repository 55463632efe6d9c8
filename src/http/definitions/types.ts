/** A search parameter of R4, and where its values stand in a resource. */
export interface SearchParameter {
  readonly name: string;
  readonly type: 'uri' | 'token' | 'string';
  /** Canonical of its SearchParameter. */
  readonly definition: string;
  readonly element: keyof Metadata;
  /** The system of a token whose values are codes. */
  readonly system?: string;
}

/** The elements of a conformance resource that are searched. */
export interface Metadata {
  readonly id: string;
  readonly url: string;
  readonly version?: string;
  readonly name?: string;
  readonly title?: string;
  readonly status: string;
}

/** A type of conformance resource that the service publishes from `profiles/`. */
export interface DefinitionType {
  readonly type: string;
  /** Profiles that every one of them meets. */
  readonly supportedProfile: readonly string[];
  readonly parameters: readonly SearchParameter[];
}

/** What is published: a line a type. */
export const definitionTypes: readonly DefinitionType[] = [
  definitionType('Questionnaire', 'Questionnaire', [
    'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire',
  ]),
  definitionType('PlanDefinition', 'PlanDefinition'),
  definitionType('ActivityDefinition', 'ActivityDefinition'),
  definitionType('CodeSystem', 'conformance'),
  definitionType('ValueSet', 'conformance'),
  definitionType('ConceptMap', 'conformance'),
  definitionType('StructureDefinition', 'conformance'),
  definitionType('SearchParameter', 'conformance'),
  definitionType('OperationDefinition', 'conformance'),
  definitionType('CapabilityStatement', 'conformance'),
  definitionType('ImplementationGuide', 'conformance'),
];

/**
 * `family` begins the ids of R4's SearchParameters: the type itself, or `conformance` where several types share them.
 */
function definitionType(type: string, family: string, supportedProfile: readonly string[] = []): DefinitionType {
  const of = (name: string) => `http://hl7.org/fhir/SearchParameter/${name}`;
  const status = 'http://hl7.org/fhir/publication-status';
  const parameters: readonly SearchParameter[] = [
    { name: '_id', type: 'token', definition: of('Resource-id'), element: 'id' },
    { name: 'url', type: 'uri', definition: of(`${family}-url`), element: 'url' },
    { name: 'version', type: 'token', definition: of(`${family}-version`), element: 'version' },
    { name: 'name', type: 'string', definition: of(`${family}-name`), element: 'name' },
    { name: 'title', type: 'string', definition: of(`${family}-title`), element: 'title' },
    { name: 'status', type: 'token', definition: of(`${family}-status`), element: 'status', system: status },
  ];
  // R4's SearchParameter has no title, and so no parameter of that name.
  const known = type === 'SearchParameter' ? parameters.filter(({ name }) => name !== 'title') : parameters;
  return { type, supportedProfile, parameters: known };
}
