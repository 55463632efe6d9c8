import type { QuestionnaireItem } from 'fhir/r4.js';
import { extensions, isTrue, url } from '../extensions.ts';
import type { MakeCheck } from '../types.ts';
import { equalValues } from '../values/compare.ts';
import { readValue } from '../values/value.ts';

/**
 * An item that no person can change (`readOnly`, or hidden) and that nothing computes keeps its `initial` values. A
 * program may have filled it in by other means, so another value is only warned of.
 */
export const fixedInitial: MakeCheck = (item) => {
  const initial = (item.initial ?? []).flatMap((one) => readValue(one) ?? []);
  if (initial.length === 0 || !isClosed(item) || isComputed(item)) return undefined;
  return (_answer, at, value) => {
    if (initial.every((one) => equalValues(value, one) === false)) at.report('readonly-changed', 'value');
  };
};

function isClosed(item: QuestionnaireItem): boolean {
  return item.readOnly === true || isTrue(item, url.hidden);
}

function isComputed(item: QuestionnaireItem): boolean {
  return [url.calculatedExpression, url.initialExpression].some((one) => extensions(item, one).length > 0);
}
