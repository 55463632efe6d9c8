import type {
  CarePlan,
  CareTeam,
  CodeableConcept,
  FhirResource,
  Observation,
  Provenance,
  QuestionnaireResponse,
  Task,
} from 'fhir/r4.js';
import { exampleResponse } from '../../src/package/archive/example-response.ts';
import { loadModel } from '../../src/profiles.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { ports } from '../ports.ts';

/** An example that breaks one constraint, and what the judge must say of it. */
export interface Break {
  readonly name: string;
  readonly resource: FhirResource;
  readonly says: string;
}

const model = loadModel();
const { base } = model;
const made = madeResources();

/** What the program makes of an agreed response, each resource alone. */
function madeResources(): readonly FhirResource[] {
  const [, variant = model.variants[0]] = model.variants;
  const level = variant?.levels[3];
  if (variant === undefined || level === undefined) throw new Error('the model has no fourth level');
  const bytes = Buffer.from(JSON.stringify(exampleResponse(model, variant, level)));
  const { entry = [] } = makeBundle(model, scoreResponse(ports, bytes));
  const urns = entry.map(
    ({ fullUrl = '', resource }, index) => [fullUrl, `${resource?.resourceType}/e${index}`] as const,
  );
  return entry.map(({ resource }, index) => {
    const text = urns.reduce((all, [urn, link]) => all.replaceAll(`"${urn}"`, `"${link}"`), JSON.stringify(resource));
    return { ...(JSON.parse(text) as FhirResource), id: `e${index}` };
  });
}

const find = <Type extends FhirResource>(profile: string) =>
  made.find((resource) => resource.meta?.profile?.some((one) => one.includes(`/${profile}|`)) === true) as Type;
const response = made.find((one): one is QuestionnaireResponse => one.resourceType === 'QuestionnaireResponse');
if (response === undefined) throw new Error('no response');
const level = find<Observation>('niveau-observation');
const suggestion = find<Observation>('forslag-observation');
const [plan, task] = [find<CarePlan>('plan'), find<Task>('opgave')];
const [team, provenance] = [find<CareTeam>('team'), find<Provenance>('herkomst')];

/** The unbroken ones, all of them: they refer to each other. */
export const whole: ReadonlyMap<string, FhirResource> = new Map(
  made.map((resource, index) => [`${resource.resourceType}-${index}`, resource] as const),
);

let count = 0;

function broken<Resource extends FhirResource>(
  of: Resource,
  says: string,
  change: (resource: Resource) => void,
): Break {
  const resource = structuredClone(of);
  change(resource);
  count += 1;
  // An id of its own, or it would be taken for the one that others refer to.
  resource.id = `broken-${count}`;
  return { name: `${String(count).padStart(2, '0')}-${says.replace(/\W+/g, '-')}`, resource, says };
}

function without<Resource extends FhirResource>(of: Resource, element: keyof Resource & string): Break {
  return broken(of, `.${element}`, (resource) => delete resource[element]);
}

const coded = (system: string, code: string): CodeableConcept => ({
  coding: [{ system: `${base}/CodeSystem/${system}`, code }],
});
const component = (observation: Observation, code: string) =>
  observation.component?.find((one) => one.code.coding?.[0]?.code === code);
const isSomatic = level.code.coding?.[1]?.code?.endsWith('somatik') === true;
const firstFactor = level.component?.[0]?.code.coding?.[0]?.code ?? '';

