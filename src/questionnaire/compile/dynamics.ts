import type { Expression, QuestionnaireItem } from 'fhir/r4.js';
import { url } from '../extensions.ts';
import type { Dynamic } from '../types.ts';
import { readFormula } from './formulas.ts';

const expressions: ReadonlySet<string> = new Set([url.cqfExpression, url.cqfCalculatedValue]);

/** What of an item is looked through: of extensions that hold expressions themselves, nothing. */
const passedOver: ReadonlySet<string> = new Set([
  url.variable,
  url.constraint,
  url.targetConstraint,
  url.calculatedExpression,
  url.enableWhenExpression,
  url.answerExpression,
  url.answerOptionsToggle,
]);

/**
 * The elements of an item whose values are computed (`cqf-expression`, once `cqf-calculatedValue`): "an expression
 * that, when evaluated, provides the value for the element on which it appears". It wins over a value that is written
 * beside it.
 */
export function findDynamics(item: QuestionnaireItem, place: string): readonly Dynamic[] {
  const found: Dynamic[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) visit(one, [...path, index]);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const { extension, url: own } = value as { extension?: unknown; url?: unknown };
    if (typeof own === 'string' && passedOver.has(own)) return;
    const expression = expressionOf(extension);
    if (expression !== undefined) {
      const at = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${elementOf(step)}`)).join('');
      found.push({ path: path.map(withoutMark), formula: readFormula(expression, `${place}${at}`) });
      return;
    }
    for (const [name, one] of Object.entries(value)) {
      if (path.length > 0 || (name !== 'item' && name !== '_linkId' && name !== '_type')) visit(one, [...path, name]);
    }
  };
  visit(item, []);
  return found;
}

function expressionOf(extension: unknown): Expression | undefined {
  if (!Array.isArray(extension)) return undefined;
  return extension.find((one) => expressions.has(one.url))?.valueExpression;
}

/** The element of a companion: `_required` -> `required`. */
function withoutMark(step: string | number): string | number {
  return typeof step === 'string' && step.startsWith('_') ? step.slice(1) : step;
}

/** `_valueInteger` -> `value`, `_answerBoolean` -> `answer`. */
function elementOf(step: string): string {
  const name = step.replace(/^_/, '');
  return /^answer(?:Option|ValueSet)$/.test(name) ? name : name.replace(/^(value|answer)[A-Z].*$/, '$1');
}
