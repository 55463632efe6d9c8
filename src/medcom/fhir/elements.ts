import type { Problem } from '../../outcome/problem.ts';

/** An element of a resource, by its path from there (`destination.receiver.reference`). */
export interface ElementRule {
  readonly path: string;
  readonly least: 0 | 1;
  readonly most: number;
  /** Whether R4 has it as a list. */
  readonly list: boolean;
  /** What each of its values is. */
  readonly form: ElementForm;
}

type ElementForm = 'element' | 'text' | { readonly pattern: RegExp; readonly shown: string };

/** Exactly one. */
export function one(path: string, form: ElementForm = 'text'): ElementRule {
  return { path, least: 1, most: 1, list: false, form };
}

export function optional(path: string, form: ElementForm = 'text'): ElementRule {
  return { path, least: 0, most: 1, list: false, form };
}

/** A list of at least one. */
export function some(path: string, most = Number.POSITIVE_INFINITY): ElementRule {
  return { path, least: 1, most, list: true, form: 'element' };
}

export function any(path: string): ElementRule {
  return { path, least: 0, most: Number.POSITIVE_INFINITY, list: true, form: 'element' };
}

export function fixed(text: string): ElementForm {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { pattern: new RegExp(`^${escaped}$`), shown: text };
}

/**
 * Holds a resource against its rules: what is missing, what is too many, what has another form. Places are FHIRPaths
 * below `place`. Codes: message-element-missing, message-element-many, message-element-form.
 */
export function elementProblems(resource: unknown, rules: readonly ElementRule[], place: string): readonly Problem[] {
  return rules.flatMap((rule) => {
    const steps = rule.path.split('.');
    const name = steps.pop() ?? '';
    return partsAt(resource, steps, place).flatMap((parent) => ruleProblems(parent, name, rule));
  });
}

interface Part {
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: string;
}

function partsAt(root: unknown, steps: readonly string[], place: string): readonly Part[] {
  let parts: readonly Part[] = isObject(root) ? [{ value: root, place }] : [];
  for (const step of steps) {
    parts = parts.flatMap((part) =>
      valuesOf(part, step).flatMap(({ value, at }) => (isObject(value) ? [{ value, place: at }] : [])),
    );
  }
  return parts;
}

function valuesOf({ value, place }: Part, name: string): readonly { readonly value: unknown; readonly at: string }[] {
  const found = value[name];
  const at = `${place}.${name}`;
  if (found === undefined) return [];
  return Array.isArray(found)
    ? found.map((each: unknown, index) => ({ value: each, at: `${at}[${index}]` }))
    : [{ value: found, at }];
}

function ruleProblems(part: Part, name: string, { least, most, list, form }: ElementRule): readonly Problem[] {
  const place = `${part.place}.${name}`;
  const element = place
    .split('.')
    .slice(-2)
    .join('.')
    .replace(/\[\d+\]/g, '');
  const found = part.value[name];
  const values = valuesOf(part, name);
  if (values.length < least) return [{ code: 'message-element-missing', place, values: { element } }];
  if (values.length > most) return [{ code: 'message-element-many', place, values: { element, most: String(most) } }];
  if (found !== undefined && Array.isArray(found) !== list) {
    return [{ code: 'message-element-form', place, values: { element, form: list ? '[ ... ]' : 'a single value' } }];
  }
  return values.flatMap(({ value, at }) => {
    const wanted = wantedForm(value, form);
    return wanted === undefined ? [] : [{ code: 'message-element-form', place: at, values: { element, form: wanted } }];
  });
}

/** Undefined for a value of the form. */
function wantedForm(value: unknown, form: ElementForm): string | undefined {
  if (form === 'element') return isObject(value) ? undefined : '{ ... }';
  if (typeof value !== 'string' || value === '') return form === 'text' ? 'text' : form.shown;
  return form === 'text' || form.pattern.test(value) ? undefined : form.shown;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
