import type { MakeCheck } from '../types.ts';
import { maxSize, mimeType, size } from './attachment.ts';
import { bounds, maxDecimalPlaces } from './bounds.ts';
import { fixedInitial } from './fixed.ts';
import { answerValueSet } from './options.ts';
import { unit, units } from './quantity.ts';
import { referenceProfile, referenceResource } from './reference.ts';
import { maxLength, minLength, regex } from './text.ts';

/** Every rule of one answer that an item can have. A new rule is a line here. */
export const answerRules: readonly MakeCheck[] = [
  answerValueSet,
  maxLength,
  minLength,
  regex,
  units,
  unit,
  bounds,
  maxDecimalPlaces,
  mimeType,
  maxSize,
  size,
  referenceResource,
  referenceProfile,
  fixedInitial,
];
