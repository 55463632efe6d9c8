import type { JsonDocument } from './document.ts';
import { literalOf } from './numbers.ts';

/** Numbers as they were written: 1.10 is 1.1 for JavaScript. */
export function literalsOf({
  value: whole,
  kept,
}: JsonDocument): (place: string, value: number, path: readonly string[]) => string {
  return (place, value, path) => {
    if (kept === whole) return String(value);
    const steps = [...stepsOf(place), ...path];
    const found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], kept);
    return literalOf(found) ?? String(value);
  };
}

/** `QuestionnaireResponse.item[2].answer[0]` -> item, 2, answer, 0 */
function stepsOf(place: string): readonly string[] {
  return place
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .slice(1);
}
