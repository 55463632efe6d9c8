import type { Problem } from '../../outcome/problem.ts';
import { jsonLimits } from '../json/document.ts';
import { isName } from '../place.ts';
import { compileShape, type Validate } from './compile.ts';
import { toProblems } from './problems.ts';

let validate: Validate | undefined;

/**
 * What keeps a JSON value from being a FHIR R4 QuestionnaireResponse; nothing for a right one. Codes: see outcome/codes/shape.ts.
 *
 * A place is the FHIRPath of the element at fault (`QuestionnaireResponse.item[2].answer[0].value.code`: a choice element without
 * its type), or of the object that lacks a property or has one too many. Places and sentences name elements, never their content.
 * Every problem is an error. Never throws. Looks for up to 1,000 faults.
 */
export function checkShape(value: unknown): readonly Problem[] {
  const type = resourceTypeOf(value);
  if (!isName(type)) return [{ code: 'resource-type-missing' }];
  if (type !== 'QuestionnaireResponse') return [{ code: 'resource-type-wrong' }];
  validate ??= compileShape();
  try {
    return toProblems(validate(value), value);
  } catch (error) {
    if (error instanceof RangeError) return [{ code: 'json-too-deep', values: { limit: String(jsonLimits.depth) } }];
    throw error;
  }
}

function resourceTypeOf(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && 'resourceType' in value ? value.resourceType : undefined;
}
