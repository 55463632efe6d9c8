import { isName, type Step } from '../place.ts';
import { type Fault, mostFaults, type Properties } from './fault.ts';

/** A value and the way to it, linked so that a walk copies no paths. */
interface Place {
  readonly value: unknown;
  readonly step: Step;
  readonly parent: Place | undefined;
}

/** Nulls in the known arrays of an object whose partner (`given` has `_given`) holds nothing at that index either. */
export function unpairedNulls(object: Properties, known: ReadonlySet<string>): readonly Fault[] | undefined {
  let faults: Fault[] | undefined;
  for (const name in object) {
    const list = object[name];
    if (!Array.isArray(list) || !known.has(name)) continue;
    for (let index = list.indexOf(null); index >= 0; index = list.indexOf(null, index + 1)) {
      if (isPaired(object, name, index)) continue;
      faults ??= [];
      if (faults.push({ code: 'empty-element', steps: [name, index] }) >= mostFaults) return faults;
    }
  }
  return faults;
}

function isPaired(object: Properties, name: string, index: number): boolean {
  const partner = object[name.startsWith('_') ? name.slice(1) : `_${name}`];
  return Array.isArray(partner) && (partner[index] ?? null) !== null;
}

/**
 * What no FHIR type allows, in an object of unknown type: objects, arrays and strings without content, nulls that pad
 * no primitives, and property names that FHIR cannot have.
 */
export function findUnfilled(object: Properties): readonly Fault[] | undefined {
  const faults: Fault[] = [];
  const waiting: Place[] = [{ value: object, step: '', parent: undefined }];
  for (let place = waiting.pop(); place !== undefined && faults.length < mostFaults; place = waiting.pop()) {
    if (isEmpty(place.value) && !isPadding(place)) faults.push({ code: 'empty-element', steps: stepsTo(place) });
    for (const [step, value] of contentOf(place.value).reverse()) {
      if (typeof step === 'string' && !isName(step)) faults.push({ code: 'property-name', steps: stepsTo(place) });
      else waiting.push({ value, step, parent: place });
    }
  }
  return faults.length > 0 ? faults : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'object' && contentOf(value).length === 0);
}

function isPadding({ value, step, parent }: Place): boolean {
  const object = parent?.parent?.value;
  if (value !== null || typeof step !== 'number' || parent === undefined || typeof parent.step !== 'string')
    return false;
  return isPaired(object as Properties, parent.step, step);
}

function contentOf(value: unknown): [Step, unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function stepsTo(place: Place): readonly Step[] {
  const steps: Step[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) steps.push(at.step);
  return steps.reverse();
}
