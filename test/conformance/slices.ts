import type { FhirResource, StructureDefinition } from 'fhir/r4.js';
import { patternOf } from './constraints.ts';

type Node = Record<string, unknown>;

/** Where an element of a profile stands in a resource. */
export interface Place {
  readonly holder: Node;
  readonly key: string;
  /** Within an array. */
  readonly index: number | undefined;
  readonly value: Node;
}

/** Every place in the resource of the element with that id, which may name slices and a choice of types. */
export function placesOf(profile: StructureDefinition, resource: FhirResource, id: string): readonly Place[] {
  const [, ...names] = id.split('.');
  let holders: readonly Node[] = [resource as unknown as Node];
  let found: readonly Place[] = [];
  let path = id.split('.')[0] ?? '';
  for (const name of names) {
    path += `.${name}`;
    const isHere = sliceTest(profile, path);
    found = holders.flatMap((holder) => placesIn(holder, name)).filter(({ value }) => isHere(value));
    holders = found.map(({ value }) => value);
  }
  return found;
}

function placesIn(holder: Node, name: string): Place[] {
  const [element = '', slice] = name.split(':');
  const keys = element.endsWith('[x]')
    ? Object.keys(holder).filter((key) => (slice === undefined ? isChoice(key, element) : key === slice))
    : Object.keys(holder).filter((key) => key === element);
  return keys.flatMap((key): Place[] => {
    const value = holder[key];
    if (!Array.isArray(value)) return [{ holder, key, index: undefined, value: value as Node }];
    return value.map((one, index) => ({ holder, key, index, value: one as Node }));
  });
}

function isChoice(key: string, element: string): boolean {
  const start = element.replace('[x]', '');
  return key.startsWith(start) && /^[A-Z]/.test(key.slice(start.length));
}

/**
 * Whether a value belongs to the slice: by the pattern of the slice or of an element in it, else by the CodeSystem of
 * its ValueSet.
 */
function sliceTest({ differential }: StructureDefinition, path: string): (value: Node) => boolean {
  if (!/:[^.[]+$/.test(path) || path.includes('[x]:')) return () => true;
  const elements = differential?.element ?? [];
  const own = elements.filter(({ id = '' }) => id === path || id.startsWith(`${path}.`));
  const told = own.find((element) => typeof patternOf(element) === 'object');
  const { coding: [wanted] = [] } = (told === undefined ? {} : patternOf(told)) as { coding?: Coded[] };
  const valueSet = own.find(({ id }) => id === path)?.binding?.valueSet ?? '';
  const system = valueSet.replace('/ValueSet/', '/CodeSystem/').replace(/\|.*/, '');
  return (value) => {
    const held = told === undefined || told.id === path ? value : value[(told.id ?? '').slice(path.length + 1)];
    const { coding = [] } = (held ?? {}) as { coding?: Coded[] };
    return coding.some((one) =>
      wanted === undefined ? one.system === system : one.system === wanted.system && one.code === wanted.code,
    );
  };
}

interface Coded {
  readonly system?: string;
  readonly code?: string;
}
