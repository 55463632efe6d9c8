import type { QuestionnaireItemEnableWhen } from 'fhir/r4.js';
import type { CompiledItem, Condition, Mistake } from '../types.ts';
import { readValue, type Value, type ValueKey } from '../values/value.ts';

const operators = new Set(['exists', '=', '!=', '>', '<', '>=', '<=']);
const ordered = new Set<ValueKey>([
  'valueInteger',
  'valueDecimal',
  'valueDate',
  'valueDateTime',
  'valueTime',
  'valueString',
  'valueQuantity',
]);

interface Known {
  readonly items: ReadonlyMap<string, CompiledItem>;
  readonly ambiguous: ReadonlySet<string>;
  readonly mistake: Mistake;
}

/**
 * The conditions of an item. One that cannot be followed (an unknown question, an answer of another type than the
 * question's, the item's own answer) is a mistake of the Questionnaire, and says neither yes nor no.
 */
export function compileConditions(
  { item, place, linkId }: CompiledItem,
  { items, ambiguous, mistake }: Known,
): readonly Condition[] {
  return (item.enableWhen ?? []).map((condition, index) => {
    const question = items.get(condition.question);
    const expected = expectedValue(condition);
    if (ambiguous.has(condition.question)) return { question: undefined, operator: condition.operator, expected };
    if (question !== undefined && !isWithin(question, linkId) && isUsable(condition, question, expected))
      return { question, operator: condition.operator, expected };
    mistake('questionnaire-enable-when', `${place}.enableWhen[${index}]`);
    return { question: undefined, operator: condition.operator, expected };
  });
}

function isUsable(
  { operator }: QuestionnaireItemEnableWhen,
  question: CompiledItem,
  expected: Value | undefined,
): boolean {
  if (expected === undefined || !operators.has(operator)) return false;
  if (operator === 'exists') return expected.key === 'valueBoolean';
  if (/[<>]/.test(operator) && !ordered.has(expected.key)) return false;
  return question.keys === undefined || [...question.keys].some((key) => kind(key) === kind(expected.key));
}

/** `answerCoding` as `valueCoding`. */
function expectedValue(condition: QuestionnaireItemEnableWhen): Value | undefined {
  const found = Object.entries(condition).find(([name]) => name.startsWith('answer'));
  return found === undefined ? undefined : readValue({ [found[0].replace('answer', 'value')]: found[1] });
}

/** Types that can be compared with each other. */
function kind(key: ValueKey): string {
  return key.replace('Integer', 'Decimal').replace('DateTime', 'Date').replace('Uri', 'String');
}

/** The question is the item itself, or stands below it: it could never be answered. */
function isWithin(question: CompiledItem, linkId: string): boolean {
  for (let at: CompiledItem | undefined = question; at !== undefined; at = at.parent)
    if (at.linkId === linkId) return true;
  return false;
}

/** The first item of each circle of questions that enable each other: none of them could ever be opened. */
export function findCircles(items: ReadonlyMap<string, CompiledItem>): readonly CompiledItem[] {
  const done = new Set<CompiledItem>();
  const circles: CompiledItem[] = [];
  for (const start of items.values()) {
    const way: CompiledItem[] = [start];
    const onWay = new Set<CompiledItem>();
    // Without recursion: a chain of questions may be as long as the Questionnaire.
    while (way.length > 0) {
      const at = way.at(-1);
      if (at === undefined || done.has(at) || onWay.has(at)) {
        if (at !== undefined) {
          done.add(at);
          onWay.delete(at);
        }
        way.pop();
        continue;
      }
      onWay.add(at);
      for (const next of questionsOf(at)) {
        if (onWay.has(next)) circles.push(next);
        else if (!done.has(next)) way.push(next);
      }
    }
  }
  return circles;
}

function questionsOf({ conditions, parent }: CompiledItem): readonly CompiledItem[] {
  const questions = conditions.flatMap(({ question }) => question ?? []);
  return parent === undefined ? questions : [...questions, parent];
}
