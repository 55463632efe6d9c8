import type { QuestionnaireItem } from 'fhir/r4.js';
import { compileConditions } from '../compile/conditions.ts';
import { type Building, compileItem } from '../compile/item.ts';
import { absentScope } from '../scope.ts';
import type {
  CompiledItem,
  CompiledQuestionnaire,
  Concrete,
  Dynamic,
  MakeCheck,
  RuleContext,
  Subject,
} from '../types.ts';
import type { Evaluator, Results } from './evaluator.ts';

/**
 * How items with computed elements are compiled anew for a response. What is undecided is left out in such a way that
 * it demands nothing. Without an evaluator (a stranger's form) all of them are undecided.
 */
export function createConcrete(
  questionnaire: CompiledQuestionnaire,
  rules: readonly MakeCheck[],
  evaluator: Evaluator | undefined,
): NonNullable<RuleContext['concrete']> {
  const made = new Map<string, CompiledItem>();
  const compiled = (expected: CompiledItem, values: readonly Computed[]): CompiledItem => {
    const key = `${expected.place} ${JSON.stringify(values)}`;
    const known = made.get(key) ?? compileAgain(expected, values, questionnaire, rules);
    made.set(key, known);
    return known;
  };
  const find = (subject: Subject): Concrete => {
    const { expected } = subject;
    const results = expected.dynamics.map(({ formula }) => evaluator?.evaluate(formula, subject) ?? [undefined]);
    const count = Math.max(...results.map((each) => each.length));
    const inWorld = (index: number) => results.map((each) => computed(each[index]));
    const all = Array.from({ length: count }, (_, index) => inWorld(index));
    const shared = (all[0] ?? []).map((value, index) =>
      all.every((values) => JSON.stringify(values[index]) === JSON.stringify(value)) ? value : undecided,
    );
    const distinct = new Set(all.map((values) => compiled(expected, values)));
    return { item: compiled(expected, shared), worlds: distinct.size > 1 ? [...distinct] : [] };
  };
  const known = new Map<object, Concrete>();
  return (subject) => {
    const key = subject.item ?? absentScope(subject.scope, subject.expected);
    const concrete = known.get(key) ?? find(subject);
    known.set(key, concrete);
    return concrete;
  };
}

/** The value of an element in JSON, or that it is undecided. */
type Computed = { readonly value: unknown } | undefined;
const undecided: Computed = undefined;

/** No result is no value to go by; of several none is the one. */
function computed(results: Results): Computed {
  return results?.length === 1 ? { value: results[0] } : undecided;
}

function compileAgain(
  expected: CompiledItem,
  values: readonly Computed[],
  { items, ambiguous }: CompiledQuestionnaire,
  rules: readonly MakeCheck[],
): CompiledItem {
  const item = structuredClone({ ...expected.item, item: [] });
  const written = expected.item.text;
  for (const [index, { path }] of expected.dynamics.entries()) {
    const value = values[index];
    if (value === undefined) leaveOut(item, path);
    else fillIn(item, path, value.value, expected);
  }
  // What is wrong with the form was said when it was compiled as it is written.
  const mistake = () => {};
  const result: Building = compileItem(item, { ...expected, mistake, rules, isTrusted: true });
  // Without its options an item would take other types.
  result.keys = expected.keys;
  result.children = expected.children;
  result.formulas = expected.formulas;
  result.dynamics = expected.dynamics;
  result.conditions = compileConditions(result, { items, ambiguous, mistake });
  // A renderer that does not compute texts shows the written one.
  if (written !== undefined && result.texts.size > 0) result.texts = new Set([...result.texts, ...expected.texts]);
  result.question = expected.question;
  return result;
}

type Path = Dynamic['path'];

/** Leaves an undecided element out, and with it what would demand more without it. */
function leaveOut(item: QuestionnaireItem, path: Path): void {
  const [first, index, ...rest] = path;
  if (first === 'repeats') item.repeats = true;
  else if (first === 'text') {
    delete item.text;
    delete item._text;
  } else if (first === 'required') item.required = false;
  else if (first === 'enableBehavior') {
    item.enableWhen = (item.enableWhen ?? []).map(() => unknown);
  } else if (first === 'enableWhen' && typeof index === 'number' && item.enableWhen !== undefined)
    item.enableWhen[index] = unknown;
  else if (first === 'answerOption' && !isDetail(rest)) delete item.answerOption;
  else if (path.includes('extension')) leaveOutExtension(item, path);
  else remove(item, first === 'answerOption' ? path : path.slice(0, 1));
}

/** A condition that cannot be followed says neither yes nor no. */
const unknown = { question: '', operator: '=' } as const;

/** Of an option: what does not tell which one it is. */
function isDetail(rest: Path): boolean {
  return rest.includes('extension') || rest.at(-1) === 'display';
}

/** All extensions of one url make one demand: without one of them, the others would demand too much. */
function leaveOutExtension(item: QuestionnaireItem, path: Path): void {
  const at = path.indexOf('extension');
  const holder = stepInto(item, path.slice(0, at)) as { extension?: { url: string }[] };
  const left = holder.extension?.[Number(path[at + 1])]?.url;
  holder.extension = (holder.extension ?? []).map((one) => (one.url === left ? { url: '' } : one));
}

function remove(item: object, path: Path): void {
  const holder = stepInto(item, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof holder === 'object' && holder !== null && last !== undefined)
    delete (holder as Record<string, unknown>)[last];
}

function stepInto(item: object, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], item);
}

function fillIn(item: QuestionnaireItem, path: Path, value: unknown, { keys }: CompiledItem): void {
  const holder = stepInto(item, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof holder !== 'object' || holder === null || last === undefined) return;
  const target = holder as Record<string, unknown>;
  if (last === 'text') delete target._text;
  // The expression stands on an extension that has no value[x] at all.
  if (typeof last === 'number' && path.at(-2) === 'extension') {
    const { url } = target[last] as { url: string };
    target[last] = { url, [nameOf(value, keys)]: asElement(value) };
  } else target[last] = asElement(value);
}

function nameOf(value: unknown, keys: CompiledItem['keys']): string {
  if (typeof value === 'boolean') return 'valueBoolean';
  return [...(keys ?? [])][0] ?? (typeof value === 'number' ? 'valueInteger' : 'valueString');
}

/** A quantity of FHIRPath (`4 'kg'`) as FHIR has it. */
function asElement(value: unknown): unknown {
  const [, number, code] = typeof value === 'string' ? (/^(-?[\d.]+) '(.+)'$/.exec(value) ?? []) : [];
  return code === undefined ? value : { value: Number(number), code, unit: code, system: 'http://unitsofmeasure.org' };
}
