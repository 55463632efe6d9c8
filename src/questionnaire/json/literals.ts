import { type JsonDocument, keepNumbers } from './document.ts';

/**
 * Numbers as they were written: 1.10 is 1.1 for JavaScript. The text is read again only when a rule asks and it has such numbers.
 */
export function literalsOf(document: JsonDocument): (place: string, value: number, path: readonly string[]) => string {
  let kept: unknown;
  return (place, value, path) => {
    kept ??= keepNumbers(document);
    if (kept === document.value) return String(value);
    const steps = [...stepsOf(place), ...path];
    const found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], kept);
    const raw = typeof found === 'object' && found !== null && 'rawJSON' in found ? found.rawJSON : value;
    return String(raw);
  };
}

/** `QuestionnaireResponse.item[2].answer[0]` -> item, 2, answer, 0 */
function stepsOf(place: string): readonly string[] {
  return place
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .slice(1);
}
