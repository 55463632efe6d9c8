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

type ElementForm =
  | 'element'
  | 'text'
  | { readonly pattern: RegExp; readonly shown: string; readonly holds?: (text: string) => boolean };

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

/** What may turn the meaning of what it stands on, and is not known here. */
export function never(path: string): ElementRule {
  return { path, least: 0, most: 0, list: true, form: 'element' };
}

export function fixed(text: string): ElementForm {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { pattern: new RegExp(`^${escaped}$`), shown: text };
}

/** The rules of a resource by the names in their paths, so that it is gone through once. */
export interface ElementRules {
  readonly name: string;
  /** Of what stands under this name. */
  readonly rules: ElementRule[];
  readonly below: ElementRules[];
}

export function rulesFor(rules: readonly ElementRule[]): ElementRules {
  const root: ElementRules = { name: '', rules: [], below: [] };
  for (const rule of rules) {
    let at = root;
    for (const name of rule.path.split('.')) {
      let next = at.below.find((one) => one.name === name);
      if (next === undefined) {
        next = { name, rules: [], below: [] };
        at.below.push(next);
      }
      at = next;
    }
    at.rules.push(rule);
  }
  return root;
}

/**
 * Holds a resource against its rules: what is missing, what is too many, what has another form. Places are FHIRPaths
 * below `place`. Codes: message-element-missing, message-element-many, message-element-form,
 * message-modifier.
 */
export function elementProblems(resource: unknown, rules: ElementRules, place: string): readonly Problem[] {
  const problems: Problem[] = [];
  if (isObject(resource)) holdAgainst(resource, rules, undefined, { place, problems });
  return problems;
}

/** The way down to an element. Its place is written only where something is wrong: most messages are right. */
interface Way {
  readonly above: Way | undefined;
  readonly name: string;
  readonly index?: number | undefined;
}

interface Finding {
  readonly place: string;
  readonly problems: Problem[];
}

function holdAgainst(
  parent: Readonly<Record<string, unknown>>,
  { below }: ElementRules,
  above: Way | undefined,
  finding: Finding,
): void {
  for (const step of below) {
    const { name } = step;
    const found = parent[name];
    for (const rule of step.rules) judge(found, rule, above, name, finding);
    if (found === undefined || step.below.length === 0) continue;
    if (!Array.isArray(found)) {
      if (isObject(found)) holdAgainst(found, step, { above, name, index: undefined }, finding);
      continue;
    }
    for (let index = 0; index < found.length; index += 1) {
      const value: unknown = found[index];
      if (isObject(value)) holdAgainst(value, step, { above, name, index }, finding);
    }
  }
}

function judge(
  found: unknown,
  { least, most, list, form }: ElementRule,
  above: Way | undefined,
  name: string,
  finding: Finding,
): void {
  if (found === undefined) {
    if (least > 0) tell('message-element-missing', { above, name }, finding);
    return;
  }
  const isList = Array.isArray(found);
  const count = isList ? found.length : 1;
  if (count < least) tell('message-element-missing', { above, name }, finding);
  else if (count > 0 && most === 0) tell('message-modifier', { above, name }, finding);
  else if (count > most) tell('message-element-many', { above, name }, finding, { most: String(most) });
  else if (isList !== list) {
    tell('message-element-form', { above, name }, finding, { form: list ? '[ ... ]' : 'a single value' });
  } else {
    for (let at = 0; at < count; at += 1) {
      const wanted = wantedForm(isList ? found[at] : found, form);
      if (wanted === undefined) continue;
      tell('message-element-form', { above, name, index: isList ? at : undefined }, finding, { form: wanted });
    }
  }
}

function tell(
  code: Problem['code'],
  way: Way,
  { place: start, problems }: Finding,
  more?: Readonly<Record<string, string>>,
): void {
  const place = `${start}.${pathOf(way)}`;
  const element = place
    .replace(/\[\d+\]/g, '')
    .split('.')
    .slice(-2)
    .join('.');
  problems.push({ code, place, values: { element, ...more } });
}

/** `destination[0].receiver` */
function pathOf({ above, name, index }: Way): string {
  const step = index === undefined ? name : `${name}[${index}]`;
  return above === undefined ? step : `${pathOf(above)}.${step}`;
}

/** Undefined for a value of the form. */
function wantedForm(value: unknown, form: ElementForm): string | undefined {
  if (form === 'element') return isObject(value) ? undefined : '{ ... }';
  if (typeof value !== 'string' || value === '') return form === 'text' ? 'text' : form.shown;
  if (form === 'text') return undefined;
  return form.pattern.test(value) && form.holds?.(value) !== false ? undefined : form.shown;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
