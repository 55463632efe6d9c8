import { createRequire } from 'node:module';
import { once } from '../once.ts';
import { type Weigh, weightsOf } from './weights.ts';
import type { World } from './worlds.ts';

// 170 ms to load: for the first Questionnaire of someone else that has expressions.
const load = createRequire(import.meta.url);

/** The world in which an expression is evaluated. No form can name a variable like it. */
export const worldKey: unique symbol = Symbol('world');

/** What answers weigh by the form. */
export const weighKey: unique symbol = Symbol('weigh');

/** What an expression may refer to: `%resource`, `%questionnaire`, `%qitem` and variables, which may be getters. */
export interface Environment {
  readonly [worldKey]?: World;
  readonly [weighKey]?: Weigh;
  readonly [name: string]: unknown;
}

/**
 * Evaluates an expression on a focus. The results keep FHIRPath's own types, so that they can be variables of others.
 * Throws.
 */
export type Evaluate = (focus: object, environment: Environment) => readonly unknown[];

/** The part of fhirpath that is used. Its own types contradict each other under exactOptionalPropertyTypes. */
interface Engine {
  compile(path: string | { base: string; expression: string }, model: object, options: object): Evaluate;
  evaluate(data: object, path: string, environment: Environment, model: object, options: object): unknown[];
  resolveInternalTypes(values: readonly unknown[]): unknown[];
}

/**
 * What an expression asks for is not to be had here: the moment of filling in, or a variable that could not be
 * evaluated.
 */
export class UndecidedError extends Error {}

const fhirpath = once(() => {
  const engine = load('fhirpath') as Engine;
  const model = load('fhirpath/fhir-context/r4') as object;
  const options = {
    resolveInternalTypes: false,
    userInvocationTable: functions(engine, model),
    // trace() writes what it is given to standard output: that is a person's answers, and the place of our own.
    traceFn: () => {},
  };
  return { engine, model, options };
});

/** What fhirpath calls a function with: among others the environment of the expression. */
interface Calling {
  readonly vars: Environment;
}

/**
 * Functions that we have otherwise than fhirpath: "now" is when the response was given, so that an age does not change
 * with the day of the check; weights are found wherever a form has them; and patterns are RE2's, which take time in
 * proportion to the text.
 */
function functions(engine: Engine, model: object): object {
  const literal = (text: string) => engine.evaluate({}, text, {}, model, { resolveInternalTypes: false });
  const timely = (read: (world: World) => string | undefined) => ({
    arity: { 0: [] },
    // Only such functions are called with the environment.
    internalStructures: true,
    fn(this: Calling) {
      const world = this.vars[worldKey];
      const text = world && read(world);
      if (text === undefined) throw new UndecidedError();
      return literal(text);
    },
  });
  const weights = {
    arity: { 0: [] },
    internalStructures: true,
    fn(this: Calling, nodes: readonly unknown[]) {
      const weigh = this.vars[weighKey];
      const found = weigh === undefined ? 'unknown' : weightsOf(nodes, weigh);
      if (found === 'unknown') throw new Error('a weight is not at hand');
      return found;
    },
  };
  return {
    weight: weights,
    ordinal: weights,
    today: timely(({ today }) => today && `@${today}`),
    now: timely(({ now }) => now && `@${now}`),
    timeOfDay: timely(({ now }) => now && `@T${now.slice(11, 23)}`),
    matches: {
      arity: { 1: ['String'] },
      fn: (input: readonly unknown[], pattern: string) => matches(input, pattern, false),
    },
    matchesFull: {
      arity: { 1: ['String'] },
      fn: (input: readonly unknown[], pattern: string) => matches(input, pattern, true),
    },
    replaceMatches: { arity: { 2: ['String', 'String'] }, fn: replaceMatches },
  };
}

function textOf(input: readonly unknown[]): string | undefined {
  const [first] = input;
  const value = typeof first === 'object' && first !== null && 'data' in first ? first.data : first;
  return typeof value === 'string' ? value : undefined;
}

function matches(input: readonly unknown[], pattern: string, whole: boolean): boolean[] {
  const text = textOf(input);
  if (text === undefined) return [];
  const { RE2JS } = load('re2js') as typeof import('re2js');
  const matcher = RE2JS.compile(pattern, RE2JS.DOTALL).matcher(text);
  return [whole ? matcher.matches() : matcher.find()];
}

function replaceMatches(input: readonly unknown[], pattern: string, replacement: string): string[] {
  const text = textOf(input);
  if (text === undefined) return [];
  const { RE2JS } = load('re2js') as typeof import('re2js');
  return [RE2JS.compile(pattern).matcher(text).replaceAll(replacement)];
}

/**
 * Reads an expression whose focus has a type, such as `QuestionnaireResponse.item`, or is a whole resource. Throws
 * where it is no FHIRPath.
 */
export function compileExpression(expression: string, type?: string): Evaluate {
  const { engine, model, options } = fhirpath();
  return engine.compile(type === undefined ? expression : { base: type, expression }, model, options);
}

/** Results as JSON has them. */
export function plain(values: readonly unknown[]): readonly unknown[] {
  return fhirpath().engine.resolveInternalTypes(values);
}
