import type { FhirResource } from 'fhir/r4.js';
import { withRest } from '../../src/http/capability.ts';
import { buildModel } from '../../src/model/build.ts';
import { sortProfiles } from '../../src/model/profiles.ts';
import type { Model } from '../../src/model/types.ts';
import { withExpansion } from './expansion.ts';
import { withResources } from './guide-list.ts';
import { withIssues } from './issues.ts';
import { allRoutes } from './routes.ts';
import { withRule } from './rule.ts';

/**
 * The resources of `profiles/` with their derived parts anew: the rule's FHIRPath in the Questionnaires, the error codes, the service's
 * abilities, the expansions of the ValueSets, the list in the ImplementationGuide. Each step takes what the one before it made.
 */
export function derivedProfiles(stored: readonly FhirResource[]): readonly FhirResource[] {
  const model = buildModel(sortProfiles(stored));
  const written = stored.map((resource) => withOwnParts(resource, model));
  const codeSystems = written.filter((resource) => resource.resourceType === 'CodeSystem');
  const expanded = written.map((resource) => {
    return resource.resourceType === 'ValueSet' ? withExpansion(resource, codeSystems) : resource;
  });
  return expanded.map((resource) => {
    return resource.resourceType === 'ImplementationGuide' ? withResources(resource, expanded) : resource;
  });
}

function withOwnParts(resource: FhirResource, model: Model): FhirResource {
  if (resource.resourceType === 'Questionnaire') return withRule(model, resource);
  if (resource.resourceType === 'CodeSystem' && resource.id === 'issue') return withIssues(resource);
  if (resource.resourceType === 'CapabilityStatement') return withRest(resource, model, allRoutes(model));
  return resource;
}
