import type { FhirResource } from 'fhir/r4.js';
import { withRest } from '../../src/http/capability.ts';
import { buildModel } from '../../src/model/build.ts';
import { sortProfiles } from '../../src/model/profiles.ts';
import type { Model } from '../../src/model/types.ts';
import { partOf } from '../../src/package/part.ts';
import { software } from '../../src/version.ts';
import { publishedName } from '../adopt/digest.ts';
import { readPublished } from '../published.ts';
import { withExpansion } from './expansion.ts';
import { withChoices } from './form.ts';
import { withResources } from './guide-list.ts';
import { withIssues } from './issues.ts';
import { withLevelWordings } from './levels.ts';
import { withNarrative } from './narrative.ts';
import { withPins } from './pins.ts';
import { withActionWording, withRows } from './plan.ts';
import { allRoutes } from './routes.ts';
import { withRule } from './rule.ts';
import { withRuleText } from './rule-text.ts';
import { withRatingWordings } from './scale.ts';
import { vocabularyOf } from './vocabulary.ts';
import { withDisplays, withMappedDisplays } from './wordings.ts';

type Step = (resource: FhirResource, all: readonly FhirResource[]) => FhirResource;

/**
 * Each step takes all that the one before it made: words and numbers first, then what is computed from them, then lists
 * of the whole.
 */
const steps: readonly Step[] = [
  softwareVersion,
  codeSystems,
  plans,
  forms,
  ratingWordings,
  rules,
  withPins,
  withNarrative,
  expansions,
  guideList,
];

/**
 * The resources of `profiles/` with their derived parts anew. What a person writes is the CodeSystems, the forms' own
 * texts and the rows of the plans.
 */
export function derivedProfiles(stored: readonly FhirResource[]): readonly FhirResource[] {
  return steps.reduce<readonly FhirResource[]>((all, step) => all.map((resource) => step(resource, all)), stored);
}

/** Error codes and operations are the program's: their version is its. */
function softwareVersion(resource: FhirResource): FhirResource {
  return partOf(resource) === 'software' ? ({ ...resource, version: software.version } as FhirResource) : resource;
}

function codeSystems(resource: FhirResource): FhirResource {
  if (resource.resourceType !== 'CodeSystem') return resource;
  if (resource.id === 'issue') return withIssues(resource);
  const isLevels = resource.id?.startsWith('niveau-') === true;
  return isLevels ? withLevelWordings(resource) : { ...resource, count: resource.concept?.length ?? 0 };
}

function plans(resource: FhirResource, all: readonly FhirResource[]): FhirResource {
  const vocabulary = vocabularyOf(all);
  const { activities } = sortProfiles(all);
  if (resource.resourceType === 'ActivityDefinition') {
    return withDisplays(withActionWording(resource, vocabulary), vocabulary);
  }
  if (resource.resourceType === 'PlanDefinition') {
    return withDisplays(withRows(withPins(resource, all), activities, vocabulary), vocabulary);
  }
  if (resource.resourceType === 'ConceptMap') return withMappedDisplays(resource, vocabulary);
  return resource.resourceType === 'CodeSystem' ? resource : withDisplays(resource, vocabulary);
}

function forms(resource: FhirResource, all: readonly FhirResource[]): FhirResource {
  if (resource.resourceType !== 'Questionnaire') return resource;
  const variant = modelOf(all).variants.find(({ code }) => code === resource.id);
  if (variant === undefined) throw new Error(`Questionnaire ${resource.id} is no variant of the model`);
  return withChoices(resource, variant, vocabularyOf(all));
}

function ratingWordings(resource: FhirResource, all: readonly FhirResource[]): FhirResource {
  const isScale = resource.resourceType === 'CodeSystem' && resource.id === 'belastning';
  return isScale ? withRatingWordings(resource, sortProfiles(all).questionnaires) : resource;
}

function rules(resource: FhirResource, all: readonly FhirResource[]): FhirResource {
  const model = modelOf(all);
  if (resource.resourceType === 'Questionnaire') return withRule(model, resource);
  if (resource.resourceType === 'CodeSystem' && resource.id === 'regel') return withRuleText(model, resource);
  if (resource.resourceType === 'CapabilityStatement') return withRest(resource, model, allRoutes(model));
  return resource;
}

function expansions(resource: FhirResource, all: readonly FhirResource[]): FhirResource {
  return resource.resourceType === 'ValueSet' ? withExpansion(resource, vocabularyOf(all).systems) : resource;
}

function guideList(resource: FhirResource, all: readonly FhirResource[]): FhirResource {
  if (resource.resourceType !== 'ImplementationGuide') return resource;
  // A guide that is published stays as it is: what the program has got since is listed in its package (`build.ts`).
  const published = Object.keys(readPublished());
  const isNew = (one: FhirResource) => !published.some((name) => name.startsWith(`${urlOf(one)}|`));
  const isClosed = published.includes(publishedName(resource));
  return withResources(resource, isClosed ? all.filter((one) => !isNew(one)) : all);
}

function urlOf(resource: FhirResource): string {
  return 'url' in resource ? (resource.url ?? '') : '';
}

const models = new WeakMap<readonly FhirResource[], Model>();

/** Built once for each state of the resources. */
function modelOf(all: readonly FhirResource[]): Model {
  const model = models.get(all) ?? buildModel(sortProfiles(all));
  models.set(all, model);
  return model;
}
