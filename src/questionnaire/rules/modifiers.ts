import type { Problem } from '../../outcome/problem.ts';
import { root } from '../answers.ts';
import type { JsonDocument } from '../json/document.ts';

/**
 * Modifier extensions and implicit rules may turn the meaning of what they stand on. R4 forbids processing a resource
 * with one that is not understood, and none is understood here. Problem: modifier-unknown.
 */
export function checkModifiers(document: JsonDocument): readonly Problem[] {
  // Hardly ever there, and whoever read the text has seen all names.
  if (document.modifiers === false) return [];
  const problems: Problem[] = [];
  const visit = (value: unknown, place: string): void => {
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) visit(one, `${place}[${index}]`);
    } else if (typeof value === 'object' && value !== null) {
      if ('modifierExtension' in value)
        problems.push({ code: 'modifier-unknown', place: `${place}.modifierExtension` });
      if ('implicitRules' in value) problems.push({ code: 'modifier-unknown', place: `${place}.implicitRules` });
      for (const property of ['item', 'answer', 'contained'] as const) {
        if (property in value) visit((value as Record<string, unknown>)[property], `${place}.${property}`);
      }
    }
  };
  visit(document.value, root);
  return problems;
}
