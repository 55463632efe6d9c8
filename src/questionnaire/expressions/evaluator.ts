import type { QuestionnaireItem, QuestionnaireResponse } from 'fhir/r4.js';
import { undecidable } from '../compile/names.ts';
import { once } from '../once.ts';
import { absentScope } from '../scope.ts';
import type { TerminologyRules } from '../terminology/terminology.ts';
import type { CompiledItem, CompiledQuestionnaire, Formula, Mistake, Scope, Subject } from '../types.ts';
import type { Verdict } from '../values/verdict.ts';
import {
  compileExpression,
  type Environment,
  type Evaluate,
  plain,
  UndecidedError,
  weighKey,
  worldKey,
} from './engine.ts';
import { createWeigh, type Weigh } from './weights.ts';
import { clockOf, type World, worldsOf } from './worlds.ts';

/** What an expression gives; undefined where it cannot be evaluated: undecided. */
export type Results = readonly unknown[] | undefined;

/** Evaluates the expressions of one Questionnaire for one response. */
export interface Evaluator {
  /** What an expression gives for an item, or for the whole response, in each world. */
  evaluate(formula: Formula, subject?: Subject): readonly Results[];
  /**
   * `enableWhenExpression`: "if the expression does not resolve to a boolean, it is considered an error in the design".
   * Nothing is no.
   */
  readonly holds: (formula: Formula, subject: Subject) => readonly Verdict[];
  /**
   * Evaluates the variables of an item, or of the Questionnaire, that nothing has asked for: one that fails is named
   * all the same.
   */
  readonly settle: (subject?: Subject) => void;
}

/** The expressions of one Questionnaire, each read once. */
export type Expressions = (response: QuestionnaireResponse, mistake: Mistake) => Evaluator;

/**
 * fhirpath marks what it is given: it gets its own copy of the Questionnaire, once, and the caller's of the response.
 */
export function createExpressions(questionnaire: CompiledQuestionnaire, terminology: TerminologyRules): Expressions {
  const source = once(() => copy(questionnaire.source));
  const items = once(() => itemsByLinkId(source()));
  const clock = once(() => clockOf(questionnaire.every.map(({ text }) => text ?? '')));
  const known = new Map<Formula, Evaluate | undefined>();
  const read = (formula: Formula, type: string | undefined): Evaluate | undefined => {
    if (!known.has(formula)) known.set(formula, compileFormula(formula, type));
    return known.get(formula);
  };
  const definitions = new Map<string, unknown>();
  const definition = (linkId: string): unknown => {
    if (!definitions.has(linkId)) definitions.set(linkId, definitionOf(items().get(linkId)));
    return definitions.get(linkId);
  };
  const weigh = createWeigh(questionnaire, terminology);
  const form: PreparedForm = { questionnaire, source, definition, read, weigh };
  return (response, mistake) => createEvaluator(response, form, worldsOf(response.authored, clock()), mistake);
}

interface PreparedForm {
  readonly questionnaire: CompiledQuestionnaire;
  readonly source: () => object;
  /** An item of the Questionnaire as a node of FHIRPath. */
  readonly definition: (linkId: string) => unknown;
  readonly read: (formula: Formula, type: string | undefined) => Evaluate | undefined;
  readonly weigh: Weigh;
}

const responseItem = 'QuestionnaireResponse.item';

