import type {
  CodeSystem,
  CodeSystemConcept,
  CodeSystemConceptProperty,
  Parameters,
  ParametersParameter,
} from 'fhir/r4.js';
import { textOf } from '../../model/fhir.ts';
import type { Language } from '../../outcome/outcome.ts';
import { type Definition, definitionNamed, resourceOf } from '../definitions/read.ts';
import { refuseQuery } from '../query.ts';
import { codingOf, type Input, type Inputs } from './inputs.ts';
import { conceptOf, designations, displayLanguage, displayOf } from './languages.ts';

/** What `$lookup` takes of R4's parameters. */
export const lookupInputs: readonly Input[] = [
  { name: 'code', type: 'code', text: 'The code; with system.' },
  { name: 'system', type: 'uri', text: 'Url of the code system.' },
  { name: 'version', type: 'string', text: 'Version of the code system.' },
  { name: 'coding', type: 'Coding', text: 'The code as a Coding, instead of code, system and version; by POST.' },
  { name: 'displayLanguage', type: 'code', text: 'da or en; without it, the language of the request.' },
  {
    name: 'property',
    type: 'code',
    repeats: true,
    text: 'What is given besides name, version and display; all, without it.',
  },
];

/**
 * Everything that the code system says of a code, or the properties that were asked for. Codes: query-value,
 * resource-unknown.
 */
export function lookup(inputs: Inputs, request: Language, unknown: () => never): Parameters {
  const { system, code, version } = asked(inputs);
  const definition: Definition | undefined = definitionNamed('CodeSystem', system, version);
  const codeSystem = definition === undefined ? unknown() : resourceOf<CodeSystem>(definition);
  const concept = conceptOf(codeSystem, code);
  if (concept === undefined) refuseQuery('code', `en kode i ${codeSystem.url}`, `a code of ${codeSystem.url}`);
  const language = displayLanguage(inputs.text('displayLanguage'), request);
  const wanted = inputs.texts('property');
  const gives = (name: string) => wanted.length === 0 || wanted.includes(name) || wanted.includes('*');
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'name', valueString: codeSystem.title ?? codeSystem.name ?? '' },
      ...(codeSystem.version === undefined ? [] : [{ name: 'version', valueString: codeSystem.version }]),
      { name: 'display', valueString: displayOf(concept, language) },
      ...(gives('designation') ? designations(concept).map(designationPart) : []),
      ...(gives('definition') ? definitionPart(concept, language) : []),
      ...(concept.property ?? [])
        .filter(({ code }) => gives(code))
        .map((one) => propertyPart(codeSystem, one, language)),
    ],
  };
}

function asked(inputs: Inputs): { system: string; code: string; version: string | undefined } {
  const coding = inputs.object('coding');
  const plainly = ['code', 'system', 'version'].filter((name) => inputs.text(name) !== undefined);
  if (coding !== undefined && plainly.length > 0)
    refuseQuery('coding', 'coding eller code, ikke begge', 'coding or code, not both');
  const { system, code, version } =
    coding === undefined
      ? { system: inputs.text('system'), code: inputs.text('code'), version: inputs.text('version') }
      : codingOf(coding);
  if (system === undefined) refuseQuery('system', 'kodesystemets url', 'the url of the code system');
  if (code === undefined) refuseQuery('code', 'en kode', 'a code');
  return { system, code, version };
}

function designationPart({ language, use, value }: ReturnType<typeof designations>[number]): ParametersParameter {
  return {
    name: 'designation',
    part: [
      ...(language === undefined ? [] : [{ name: 'language', valueCode: language }]),
      ...(use === undefined ? [] : [{ name: 'use', valueCoding: use }]),
      { name: 'value', valueString: value },
    ],
  };
}

/** R4 gives `$lookup` no output of its own for the definition: it is a property of that name. */
function definitionPart({ definition, _definition }: CodeSystemConcept, language: Language): ParametersParameter[] {
  if (definition === undefined) return [];
  const valueString = textOf(definition, _definition)[language];
  return [
    {
      name: 'property',
      part: [
        { name: 'code', valueCode: 'definition' },
        { name: 'value', valueString },
      ],
    },
  ];
}

function propertyPart(
  codeSystem: CodeSystem,
  given: CodeSystemConceptProperty,
  language: Language,
): ParametersParameter {
  const { code, valueString, valueDecimal, valueInteger } = given;
  const heading = codeSystem.property?.find((property) => property.code === code);
  const description =
    heading?.description === undefined ? undefined : textOf(heading.description, heading._description);
  return {
    name: 'property',
    part: [
      { name: 'code', valueCode: code },
      ...(valueString === undefined
        ? []
        : [{ name: 'value', valueString: textOf(valueString, given._valueString)[language] }]),
      ...(valueDecimal === undefined ? [] : [{ name: 'value', valueDecimal }]),
      ...(valueInteger === undefined ? [] : [{ name: 'value', valueInteger }]),
      ...(description === undefined ? [] : [{ name: 'description', valueString: description[language] }]),
    ],
  };
}
