import type { Questionnaire, QuestionnaireResponse } from 'fhir/r4.js';
import { isError } from '../outcome/outcome.ts';
import type { Problem } from '../outcome/problem.ts';
import { collectAsked, root } from './answers.ts';
import { compileQuestionnaire } from './compile/questionnaire.ts';
import { containedResource } from './contained.ts';
import { checkExpressions } from './expressions/check-expressions.ts';
import { createConcrete } from './expressions/dynamic.ts';
import { createExpressions, type Evaluator, type Expressions } from './expressions/evaluator.ts';
import { createPermits } from './expressions/permitted.ts';
import type { JsonDocument } from './json/document.ts';
import { literalsOf } from './json/literals.ts';
import { inOrderOfPlaces } from './order.ts';
import { resolveQuestionnaire } from './resolve.ts';
import { indexResources } from './resources.ts';
import { answerRules } from './rules/answer-rules.ts';
import { checkRules } from './rules/check-rules.ts';
import { checkModifiers } from './rules/modifiers.ts';
import { absentScope, rootScope } from './scope.ts';
import { checkShape } from './shape/check-shape.ts';
import { type Readable, readable } from './shape/readable.ts';
import { type TerminologyRules, terminologyFor } from './terminology/terminology.ts';
import type { CompiledQuestionnaire, Mistake, RuleContext } from './types.ts';
import { agreed, type Verdict } from './values/verdict.ts';

/**
 * Checks responses to any R4 Questionnaires. It keeps what it makes of them: hold one as long as they stay the same.
 */
export interface Checker {
  /**
   * Everything that is wrong with a response: shape, questionnaire, rules, expressions. One problem per fault, in the
   * order of their places; then, as warnings, the mistakes of the Questionnaire itself. An empty list is a response in
   * order.
   */
  check(response: JsonDocument): readonly Problem[];
}

export interface CheckerOptions {
  /**
   * Whether to run what a Questionnaire that the response brings along itself (`#id`) has of FHIRPath, patterns and
   * ValueSet filters. They can take much time, so whoever checks strangers' responses leaves this out. Default false.
   */
  readonly trustContained?: boolean;
}

/** A Questionnaire, ready for measuring responses. */
interface Form {
  readonly compiled: CompiledQuestionnaire;
  readonly terminology: TerminologyRules;
  /** Undefined where there are none, or where they are not run. */
  readonly expressions: Expressions | undefined;
}

/**
 * A checker by Questionnaires, ValueSets and CodeSystems, in any order; anything else among them is passed over. Each
 * Questionnaire is compiled when its first response comes. One that a response contains is compiled for that response
 * alone.
 */
export function createChecker(resources: readonly unknown[] = [], options: CheckerOptions = {}): Checker {
  const index = indexResources(resources);
  const forms = new Map<Questionnaire, Form>();
  const formFor = (questionnaire: Questionnaire, isTrusted: boolean, beside?: readonly unknown[]): Form => {
    const compiled = compileQuestionnaire(questionnaire, { rules: answerRules, isTrusted });
    const terminology = terminologyFor(questionnaire, index.terminology, isTrusted, beside);
    const hasExpressions = compiled.every.length > 0 && isTrusted;
    return {
      compiled,
      terminology,
      expressions: hasExpressions ? createExpressions(compiled, terminology) : undefined,
    };
  };
  const knownForm = (questionnaire: Questionnaire): Form => {
    const form = forms.get(questionnaire) ?? formFor(questionnaire, true);
    forms.set(questionnaire, form);
    return form;
  };
  return {
    check(document) {
      const shape = checkShape(document);
      const rest = readable(document.value, shape);
      if (rest === undefined) return inOrderOfPlaces(shape);
      const { response, isRead } = rest;
      const { questionnaire, contained, problems: resolved } = resolveQuestionnaire(response, index);
      const head = [
        ...shape,
        ...resolved,
        ...(isRead('authored') ? checkHead(response) : []),
        ...checkModifiers(document),
      ];
      if (questionnaire === undefined) return inOrderOfPlaces(head);
      const form = contained
        ? formFor(questionnaire, options.trustContained === true, response.contained)
        : knownForm(questionnaire);
      return measure(document, rest, form, head);
    },
  };
}

function checkHead({ authored }: QuestionnaireResponse): readonly Problem[] {
  return authored === undefined ? [{ code: 'authored-unstated', place: `${root}.authored` }] : [];
}

/** By rules and expressions. */
function measure(document: JsonDocument, given: Readable, form: Form, head: readonly Problem[]): readonly Problem[] {
  const { compiled, terminology } = form;
  // What is computed of a part would be of another response.
  const expressions = given.partial ? undefined : form.expressions;
  const mistakes = new Map(compiled.mistakes.map((problem) => [keyOf(problem), problem]));
  const mistake: Mistake = (code, place, values) => {
    const problem: Problem = { code, place, ...(values === undefined ? {} : { values }) };
    mistakes.set(keyOf(problem), problem);
  };
  if (compiled.every.length > 0 && form.expressions === undefined) mistake('expressions-unchecked', 'Questionnaire');
  // fhirpath marks what it is given.
  const response = expressions === undefined ? given.response : structuredClone(given.response);
  const failures: (() => void)[] = [];
  const evaluator = expressions?.(response, (...failure) => failures.push(() => mistake(...failure)));
  const context: RuleContext = {
    questionnaire: compiled,
    answers: collectAsked(response, compiled.asked),
    complete: !given.partial && (response.status === 'completed' || response.status === 'amended'),
    scope: rootScope(response, evaluator !== undefined),
    faulty: new Set(),
    ...terminology,
    literal: literalsOf(document),
    // Of what could not be read it cannot be said that it is not there.
    ...(given.isRead('contained') ? { contained: (reference) => containedResource(response, reference) } : {}),
    ...(compiled.every.length === 0 ? {} : { concrete: createConcrete(compiled, answerRules, evaluator) }),
    ...(evaluator === undefined ? {} : { opens: opensBy(evaluator), permits: createPermits(evaluator) }),
  };
  const rules = checkRules(response, context);
  const found = evaluator === undefined ? [] : checkExpressions(response, context, evaluator, rules);
  // An expression that fails on wrong answers may be right.
  if (!rules.some(isError)) for (const report of failures) report();
  return [...inOrderOfPlaces([...head, ...rules, ...found]), ...inOrderOfPlaces([...mistakes.values()])];
}

function opensBy(evaluator: Evaluator): NonNullable<RuleContext['opens']> {
  const known = new Map<object, Verdict>();
  return (formula, subject) => {
    const key = subject.item ?? absentScope(subject.scope, subject.expected);
    if (!known.has(key)) known.set(key, agreed(evaluator.holds(formula, subject)));
    return known.get(key);
  };
}

function keyOf({ code, place }: Problem): string {
  return `${code} ${place}`;
}
