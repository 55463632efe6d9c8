import type { CodeSystem, CodeSystemConcept, Coding, Parameters, ValueSet } from 'fhir/r4.js';
import type { Text } from '../../model/types.ts';
import type { Language } from '../../outcome/outcome.ts';
import { codingInputs, codingsIn } from './codings.ts';
import { codeSystemsOf } from './expand.ts';
import type { Input, Inputs } from './inputs.ts';
import { conceptOf, displayLanguage, displayOf } from './languages.ts';

/** What `$validate-code` takes of R4's parameters. */
export const validateCodeInputs: readonly Input[] = [
  {
    name: 'url',
    type: 'uri',
    text: 'Canonical of the code system or the value set, where the address does not say it.',
  },
  { name: 'valueSetVersion', type: 'string', text: 'ValueSet: version of the value set.' },
  ...codingInputs,
  { name: 'system', type: 'uri', text: 'ValueSet: url of the code system of a code.' },
  { name: 'systemVersion', type: 'string', text: 'ValueSet: version of that code system.' },
  { name: 'version', type: 'string', text: 'CodeSystem: version of the code system.' },
  { name: 'display', type: 'string', text: 'A display of a code, which has to be one of its wordings.' },
  { name: 'displayLanguage', type: 'code', text: 'da or en; without it, the language of the request.' },
];

const onCodeSystem = ['url', 'code', 'coding', 'codeableConcept', 'version', 'display', 'displayLanguage'];
const notOnCodeSystem = ['version'];

/** The inputs of a type; `url` and its version are not taken on an instance. */
export function inputsOf(type: 'CodeSystem' | 'ValueSet', instance: boolean): readonly Input[] {
  const own = (name: string) => (type === 'CodeSystem' ? onCodeSystem.includes(name) : !notOnCodeSystem.includes(name));
  const which = ['url', 'valueSetVersion', ...(type === 'CodeSystem' ? ['version'] : [])];
  return validateCodeInputs.filter(({ name }) => own(name) && !(instance && which.includes(name)));
}

/** Whether a code system has a code. */
export function validateInCodeSystem(codeSystem: CodeSystem, inputs: Inputs, request: Language): Parameters {
  const codings = codingsIn(inputs, codeSystem.url, codeSystem.version);
  return answer([codeSystem], codings, inputs, request);
}

/** Whether a value set has a code. Our value sets are each whole code systems. */
export function validateInValueSet(valueSet: ValueSet, inputs: Inputs, request: Language): Parameters {
  const codings = codingsIn(inputs, inputs.text('system'), inputs.text('systemVersion'));
  return answer(codeSystemsOf(valueSet), codings, inputs, request);
}

const unknown: Text = { da: 'Koden findes ikke her.', en: 'The code is not here.' };
const otherWords: Text = { da: 'Koden hedder noget andet: ', en: 'The code is called otherwise: ' };

function answer(
  systems: readonly CodeSystem[],
  codings: readonly Coding[],
  inputs: Inputs,
  request: Language,
): Parameters {
  const language = displayLanguage(inputs.text('displayLanguage'), request);
  const found = codings.flatMap((coding) => {
    const concept = conceptFor(systems, coding);
    return concept === undefined ? [] : [{ coding, concept }];
  });
  const right = found.find(({ coding, concept }) => isWording(concept, coding.display));
  const [best = undefined] = right === undefined ? found : [right];
  const display = best === undefined ? undefined : displayOf(best.concept, language);
  const message = best === undefined ? unknown[language] : `${otherWords[language]}${display}.`;
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'result', valueBoolean: right !== undefined },
      ...(right === undefined ? [{ name: 'message', valueString: message }] : []),
      ...(display === undefined ? [] : [{ name: 'display', valueString: display }]),
    ],
  };
}

function conceptFor(
  systems: readonly CodeSystem[],
  { system, code = '', version }: Coding,
): CodeSystemConcept | undefined {
  const codeSystem = systems.find((one) => one.url === system && (version === undefined || one.version === version));
  return codeSystem === undefined ? undefined : conceptOf(codeSystem, code);
}

/** In any language; case counts, as in our code systems. */
function isWording({ display, designation = [] }: CodeSystemConcept, given: string | undefined): boolean {
  return given === undefined || [display, ...designation.map(({ value }) => value)].includes(given);
}
