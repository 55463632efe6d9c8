import type {
  CarePlan,
  CareTeam,
  CodeableConcept,
  FhirResource,
  Observation,
  ObservationComponent,
  Provenance,
  QuestionnaireResponse,
  Reference,
  Task,
} from 'fhir/r4.js';
import { loadModel } from '../../src/profiles.ts';

const { base } = loadModel();
const coded = (system: string, code: string): CodeableConcept => ({
  coding: [{ system: `${base}/CodeSystem/${system}`, code }],
});

/** Breaks a resource by the key of the invariant; false where that resource cannot be broken so. */
type Breaker = (resource: FhirResource) => boolean;

const ofLevel = (change: (level: Observation) => unknown) => done<Observation>(change);

/** The one invariant that each of these breaks; the rest of the resource stays in order. */
export const ruleBreaks: Readonly<Record<string, Breaker>> = {
  'borger-1': done<{ subject?: Reference; for?: Reference }>((one) => {
    const { identifier } = one.subject ?? one.for ?? {};
    if (identifier !== undefined) identifier.value = '25124899';
  }),
  'niveau-1': ofLevel((one) => delete one.valueCodeableConcept && Object.assign(one, { dataAbsentReason: absent })),
  'niveau-2': ofLevel(({ valueCodeableConcept: value }) => {
    const [{ system = '' } = {}] = value?.coding ?? [];
    value?.coding?.push({ system, code: '1' });
  }),
  'niveau-3': ofLevel((one) => {
    const other = isSomatic(one) ? 'niveau-psykiatri' : 'niveau-somatik';
    one.valueCodeableConcept = coded(other, '3');
  }),
  'niveau-4': ofLevel(({ code }) => code.coding?.pop()),
  'niveau-5': ofLevel((one) => {
    one.status = 'registered';
  }),
  'niveau-6': ofLevel((one) => {
    one.status = 'preliminary';
  }),
  'niveau-7': (one) => isSomatic(one) && foreignFactor(one, 'netvaerk', 'ressourcer'),
  'niveau-8': (one) => !isSomatic(one) && foreignFactor(one, 'ressourcer', 'netvaerk'),
  'niveau-9': ofLevel(({ component: [first] = [] }) => asInteger(first)),
  'niveau-10': ofLevel(({ category = [] }) => category.splice(1)),
  'niveau-11': ofLevel(({ component: [first] = [] }) => first && delete first.valueCodeableConcept),
  'niveau-12': ofLevel((one) => delete scoreOf(one)?.referenceRange?.[0]?.high),
  'niveau-13': ofLevel((one) => exceed(one)),
  'forslag-1': (one) => hasLevel(one) && done<Observation>((level) => delete level.valueCodeableConcept)(one),
  'forslag-2': ofLevel((one) => {
    one.status = 'final';
  }),
  'forslag-3': (one) => !hasLevel(one) && withoutComponent(one, 'forslag-lav'),
  'forslag-4': (one) => foreignFactor(one, 'netvaerk', 'ressourcer'),
  'forslag-5': (one) => !hasLevel(one) && levelBeside(one),
  'forslag-6': (one) =>
    hasLevel(one) && done<Observation>((level) => delete factorOf(level)?.valueCodeableConcept)(one),
  'forslag-7': ofLevel((one) => delete scoreOf(one)?.referenceRange?.[0]?.high),
  'forslag-8': (one) => hasLevel(one) && done<Observation>((level) => exceed(level))(one),
  'svar-1': done<QuestionnaireResponse>((one) => {
    one.questionnaire = one.questionnaire?.replace(/\|.*/, '') ?? '';
  }),
  'svar-2': done<QuestionnaireResponse>((one) => {
    one.authored = '2026-01-20';
  }),
  'svar-3': done<QuestionnaireResponse>((one) => {
    one.status = 'amended';
    delete one.identifier;
  }),
  'plan-1': done<CarePlan>((one) => {
    one.instantiatesCanonical = (one.instantiatesCanonical ?? []).map((url) => url.replace(/\|.*/, ''));
  }),
  'plan-2': done<CarePlan>((one) => {
    one.status = 'draft';
  }),
  'opgave-1': done<Task>((one) => {
    one.instantiatesCanonical = one.instantiatesCanonical?.replace(/\|.*/, '') ?? '';
  }),
  'opgave-2': done<Task>((one) => {
    one.businessStatus = coded('beslutning', 'nej');
  }),
  'opgave-3': done<Task>(({ input = [] }) => {
    input[0]?.valueCodeableConcept?.coding?.shift();
  }),
  'team-1': done<CareTeam>((one) => delete one.participant),
  'herkomst-1': done<Provenance>((one) => {
    one.policy = (one.policy ?? []).map((policy) => policy.replace(/\|.*/, ''));
  }),
};

function done<Resource>(change: (resource: Resource) => unknown): Breaker {
  return (resource) => {
    const before = JSON.stringify(resource);
    change(resource as Resource);
    return JSON.stringify(resource) !== before;
  };
}

const absent: CodeableConcept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }],
};

function isSomatic(resource: FhirResource): boolean {
  const { code } = resource as Observation;
  return code.coding?.some((one) => one.code === 'samarbejdsniveau-somatik') === true;
}

function hasLevel(resource: FhirResource): boolean {
  return (resource as Observation).valueCodeableConcept !== undefined;
}

function component(resource: FhirResource, code: string): ObservationComponent | undefined {
  return (resource as Observation).component?.find((one) => one.code.coding?.[0]?.code === code);
}

const scoreOf = (resource: FhirResource) => component(resource, 'belastningsscore');

function factorOf(resource: FhirResource): ObservationComponent | undefined {
  return (resource as Observation).component?.find(
    (one) => one.code.coding?.[0]?.system === `${base}/CodeSystem/faktor`,
  );
}

/** A factor of the other variant in the place of one of this. */
function foreignFactor(resource: FhirResource, own: string, foreign: string): boolean {
  const factor = component(resource, own);
  if (factor === undefined) return false;
  factor.code = coded('faktor', foreign);
  return true;
}

function asInteger(factor: ObservationComponent | undefined): void {
  if (factor === undefined) return;
  delete factor.valueCodeableConcept;
  factor.valueInteger = 3;
}

function exceed(resource: FhirResource): void {
  const score = scoreOf(resource);
  const high = score?.referenceRange?.[0]?.high?.value;
  if (score?.valueQuantity !== undefined && high !== undefined) score.valueQuantity.value = high + 1;
}

function withoutComponent(resource: FhirResource, code: string): boolean {
  const observation = resource as Observation;
  const kept = (observation.component ?? []).filter((one) => one.code.coding?.[0]?.code !== code);
  const changed = kept.length !== observation.component?.length;
  observation.component = kept;
  return changed;
}

/** The lower end of the interval as the level. */
function levelBeside(resource: FhirResource): boolean {
  const lowest = component(resource, 'forslag-lav')?.valueCodeableConcept;
  if (lowest === undefined) return false;
  const observation = resource as Observation;
  delete observation.dataAbsentReason;
  observation.valueCodeableConcept = lowest;
  return true;
}