function createEvaluator(
  response: QuestionnaireResponse,
  { questionnaire, source, definition, read, weigh }: PreparedForm,
  worlds: readonly World[],
  mistake: Mistake,
): Evaluator {
  const run = (formula: Formula, focus: object, environment: Environment): Results => {
    if (formula.text === undefined) return undefined;
    const evaluate = read(formula, focus === response ? undefined : responseItem);
    try {
      if (evaluate !== undefined) return evaluate(focus, environment);
    } catch (error) {
      // What it rests on is undecided, and was named where that is said.
      if (error instanceof UndecidedError) return undefined;
    }
    undecidable(mistake, formula);
    return undefined;
  };
  const tops = worlds.map((world) =>
    once(() =>
      withVariables(
        topEnvironment(response, source(), world, weigh),
        questionnaire.formulas?.variables ?? [],
        response,
        run,
      ),
    ),
  );
  const environments = worlds.map(() => new Map<object, Environment>());
  const around = (scope: Scope, index: number): Environment => {
    const { parent, owner, item } = scope;
    if (parent === undefined || owner === undefined) return tops[index]?.() ?? {};
    return own({ expected: owner, scope: parent, item }, index);
  };
  /** "Variables are available to descendants": those of the Questionnaire, of the groups around, and of the item. */
  const own = ({ expected, scope, item }: Subject, index: number): Environment => {
    const key = item ?? absentScope(scope, expected);
    const known = environments[index]?.get(key);
    if (known !== undefined) return known;
    const above = around(scope, index);
    const variables = expected.formulas?.variables ?? [];
    const made = variables.length === 0 ? above : withVariables(above, variables, item ?? absent(expected), run);
    environments[index]?.set(key, made);
    return made;
  };
  const evaluate: Evaluator['evaluate'] = (formula, subject) =>
    worlds.map((_, index) => {
      if (subject === undefined) return resolved(run(formula, response, tops[index]?.() ?? {}));
      const { expected, scope } = subject;
      const item = subject.item ?? scope.items.find(({ linkId }) => linkId === expected.linkId);
      const environment: Environment = Object.create(own({ expected, scope, item }, index), {
        qitem: { get: () => definition(expected.linkId) },
      });
      return resolved(run(formula, item ?? absent(expected), environment));
    });
  const settle: Evaluator['settle'] = (subject) => {
    const { variables = [] } = (subject?.expected ?? questionnaire).formulas ?? {};
    if (variables.length === 0) return;
    for (const index of worlds.keys()) {
      const environment = subject === undefined ? tops[index]?.() : own(subject, index);
      for (const { name = '' } of variables) isDecided(environment, name);
    }
  };
  return {
    evaluate,
    settle,
    holds: (formula, subject) =>
      evaluate(formula, subject).map((results) => {
        if (results === undefined) return undefined;
        const [first = false] = results;
        if (typeof first === 'boolean' && results.length < 2) return first;
        undecidable(mistake, formula);
        return undefined;
      }),
  };
}

function isDecided(environment: Environment | undefined, name: string): boolean {
  try {
    return environment?.[name] !== undefined;
  } catch (error) {
    if (error instanceof UndecidedError) return false;
    throw error;
  }
}

function resolved(results: Results): Results {
  return results && plain(results);
}

function topEnvironment(response: QuestionnaireResponse, source: object, world: World, weigh: Weigh): Environment {
  return {
    [worldKey]: world,
    [weighKey]: weigh,
    resource: response,
    rootResource: response,
    questionnaire: source,
    // targetConstraint: "the constraint expression will have access to %target and %definition"
    target: response,
    definition: source,
    sct: 'http://snomed.info/sct',
    loinc: 'http://loinc.org',
  };
}

function absent({ linkId }: CompiledItem): object {
  return { linkId };
}

/** What nests too deeply to be copied is not there for expressions. */
function copy(source: object): object {
  try {
    return structuredClone(source);
  } catch {
    return {};
  }
}

function compileFormula({ text }: Formula, type: string | undefined): Evaluate | undefined {
  try {
    return text === undefined ? undefined : compileExpression(text, type);
  } catch {
    return undefined;
  }
}

/**
 * The environment with further variables. Each may use those before it, and those around; it is evaluated when it is
 * first asked for, and once. One that is undecided makes undecided what asks for it.
 */
function withVariables(
  environment: Environment,
  variables: readonly Formula[],
  focus: object,
  run: (formula: Formula, focus: object, environment: Environment) => Results,
): Environment {
  let result = environment;
  for (const variable of variables) {
    const before = result;
    const value = once(() => run(variable, focus, before));
    const get = () => {
      const results = value();
      if (results === undefined) throw new UndecidedError();
      return results;
    };
    result = Object.create(before, { [variable.name ?? '']: { get, enumerable: true } });
  }
  return result;
}

const quiet = once(() => compileExpression('$this', 'Questionnaire.item'));

function definitionOf(item: QuestionnaireItem | undefined): unknown {
  return item === undefined ? undefined : quiet()(item, {})[0];
}

/** The first item of each linkId, as it was written. Nesting deeper than what is compiled does not count. */
function itemsByLinkId(source: object): ReadonlyMap<string, QuestionnaireItem> {
  const found = new Map<string, QuestionnaireItem>();
  const visit = (holder: object, depth: number): void => {
    const { item } = holder as { item?: unknown };
    if (!Array.isArray(item) || depth > deepest) return;
    for (const one of item) {
      if (typeof one !== 'object' || one === null) continue;
      if (typeof one.linkId === 'string' && !found.has(one.linkId)) found.set(one.linkId, one);
      visit(one, depth + 1);
    }
  };
  visit(source, 0);
  return found;
}

const deepest = 60;
