import { Ajv, type ErrorObject } from 'ajv';
import { type Problem, Refusal } from '../outcome/problem.ts';
import type { Places, Steps } from './lines.ts';
import { type GivenRoutes, routesSchema } from './schema.ts';

/** The file by its schema. Throws a Refusal: routes-form, a problem for each mistake. */
export function checkForm(value: unknown, places: Places): GivenRoutes {
  const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile<GivenRoutes>(routesSchema);
  if (validate(value)) return value;
  // That a name is wrong is said by the pattern that it breaks.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames');
  throw new Refusal(errors.map((error) => formProblem(error, places)));
}

function formProblem(error: ErrorObject, places: Places): Problem {
  const steps = stepsOf(error.instancePath);
  const missing = error.keyword === 'required' ? [String(error.params.missingProperty)] : [];
  const surplus = error.keyword === 'additionalProperties' ? [String(error.params.additionalProperty)] : [];
  const { field, line } = places.at(...steps, ...missing, ...surplus);
  const [expected, expectedEn] = expectation(error);
  return { code: 'routes-form', place: field, values: { field: field || 'JSON', line, expected, expectedEn } };
}

function expectation({ keyword, params }: ErrorObject): readonly [da: string, en: string] {
  const any = (values: unknown) => (Array.isArray(values) ? values.join(', ') : String(values));
  switch (keyword) {
    case 'required':
      return ['den mangler', 'it is missing'];
    case 'additionalProperties':
      return ['det felt er der ikke', 'there is no such field'];
    case 'enum':
      return [`en af ${any(params.allowedValues)}`, `one of ${any(params.allowedValues)}`];
    case 'const':
      return [any(params.allowedValue), any(params.allowedValue)];
    case 'type':
      return [`type ${any(params.type)}`, `type ${any(params.type)}`];
    case 'pattern':
      return ['et navn af små bogstaver, cifre og bindestreger', 'a name of small letters, digits and hyphens'];
    default:
      return [`${keyword} ${any(params.limit ?? '')}`.trim(), `${keyword} ${any(params.limit ?? '')}`.trim()];
  }
}

/** The steps of a JSON pointer. */
function stepsOf(pointer: string): Steps {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
