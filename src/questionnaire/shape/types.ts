/** FHIR's primitive types (R4, Datatypes). */
const primitiveTypes = [
  'base64Binary',
  'boolean',
  'canonical',
  'code',
  'date',
  'dateTime',
  'decimal',
  'id',
  'instant',
  'integer',
  'markdown',
  'oid',
  'positiveInt',
  'string',
  'time',
  'unsignedInt',
  'uri',
  'url',
  'uuid',
];

/** The complex types that are spelled out in datatypes.ts. */
const complexTypes = [
  'Address',
  'Age',
  'Annotation',
  'Attachment',
  'CodeableConcept',
  'Coding',
  'ContactPoint',
  'Count',
  'Distance',
  'Duration',
  'HumanName',
  'Identifier',
  'Meta',
  'Money',
  'Period',
  'Quantity',
  'Range',
  'Ratio',
  'Reference',
  'Signature',
];

/** The complex types that are hardly ever met in a response: known by name, their content must only be filled. */
export const rareTypes = [
  'ContactDetail',
  'Contributor',
  'DataRequirement',
  'Dosage',
  'Expression',
  'ParameterDefinition',
  'RelatedArtifact',
  'SampledData',
  'Timing',
  'TriggerDefinition',
  'UsageContext',
];

/** Every type of `Extension.value[x]` (R4, Open Type Element). */
export const openTypes: readonly string[] = [...primitiveTypes, ...complexTypes, ...rareTypes];

/** Every type of an answer's `value[x]` (R4, QuestionnaireResponse). */
export const answerTypes: readonly string[] = [
  'boolean',
  'decimal',
  'integer',
  'date',
  'dateTime',
  'time',
  'string',
  'uri',
  'Attachment',
  'Coding',
  'Quantity',
  'Reference',
];

/** `dateTime` -> `DateTime`, as in `valueDateTime`. */
export function capital(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}
