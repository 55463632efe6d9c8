import type { Coding } from 'fhir/r4.js';
import { isObject } from '../parameters.ts';
import { refuseQuery } from '../query.ts';
import { codingOf, type Input, type Inputs } from './inputs.ts';

/** A code that an operation is asked about, in one of R4's three forms. */
export const codingInputs: readonly Input[] = [
  { name: 'code', type: 'code', text: 'The code, with its system.' },
  { name: 'coding', type: 'Coding', text: 'The code as a Coding, instead; by POST.' },
  {
    name: 'codeableConcept',
    type: 'CodeableConcept',
    text: 'Several codings of one thing, instead, one of which has to fit; by POST.',
  },
];

/** The codings that were given. `system` and `version` are those of a plain code. Code: query-value. */
export function codingsIn(inputs: Inputs, system: string | undefined, version: string | undefined): readonly Coding[] {
  const code = inputs.text('code');
  const coding = inputs.object('coding');
  const concept = inputs.object('codeableConcept');
  if ([code, coding, concept].filter((one) => one !== undefined).length !== 1) {
    refuseQuery(
      'code',
      'netop én af code, coding og codeableConcept',
      'exactly one of code, coding and codeableConcept',
    );
  }
  if (code !== undefined) {
    if (system === undefined) refuseQuery('system', 'kodesystemets url', 'the url of the code system');
    const display = inputs.text('display');
    return [{ system, code, ...(version && { version }), ...(display && { display }) }];
  }
  const list: readonly unknown[] = coding === undefined ? arrayOf(concept?.coding) : [coding];
  return list.map((one) => {
    if (!isObject(one)) refuseQuery('codeableConcept', 'en liste af Coding', 'a list of Coding');
    const { display } = one;
    const found = codingOf(one);
    if (found.code === undefined)
      refuseQuery('coding', 'en Coding med system og code', 'a Coding with system and code');
    return { ...found, ...(typeof display === 'string' && { display }) };
  });
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : refuseQuery('codeableConcept', 'en liste af Coding', 'a list of Coding');
}
