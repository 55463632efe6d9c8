import { refuse } from '../outcome/problem.ts';
import { type JsonDocument, takePart } from '../questionnaire/json/document.ts';

/**
 * The resource that an operation was sent: bare, or as `resource` of a Parameters' only parameter, under one of `names`. Any other
 * value is given back for the check of the response to judge. Codes: parameter-missing, parameter-unsupported, parameter-repeated.
 */
export function receivedResource(document: JsonDocument, names: readonly string[]): JsonDocument {
  const { value } = document;
  if (!isObject(value) || value.resourceType !== 'Parameters') return document;
  const known = names.join(' / ');
  const parameters: readonly unknown[] = Array.isArray(value.parameter) ? value.parameter : [];
  parameters.forEach((parameter, index) => {
    const place = `Parameters.parameter[${index}]`;
    if (!isObject(parameter) || !names.some((name) => name === parameter.name)) {
      refuse('parameter-unsupported', { place, values: { known } });
    }
    if (index > 0) refuse('parameter-repeated', { place });
  });
  const resource = resourceIn(value);
  if (resource === undefined) refuse('parameter-missing', { place: 'Parameters', values: { known } });
  return takePart(document, resourceIn);
}

function resourceIn(parameters: unknown): unknown {
  const list = isObject(parameters) ? parameters.parameter : undefined;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isObject(first) ? first.resource : undefined;
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
