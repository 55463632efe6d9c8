import { maxSize, mimeType } from '../rules/attachment.ts';
import { bounds, maxDecimalPlaces } from '../rules/bounds.ts';
import { fixedInitial } from '../rules/fixed.ts';
import { answerValueSet } from '../rules/options.ts';
import { units } from '../rules/quantity.ts';
import { referenceProfile, referenceResource } from '../rules/reference.ts';
import { maxLength, minLength, regex } from '../rules/text.ts';
import type { Check, MakeCheck } from '../types.ts';

/** Every rule of one answer that an item can have. A new rule is a line here. */
const rules: readonly MakeCheck[] = [
  answerValueSet,
  maxLength,
  minLength,
  regex,
  units,
  bounds,
  maxDecimalPlaces,
  mimeType,
  maxSize,
  referenceResource,
  referenceProfile,
  fixedInitial,
];

/** The rules that this item has. */
export function compileChecks(...given: Parameters<MakeCheck>): readonly Check[] {
  return rules.flatMap((make) => make(...given) ?? []);
}
