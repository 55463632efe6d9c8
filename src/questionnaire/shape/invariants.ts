import { choiceOf, isName, isPropertyName } from '../place.ts';
import { resourceTypes } from '../resource-types.ts';
import { type Fault, mostFaults, type Properties } from './fault.ts';
import { findUnfilled, unpairedNulls } from './filled.ts';
import { isUri } from './formats.ts';

/** Finds what is wrong with an object, whose type has the `known` properties. */
type Rule = (object: Properties, known: ReadonlySet<string>) => readonly Fault[] | undefined;

/** What FHIR demands beyond structure; the names are those of its invariants, where it has one. */
export const rules = {
  /** The type has no other properties. */
  closed: findUnknown,
  /** A choice element stands once: not valueString beside valueCoding. */
  choice: findTwoChoices,
  /** "Primitive arrays are padded with null": where one array has null, the other has something. */
  pairs: unpairedNulls,
  filled: findUnfilled,
  resource: ({ resourceType }) =>
    isName(resourceType) ? undefined : [{ code: 'property-missing', values: { name: 'resourceType' } }],
  /** "Must have either extensions or value[x], not both" */
  'ext-1': (object) => (hasOneContent(object) ? undefined : [{ code: 'extension-content' }]),
  /** "Nested item can't be beneath both item and answer" */
  'qrs-1': (object) => ('item' in object && 'answer' in object ? [{ code: 'items-and-answers' }] : undefined),
  /** "If a code for the unit is present, the system SHALL also be present" */
  'qty-3': (object) => needs(object, 'code', 'system'),
  /** "A system is required if a value is provided." */
  'cpt-2': (object) => needs(object, 'value', 'system'),
  uri: ({ valueUri }) =>
    typeof valueUri === 'string' && valueUri !== '' && !/\s/.test(valueUri) && !isUri(valueUri)
      ? [{ code: 'format-wrong', steps: ['valueUri'], values: { type: 'uri' } }]
      : undefined,
  /**
   * A literal reference is a URI, and a relative one names a type of FHIR; so does `type`, unless it is an absolute
   * address.
   */
  reference: referenceFaults,
  /** "If the Attachment has data, it SHALL have a contentType" */
  'att-1': (object) => needs(object, 'data', 'contentType'),
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;

const relative = /^([A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

function referenceFaults({ reference, type }: Properties): readonly Fault[] | undefined {
  const faults: Fault[] = [];
  if (typeof reference === 'string' && reference !== '') {
    const named = relative.exec(reference)?.[1];
    if (!isUri(reference) || (named !== undefined && !resourceTypes.has(named)))
      faults.push({ code: 'reference-form', steps: ['reference'] });
  }
  if (typeof type === 'string' && type !== '' && !resourceTypes.has(type) && !/^[a-z][a-z0-9+.-]*:/i.test(type))
    faults.push({ code: 'reference-form', steps: ['type'] });
  return faults.length === 0 ? undefined : faults;
}

function findUnknown(object: Properties, known: ReadonlySet<string>): readonly Fault[] | undefined {
  let faults: Fault[] | undefined;
  for (const name in object) {
    if (known.has(name)) continue;
    faults ??= [];
    const fault: Fault = isPropertyName(name)
      ? { code: 'property-unknown', values: { name } }
      : { code: 'property-name' };
    if (faults.push(fault) >= mostFaults) break;
  }
  return faults;
}

function needs(object: Properties, present: string, name: string): readonly Fault[] | undefined {
  if (!(present in object) || name in object || `_${name}` in object) return undefined;
  return [{ code: 'property-missing', values: { name } }];
}

function findTwoChoices(object: Properties): readonly Fault[] | undefined {
  let first: string | undefined;
  for (const property in object) {
    const name = withoutMark(property);
    const choice = choiceOfProperty(property);
    if (choice === undefined) continue;
    if (first !== undefined && first !== name) return [{ code: 'value-choice', values: { choice: `${choice}[x]` } }];
    first = name;
  }
  return undefined;
}

/**
 * Where there is neither, an unknown property may be a misspelt value: it has its own fault, and one fault is enough.
 */
function hasOneContent(object: Properties): boolean {
  let hasValue = false;
  let hasOther = false;
  for (const property in object) {
    if (property === 'url' || property === 'id' || property === 'extension') continue;
    if (choiceOfProperty(property) === undefined) hasOther = true;
    else hasValue = true;
  }
  return 'extension' in object ? !hasValue : hasValue || hasOther;
}

/** The choice element that a property is of: `valueString` and `_valueString` of `value`. */
export function choiceOfProperty(property: string): string | undefined {
  return choiceOf(withoutMark(property));
}

/** `_valueString` -> `valueString` */
function withoutMark(property: string): string {
  return property.startsWith('_') ? property.slice(1) : property;
}
