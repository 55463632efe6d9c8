import type { Problem } from '../../outcome/problem.ts';
import type { JsonDocument } from '../json/document.ts';
import { once } from '../once.ts';
import { isName } from '../place.ts';
import { checkIntegers } from './integers.ts';
import { toProblems } from './problems.ts';
import { compileShape } from './validator.ts';

const validator = once(compileShape);

/**
 * What keeps a JSON value from being a FHIR R4 QuestionnaireResponse; nothing for a right one. Codes: see
 * outcome/codes/shape.ts.
 *
 * A place is the FHIRPath of the element at fault (`QuestionnaireResponse.item[2].answer[0].value.code`: a choice
 * element without its type), or of the object that lacks a property or has one too many. Places and sentences name
 * elements, never their content. Every problem is an error. Looks for up to 1,000 faults.
 */
export function checkShape(document: Pick<JsonDocument, 'value' | 'kept'>): readonly Problem[] {
  const { value } = document;
  const type = resourceTypeOf(value);
  if (!isName(type)) return [{ code: 'resource-type-missing' }];
  if (type !== 'QuestionnaireResponse') return [{ code: 'resource-type-wrong' }];
  return [...toProblems(validator()(value), value), ...checkIntegers(document)];
}

function resourceTypeOf(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && 'resourceType' in value ? value.resourceType : undefined;
}
