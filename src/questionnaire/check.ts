import type { QuestionnaireResponse } from 'fhir/r4.js';
import { isError } from '../outcome/outcome.ts';
import type { Problem } from '../outcome/problem.ts';
import { collectAsked, root } from './answers.ts';
import { compile, compileStrangers } from './compile/compile.ts';
import { checkExpressions } from './expressions/check.ts';
import { createEvaluator, type Evaluator } from './expressions/evaluator.ts';
import { type JsonDocument, jsonLimits } from './json/document.ts';
import { checkIntegers } from './json/integers.ts';
import { literalsOf } from './json/literals.ts';
import { inOrderOfPlaces } from './order.ts';
import { containedResource } from './reference.ts';
import { resolveQuestionnaire } from './resolve.ts';
import { checkModifiers } from './rules/modifiers.ts';
import { checkRules } from './rules/rules.ts';
import { checkShape } from './shape/shape.ts';
import { indexResources, terminologyFor } from './terminology/resources.ts';
import type { Mistake, RuleContext } from './types.ts';

/** What a response is checked by. */
export interface CheckOptions {
  /**
   * Questionnaires, ValueSets and CodeSystems, in any order; anything else is passed over. Give the same list each time: it is sorted, and
   * its Questionnaires compiled, once.
   */
  readonly resources?: readonly unknown[];
  /**
   * Whether to run what a Questionnaire that the response brings along itself (`#id`) has of FHIRPath, patterns and ValueSet filters. They can
   * take much time, so whoever checks strangers' responses leaves this out. Default false.
   */
  readonly trustContained?: boolean;
}

/** A JSON value, and the text that it was read from. */
interface Document {
  readonly value: unknown;
  readonly text?: string;
  readonly plain?: boolean;
}

/**
 * Checks any JSON value as a response to any R4 Questionnaire: shape, questionnaire, rules, expressions. One problem per fault, in the order
 * of their places; then, as warnings, the mistakes of the Questionnaire itself. An empty list is a response in order. Never throws.
 *
 * `text` is the JSON as received: only there can be seen that 1.10 has two decimals.
 */
export function checkResponse(document: Document, options: CheckOptions = {}): readonly Problem[] {
  try {
    return check(document, options);
  } catch (error) {
    // Whoever did not read the response by readJson may have one that nests deeper than any function can follow.
    if (error instanceof RangeError) return [{ code: 'json-too-deep', values: { limit: String(jsonLimits.depth) } }];
    throw error;
  }
}

function check(document: Document, { resources, trustContained = false }: CheckOptions): readonly Problem[] {
  const { value, text } = document;
  const shape = [...checkShape(value), ...(text === undefined ? [] : checkIntegers({ ...document, text }))];
  if (shape.length > 0) return inOrderOfPlaces(shape);
  const given = value as QuestionnaireResponse;
  const index = indexResources(resources);
  const { questionnaire, contained, problems: resolved } = resolveQuestionnaire(given, index);
  const authored: Problem[] =
    given.authored === undefined ? [{ code: 'authored-unstated', place: `${root}.authored` }] : [];
  const head = [...resolved, ...authored, ...checkModifiers(given, text)];
  if (questionnaire === undefined) return inOrderOfPlaces(head);
  const isTrusted = !contained || trustContained;
  const compiled = isTrusted ? compile(questionnaire) : compileStrangers(questionnaire);
  const mistakes = new Map(compiled.mistakes.map((problem) => [keyOf(problem), problem]));
  const mistake: Mistake = (code, place, values) => {
    const problem: Problem = { code, place, ...(values === undefined ? {} : { values }) };
    mistakes.set(keyOf(problem), problem);
  };
  if (compiled.hasFormulas && !isTrusted) mistake('expressions-unchecked', 'Questionnaire');
  const evaluates = compiled.hasFormulas && isTrusted;
  // fhirpath marks what it is given.
  const response = evaluates ? structuredClone(given) : given;
  const failures: (() => void)[] = [];
  const evaluator = evaluates
    ? createEvaluator(response, compiled, (...failure) => failures.push(() => mistake(...failure)))
    : undefined;
  const context: RuleContext = {
    questionnaire: compiled,
    answers: collectAsked(response, compiled.asked),
    complete: response.status === 'completed' || response.status === 'amended',
    ...terminologyFor(questionnaire, index, isTrusted, contained ? given.contained : undefined),
    ...(text === undefined ? {} : { literal: literalsOf({ ...document, text } satisfies JsonDocument) }),
    contained: (reference) => containedResource(response, reference),
    ...opensBy(evaluator),
  };
  const rules = checkRules(response, context);
  const expressions = evaluator === undefined ? [] : checkExpressions(response, context, evaluator, rules);
  // An expression that fails on wrong answers may be right.
  if (!rules.some(isError)) for (const report of failures) report();
  return [...inOrderOfPlaces([...head, ...rules, ...expressions]), ...inOrderOfPlaces([...mistakes.values()])];
}

function opensBy(evaluator: Evaluator | undefined): Pick<RuleContext, 'opens'> {
  return evaluator === undefined ? {} : { opens: evaluator.opens };
}

function keyOf({ code, place }: Problem): string {
  return `${code} ${place}`;
}
