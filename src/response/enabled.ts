import type { Coding, QuestionnaireItemEnableWhen, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { codingKey } from '../model/fhir.ts';
import type { Answers } from './answers.ts';
import type { CompiledItem } from './questionnaire.ts';

/** True where the item is open with these answers: its own `enableWhen`, and every item above it. */
export function isEnabled(item: CompiledItem, answers: Answers): boolean {
  for (let current: CompiledItem | undefined = item; current !== undefined; current = current.parent) {
    if (!opens(current, answers)) return false;
  }
  return true;
}

function opens({ item }: CompiledItem, answers: Answers): boolean {
  const conditions = item.enableWhen;
  if (conditions === undefined || conditions.length === 0) return true;
  const holds = (condition: QuestionnaireItemEnableWhen) => conditionHolds(condition, answers);
  return item.enableBehavior === 'any' ? conditions.some(holds) : conditions.every(holds);
}

/** R4 `enableWhen`: true where any answer to the question meets the condition. */
function conditionHolds(condition: QuestionnaireItemEnableWhen, answers: Answers): boolean {
  const given = answers.get(condition.question) ?? [];
  if (condition.operator === 'exists') return given.length > 0 === condition.answerBoolean;
  return given.some(({ answer }) => compare(condition, answer));
}

function compare(condition: QuestionnaireItemEnableWhen, answer: QuestionnaireResponseItemAnswer): boolean {
  const expected = comparable(conditionValue(condition));
  const actual = comparable(answerValue(answer));
  if (expected === undefined || actual === undefined) return false;
  switch (condition.operator) {
    case '=':
      return actual === expected;
    case '!=':
      return actual !== expected;
    case '>':
      return actual > expected;
    case '<':
      return actual < expected;
    case '>=':
      return actual >= expected;
    case '<=':
      return actual <= expected;
    default:
      return false;
  }
}

function conditionValue(condition: QuestionnaireItemEnableWhen): unknown {
  return Object.entries(condition).find(([key]) => key.startsWith('answer'))?.[1];
}

function answerValue(answer: QuestionnaireResponseItemAnswer): unknown {
  return Object.entries(answer).find(([key]) => key.startsWith('value'))?.[1];
}

/** Codings are compared by system and code. */
function comparable(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return isCoding(value) ? codingKey(value) : undefined;
}

function isCoding(value: unknown): value is Coding {
  return typeof value === 'object' && value !== null && 'code' in value;
}
