import type { ElementDefinition, FhirResource, Reference, StructureDefinition } from 'fhir/r4.js';
import { type Example, examples } from '../../src/package/archive/examples.ts';
import { loadModel, readProfiles } from '../../src/profiles.ts';
import { type Constraint, constraintsOf, patternOf } from './constraints.ts';
import { ruleBreaks } from './rule-breaks.ts';
import { type Place, placesOf } from './slices.ts';

/** An example that breaks one constraint, and what the judge must say of it. */
export interface Break {
  readonly constraint: Constraint;
  /** Undefined where no example could be made: that constraint is not shown to hold. */
  readonly resource: FhirResource | undefined;
  readonly says: RegExp;
  /** What it may say besides, because the base demands something of the same place. */
  readonly besides: RegExp;
}

const profiles = readProfiles().filter((resource) => resource.resourceType === 'StructureDefinition');

/**
 * What the unbroken examples show, by their Danish titles: both variants with all that they become, a letter, and an
 * interval.
 */
const shown = /: niveau 0, aftalt$|: niveau 3, aftalt$|^Et interval|^En borger med/;

const besides: Readonly<Record<string, RegExp>> = {
  'dokument DocumentReference.content.attachment.contentType least': /att-1/,
  'niveau-observation niveau-9': /does not match any known slice/,
  'plan CarePlan.activity.detail most': /cpl-3/,
  'plan CarePlan.category codes': /Unknown code 'findes-ikke'|plan-2/,
  'svar QuestionnaireResponse.questionnaire least': /No questionnaire is identified/,
};

/** The unbroken examples, made by the program, which refer to each other; and what broken ones refer to. */
export async function wholeExamples(): Promise<readonly FhirResource[]> {
  const made: readonly Example[] = await examples(loadModel());
  return [...made.filter(({ title }) => shown.test(title.da)).map(({ resource }) => resource), ...strangers];
}

/**
 * For every constraint of every profile an example that breaks it, made from the first of `whole` that can be broken
 * so.
 */
export function breaksOf(whole: readonly FhirResource[]): readonly Break[] {
  return profiles.flatMap((profile) => {
    const candidates = whole.filter((one) => one.meta?.profile?.some((url) => url.startsWith(`${profile.url}|`)));
    return constraintsOf(profile).map((constraint) => ({
      constraint,
      resource: firstBroken(profile, constraint, candidates),
      says: saidOf(constraint),
      besides: besides[constraint.name] ?? (constraint.kind === 'codes' ? /Unknown code 'findes-ikke'/ : /^$/),
    }));
  });
}

function firstBroken(
  profile: StructureDefinition,
  constraint: Constraint,
  candidates: readonly FhirResource[],
): FhirResource | undefined {
  for (const candidate of candidates) {
    const resource = structuredClone(candidate);
    if (isBroken(profile, constraint, resource)) return resource;
  }
  return undefined;
}

/** Breaks the resource where that can be done, and says whether it was. */
function isBroken(profile: StructureDefinition, { kind, element, name }: Constraint, resource: FhirResource): boolean {
  if (kind === 'rule') return ruleBreaks[name.split(' ')[1] ?? '']?.(resource) === true;
  const { id = '', max, min = 0 } = element;
  const places = placesOf(profile, resource, id);
  const [place] = places;
  if (kind === 'most' && max === '0') return added(profile, resource, id);
  if (place === undefined) return false;
  switch (kind) {
    case 'least':
      // Backwards, so that the places before stay where they are.
      for (const one of places.slice(min - 1).toReversed()) remove(one);
      return true;
    case 'most':
      return repeated(place);
    case 'fixed':
      return otherwise(place, patternOf(element));
    case 'codes':
      return unknownCode(place);
    case 'type':
      return otherType(place, element);
    case 'slices':
      return repeated(place, {
        code: { coding: [{ system: 'http://loinc.org', code: '8302-2' }] },
        valueString: 'x',
      });
  }
}

