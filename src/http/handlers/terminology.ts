import type { ValueSet } from 'fhir/r4.js';
import { refuse } from '../../outcome/problem.ts';
import { definitionNamed, definitionsOf, resourceOf } from '../definitions/read.ts';
import { bothWays } from '../operations/both-ways.ts';
import { expand, howToExpand, whichValueSet } from '../operations/expand.ts';
import { type Inputs, refuseValue } from '../operations/inputs.ts';
import { lookup, lookupInputs } from '../operations/lookup.ts';
import { type Incoming, type Route, resourceAnswer } from '../route.ts';

/** `ValueSet/$expand`, by canonical and on one ValueSet, and `CodeSystem/$lookup`; each by GET and by POST. */
export function terminologyRoutes(): readonly Route[] {
  const onType = [...whichValueSet, ...howToExpand];
  const expansion = {
    type: 'ValueSet',
    name: 'expand',
    summary: 'The codes of a value set',
    returns: 'ValueSet',
  };
  const look = {
    type: 'CodeSystem',
    name: 'lookup',
    summary: 'What is known of a code',
    returns: 'Parameters',
  };
  return [
    ...bothWays({ ...expansion, inputs: onType }, (inputs, { language, base }) => {
      return resourceAnswer(expand(namedValueSet(inputs, base), inputs, language));
    }),
    ...bothWays({ ...expansion, inputs: howToExpand, instance: true }, (inputs, incoming) => {
      return resourceAnswer(expand(valueSetAt(incoming), inputs, incoming.language));
    }),
    ...bothWays({ ...look, inputs: lookupInputs }, (inputs, { language, base }) => {
      const unknown = () => refuse('resource-unknown', { values: { search: `${base}/CodeSystem` } });
      return resourceAnswer(lookup(inputs, language, unknown));
    }),
  ];
}

function namedValueSet(inputs: Inputs, base: string): ValueSet {
  const url = inputs.text('url') ?? refuseValue('url', 'værdisættets url', 'the url of the value set');
  const found = definitionNamed('ValueSet', url, inputs.text('valueSetVersion'));
  if (found === undefined) refuse('resource-unknown', { values: { search: `${base}/ValueSet` } });
  return resourceOf(found);
}

function valueSetAt({ params, base }: Incoming): ValueSet {
  const found = definitionsOf('ValueSet').find(({ metadata }) => metadata.id === params.id);
  if (found === undefined) refuse('resource-unknown', { values: { search: `${base}/ValueSet` } });
  return resourceOf(found);
}
