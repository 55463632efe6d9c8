import type { ErrorObject } from 'ajv';
import type { Problem } from '../../outcome/problem.ts';
import { fhirPath, isName, type Step } from '../place.ts';
import { type Fault, mostFaults } from './fault.ts';

const root = 'QuestionnaireResponse';

/** One problem per fault, at most `mostFaults`, in the order of the errors. Of something empty nothing else is said. */
export function toProblems(errors: readonly ErrorObject[], value: unknown): readonly Problem[] {
  const problems = new Map<string, Problem>();
  const empty = new Set<string>();
  for (const error of errors) {
    const steps = stepsOf(error.instancePath, value);
    for (const fault of faultsOf(error)) {
      if (problems.size >= mostFaults) break;
      const way = [...steps, ...(fault.steps ?? [])];
      const place = fhirPath(root, way);
      if (empty.has(place)) continue;
      if (fault.code === 'empty-element') empty.add(place);
      const values = { element: way.findLast(isName) ?? root, ...fault.values };
      problems.set(`${place} ${fault.code} ${fault.values?.name}`, { code: fault.code, place, values });
    }
  }
  return [...problems.values()];
}

/** A JSON pointer as steps; only the value tells whether `0` is an index or a name. */
function stepsOf(pointer: string, value: unknown): readonly Step[] {
  let at = value;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(at) ? Number(name) : name;
      at = (at as Record<Step, unknown>)[step];
      return step;
    });
}

/** ajv's error in FHIR's vocabulary. `parentSchema.title` is the FHIR type. */
function faultsOf({ keyword, params, data, parentSchema }: ErrorObject): readonly Fault[] {
  const type = String(parentSchema?.title);
  if (data === null || data === '') return [{ code: 'empty-element' }];
  switch (keyword) {
    case 'if': // what the branch says is said by its own errors
      return [];
    case 'rules':
      return params.faults as readonly Fault[];
    case 'content':
    case 'minItems':
      return [{ code: 'empty-element' }];
    case 'required':
      return [{ code: 'property-missing', values: { name: params.missingProperty } }];
    case 'enum':
      if (typeof data !== 'string') return []; // it has its type error already
      return [{ code: 'code-unknown', values: { allowed: params.allowedValues.join(', ') } }];
    case 'type':
      return [wrongType(type, data, parentSchema?.type)];
    default:
      return [{ code: 'format-wrong', values: { type } }];
  }
}

function wrongType(type: string, data: unknown, expected: unknown): Fault {
  if (expected === 'array') return { code: 'list-expected' };
  return Array.isArray(data) ? { code: 'list-unexpected' } : { code: 'type-wrong', values: { type } };
}