export const breaks: readonly Break[] = [
  ...(['language', 'effectiveDateTime', 'performer', 'derivedFrom', 'subject'] as const).map((element) =>
    broken(level, element === 'effectiveDateTime' ? 'effective' : element, (one) => delete one[element]),
  ),
  broken(level, 'niveau-1', (one) => delete one.valueCodeableConcept),
  broken(level, 'niveau-2', ({ valueCodeableConcept: value }) => {
    value?.coding?.push({ system: value.coding[0]?.system ?? '', code: '1' });
  }),
  broken(level, 'niveau-3', (one) => {
    one.valueCodeableConcept = coded(isSomatic ? 'niveau-psykiatri' : 'niveau-somatik', '3');
  }),
  broken(level, 'niveau-4', ({ code }) => code.coding?.pop()),
  broken(level, 'niveau-5', (one) => {
    one.status = 'registered';
  }),
  broken(level, 'niveau-6', (one) => {
    one.status = 'preliminary';
  }),
  broken(level, isSomatic ? 'niveau-7' : 'niveau-8', (one) => {
    const [first] = one.component ?? [];
    if (first !== undefined) first.code = coded('faktor', isSomatic ? 'ressourcer' : 'netvaerk');
  }),
  broken(level, 'niveau-9', (one) => {
    const [first] = one.component ?? [];
    if (first === undefined) return;
    delete first.valueCodeableConcept;
    first.valueInteger = 3;
  }),
  broken(level, 'borger-1', ({ subject }) => {
    if (subject?.identifier !== undefined) subject.identifier.value = 'x';
  }),
  broken(level, 'identifier', ({ subject }) => delete subject?.identifier),
  broken(level, 'Observation.code', (one) => {
    one.code = coded('observation', 'niveauforslag');
  }),
  broken(level, 'category', (one) => one.category?.shift()),
  broken(level, firstFactor, (one) => {
    const [first] = one.component ?? [];
    if (first !== undefined) one.component?.push(structuredClone(first));
  }),
  broken(level, 'component', (one) => {
    const [first] = one.component ?? [];
    if (first !== undefined) first.code = { coding: [{ system: 'http://loinc.org', code: '8302-2' }] };
  }),
  broken(level, 'value', (one) => {
    const score = component(one, 'belastningsscore');
    if (score !== undefined) {
      delete score.valueQuantity;
      score.valueString = '14';
    }
  }),
  broken(level, 'referenceRange', (one) => delete component(one, 'belastningsscore')?.referenceRange),
  broken(level, 'belastning', (one) => {
    const [first] = one.component ?? [];
    if (first !== undefined)
      first.valueCodeableConcept = { coding: [{ system: `${base}/CodeSystem/belastning`, code: '9' }] };
  }),
  broken(suggestion, 'forslag-1', (one) => delete one.valueCodeableConcept),
  broken(suggestion, 'forslag-2', (one) => {
    one.status = 'final';
  }),
  broken(suggestion, 'forslag-3', (one) => {
    delete one.valueCodeableConcept;
    one.dataAbsentReason = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }],
    };
  }),
  without(suggestion, 'method'),
  without(suggestion, 'note'),
  without(suggestion, 'derivedFrom'),
  broken(response, 'svar-1', (one) => {
    one.questionnaire = one.questionnaire?.replace(/\|.*/, '') ?? '';
  }),
  broken(response, 'svar-2', (one) => {
    one.authored = '2026-01-20';
  }),
  broken(response, 'svar-3', (one) => {
    one.status = 'amended';
    delete one.identifier;
  }),
  without(response, 'author'),
  without(response, 'authored'),
  broken(plan, 'plan-1', (one) => {
    one.instantiatesCanonical = [`${base}/PlanDefinition/somatik`];
  }),
  without(plan, 'instantiatesCanonical'),
  without(plan, 'title'),
  without(plan, 'created'),
  broken(plan, 'intent', (one) => {
    one.intent = 'order';
  }),
  broken(plan, 'detail', (one) => {
    one.activity = [{ detail: { status: 'not-started' } }];
  }),
  broken(task, 'opgave-1', (one) => {
    one.instantiatesCanonical = `${base}/ActivityDefinition/henvisning-epikrise`;
  }),
  broken(task, 'opgave-2', (one) => {
    one.status = 'requested';
    one.businessStatus = coded('beslutning', 'nej');
  }),
  broken(task, 'intent', (one) => {
    one.intent = 'order';
  }),
  broken(task, 'handling', (one) => {
    one.code = coded('handling', 'findes-ikke');
  }),
  broken(task, 'part', (one) => {
    one.performerType = [coded('part', 'findes-ikke')];
  }),
  without(task, 'basedOn'),
  without(task, 'performerType'),
  without(task, 'reasonReference'),
  without(task, 'authoredOn'),
  without(team, 'status'),
  without(team, 'participant'),
  broken(provenance, 'herkomst-1', (one) => {
    one.policy = one.policy?.map((policy) => policy.replace(/\|.*/, '')) ?? [];
  }),
  without(provenance, 'policy'),
  without(provenance, 'entity'),
  broken(provenance, 'assembler', (one) => one.agent.pop()),
];
