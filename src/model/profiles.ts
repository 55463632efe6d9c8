import type { ActivityDefinition, CodeSystem, FhirResource, PlanDefinition, Questionnaire } from 'fhir/r4.js';

/** The conformance resources that the model is built from, by type. */
export interface Profiles {
  readonly codeSystems: readonly CodeSystem[];
  readonly questionnaires: readonly Questionnaire[];
  readonly plans: readonly PlanDefinition[];
  readonly activities: readonly ActivityDefinition[];
}

/** Sorts resources by type; what the model does not need is left out. */
export function sortProfiles(resources: readonly FhirResource[]): Profiles {
  const of = <Type extends FhirResource['resourceType']>(type: Type) =>
    resources.filter((resource): resource is Extract<FhirResource, { resourceType: Type }> => {
      return resource.resourceType === type;
    });
  return {
    codeSystems: of('CodeSystem'),
    questionnaires: of('Questionnaire'),
    plans: of('PlanDefinition'),
    activities: of('ActivityDefinition'),
  };
}