function remove({ holder, key, index }: Place): void {
  const values = holder[key];
  if (index !== undefined && Array.isArray(values) && values.length > 1) values.splice(index, 1);
  else delete holder[key];
  // What holds nothing at all is wrong in itself.
  if (Object.keys(holder).length === 0) holder.extension = [{ url: absent, valueCode: 'unknown' }];
}

function repeated({ holder, key, value }: Place, another: unknown = structuredClone(value)): boolean {
  const values = holder[key];
  if (!Array.isArray(values)) return false;
  values.push(another);
  return true;
}

/** The one element that a profile forbids is a plan's `activity.detail`: what it would say stands in its Task. */
function added(profile: StructureDefinition, resource: FhirResource, id: string): boolean {
  const [place] = placesOf(profile, resource, id.replace(/\.[^.]+$/, ''));
  if (place === undefined || !id.endsWith('.detail')) return false;
  Object.assign(place.value, { detail: { status: 'not-started' } });
  return true;
}

/** Codes that the base knows, in the place of those that a profile fixes. */
const others: Readonly<Record<string, string>> = { proposal: 'order', source: 'quotation' };

function otherwise({ holder, key, value }: Place, pattern: unknown): boolean {
  if (typeof pattern === 'string') {
    holder[key] = others[pattern];
    return others[pattern] !== undefined;
  }
  if (!('coding' in value)) value.code = '1';
  else if (Array.isArray(value.coding)) value.coding[0] = { system: absentCodes, code: 'unknown', display: 'Unknown' };
  return true;
}

function unknownCode({ value }: Place): boolean {
  const [{ system } = {}] = (value.coding ?? []) as { system?: string }[];
  // Under the same system: what the judge says then is about the codes.
  value.coding = [{ system, code: 'findes-ikke' }];
  return system !== undefined;
}

const absent = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
const absentCodes = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

/** Of types that the base allows in some place and a profile does not; a judge looks at what is referred to. */
const strangers: readonly FhirResource[] = [
  { resourceType: 'Group', id: 'fremmed', type: 'person', actual: true },
  { resourceType: 'Device', id: 'fremmed' },
  { resourceType: 'Media', id: 'fremmed', status: 'completed', content: { title: 'x' } },
  { resourceType: 'CareTeam', id: 'fremmed', name: 'x' },
  {
    resourceType: 'Appointment',
    id: 'fremmed',
    status: 'proposed',
    participant: [{ status: 'needs-action', actor: { display: 'x' } }],
  },
];
const strangerOf: Readonly<Record<string, string>> = {
  author: 'Device',
  derivedFrom: 'Media',
  member: 'CareTeam',
  reference: 'Appointment',
};

function otherType({ holder, key, value }: Place, { path, type = [] }: ElementDefinition): boolean {
  const [{ code }] = type as [{ code: string }];
  if (code === 'Reference') {
    const { identifier }: Reference = value;
    const stranger = strangerOf[path.split('.').at(-1) ?? ''] ?? 'Group';
    for (const name of Object.keys(value)) delete value[name];
    Object.assign(value, { reference: `${stranger}/fremmed`, ...(identifier === undefined ? {} : { identifier }) });
    return true;
  }
  delete holder[key];
  const choice = path.replace(/^.*\./, '').replace('[x]', '');
  Object.assign(holder, code === 'dateTime' ? { [`${choice}Period`]: { start: '2026-01-20' } } : { valueString: 'x' });
  return true;
}

function saidOf({ kind, element: { id = '', min, max }, name }: Constraint): RegExp {
  const last = (id.split('.').at(-1) ?? '').replace('[x]', '.x.');
  switch (kind) {
    case 'rule':
      return new RegExp(`\\b${name.split(' ')[1]}\\b`);
    case 'least':
      return new RegExp(`${last}.*(minimum required = ${min}|matching slice is required)`, 'i');
    case 'most':
      return new RegExp(`${last}.*max(imum)? allowed = ${max}`, 'i');
    case 'fixed':
      return /pattern|fixed/i;
    case 'codes':
      return /ValueSet/;
    case 'type':
      return /type|target/i;
    case 'slices':
      return /slic/i;
  }
}
