import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';

/** One thing that a profile demands beyond what it builds on. */
export interface Constraint {
  /** Id of the profile. */
  readonly profile: string;
  readonly element: ElementDefinition;
  /**
   * `least` and `most`: how often the element stands; `fixed`: what it has to hold; `codes`: which codes; `type`: of
   * which type it is, or what it refers to; `slices`: nothing beside what is named; `rule`: an invariant.
   */
  readonly kind: 'least' | 'most' | 'fixed' | 'codes' | 'type' | 'slices' | 'rule';
  /** Profile, element and kind; of a rule profile and key. */
  readonly name: string;
}

/** Every constraint of a profile, from its differential; what is inherited unchanged is none of its own. */
export function constraintsOf({ id = '', differential, snapshot }: StructureDefinition): readonly Constraint[] {
  const elements = differential?.element ?? [];
  return elements.flatMap((element) => {
    const inherited = snapshot?.element.find((one) => one.id === element.id)?.base;
    const kinds = [
      ...(isMore(element, inherited?.min) && !tellsSlices(element, elements) ? ['least' as const] : []),
      ...(element.max !== undefined && element.max !== inherited?.max ? ['most' as const] : []),
      ...(patternOf(element) !== undefined && !tellsSlices(element, elements) ? ['fixed' as const] : []),
      ...(element.binding?.strength === 'required' && !tellsSlices(element, elements) ? ['codes' as const] : []),
      ...(element.type !== undefined && !isChoiceSlice(element) ? ['type' as const] : []),
      ...(element.slicing?.rules === 'closed' ? ['slices' as const] : []),
    ];
    const rules = (element.constraint ?? []).map(({ key }) => ({ kind: 'rule' as const, name: `${id} ${key}` }));
    const others = kinds.map((kind) => ({ kind, name: `${id} ${element.id} ${kind}` }));
    return [...others, ...rules].map((one) => ({ profile: id, element, ...one }));
  });
}

export function patternOf(element: ElementDefinition): unknown {
  return Object.entries(element).find(([name]) => /^(?:fixed|pattern)[A-Z]/.test(name))?.[1];
}

/** A slice may be left out where nothing is said of it, whatever the base demands of the whole. */
function isMore({ id = '', min = 0 }: ElementDefinition, inherited = 0): boolean {
  return min > (/:[^.]+$/.test(id) ? 0 : inherited);
}

/** What a slice is known by: another value there is another slice, or none. */
function tellsSlices({ id = '' }: ElementDefinition, elements: readonly ElementDefinition[]): boolean {
  return elements.some(({ id: sliced = '', slicing }) => {
    const [, below = ''] = id.startsWith(`${sliced}:`) ? (/^[^.]+(.*)$/.exec(id.slice(sliced.length)) ?? []) : [];
    const paths = (slicing?.discriminator ?? []).map(({ path }) => (path === '$this' ? '' : `.${path}`));
    return id.startsWith(`${sliced}:`) && paths.includes(below);
  });
}

/** A choice of types is sliced by its type: others may stand beside that one, and are for a rule to forbid. */
function isChoiceSlice({ id = '' }: ElementDefinition): boolean {
  return /\[x\]:[^.]+$/.test(id);
}
