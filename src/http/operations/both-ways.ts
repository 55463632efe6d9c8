import type { Answer, Incoming, Route } from '../route.ts';
import { addressNames, type Input, type Inputs, readInputs } from './inputs.ts';

/** An operation on a type of definitions, or on one of them. */
export interface Operation {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly instance?: true;
  readonly summary: string;
  /** Resource type of the answer. */
  readonly returns: string;
}

/**
 * The routes of an operation that changes nothing: R4 lets it be called by GET too, with what can stand in an address.
 */
export function bothWays(
  { type, name, inputs, instance, summary, returns }: Operation,
  answer: (inputs: Inputs, incoming: Incoming) => Answer,
): readonly Route[] {
  const path = instance === true ? `/fhir/${type}/:id/$${name}` : `/fhir/${type}/$${name}`;
  const handle = (incoming: Incoming) => answer(readInputs(inputs, incoming), incoming);
  const claim = { kind: 'operation', type, name } as const;
  const scope = [`${type}.r`] as const;
  const query = addressNames(inputs);
  const inAddress = inputs.filter((input) => query.includes(input.name));
  return [
    { method: 'get', path, scope, query, handle, claim, doc: { summary, returns, parameters: inAddress } },
    { method: 'post', path, scope, body: 'resource', handle, claim, doc: { summary, returns, parameters: inputs } },
  ];
}
