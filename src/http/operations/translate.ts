import type { Coding, ConceptMap, ConceptMapGroup, Parameters, ParametersParameter } from 'fhir/r4.js';
import { codingInputs, codingsIn } from './codings.ts';
import type { Input, Inputs } from './inputs.ts';

/** Which ConceptMap, where the address does not say it; without it all of them are asked. */
export const whichConceptMap: readonly Input[] = [
  {
    name: 'url',
    type: 'uri',
    text: 'Canonical of the concept map, with or without |version; all are asked without it.',
  },
  { name: 'conceptMapVersion', type: 'string', text: 'Version of the concept map.' },
];

/** What `$translate` takes besides. */
export const howToTranslate: readonly Input[] = [
  ...codingInputs,
  { name: 'system', type: 'uri', text: 'Url of the code system of the code.' },
  { name: 'version', type: 'string', text: 'Version of that code system.' },
  { name: 'source', type: 'uri', text: 'Canonical of the value set that the code is from.' },
  { name: 'target', type: 'uri', text: 'Canonical of the value set that is translated to.' },
  { name: 'targetsystem', type: 'uri', text: 'Url of the code system that is translated to.' },
  { name: 'reverse', type: 'boolean', text: 'Whether the maps are read from target to source.' },
];

/** The equivalence as it reads from the other side (R4, ConceptMapEquivalence). */
const turned: Readonly<Record<string, string>> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};

/** No translation at all. */
const nothing = ['unmatched', 'disjoint'];

interface Match {
  readonly equivalence: string;
  readonly concept: Coding;
  readonly source: string;
}

/** What the maps say of a code, the first map first. Code: query-value. */
export function translate(maps: readonly ConceptMap[], inputs: Inputs): Parameters {
  const codings = codingsIn(inputs, inputs.text('system'), inputs.text('version'));
  const reverse = inputs.flag('reverse');
  const fits = (map: ConceptMap) => {
    const [from, to] = [map.sourceCanonical ?? map.sourceUri, map.targetCanonical ?? map.targetUri];
    const [source, target] = reverse ? [to, from] : [from, to];
    return isOrUnasked(source, inputs.text('source')) && isOrUnasked(target, inputs.text('target'));
  };
  const matches = maps
    .filter(fits)
    .flatMap((map) =>
      (map.group ?? []).flatMap((group) =>
        matchesIn(group, map.url ?? '', codings, inputs.text('targetsystem'), reverse),
      ),
    );
  const result = matches.some(({ equivalence }) => !nothing.includes(equivalence));
  return {
    resourceType: 'Parameters',
    parameter: [{ name: 'result', valueBoolean: result }, ...matches.map(matchPart)],
  };
}

function matchesIn(
  { source, target, element = [] }: ConceptMapGroup,
  map: string,
  codings: readonly Coding[],
  targetSystem: string | undefined,
  reverse: boolean,
): Match[] {
  const [from, to] = reverse ? [target, source] : [source, target];
  const codes = codings.flatMap(({ system, code }) => (system === from && code !== undefined ? [code] : []));
  if (to === undefined || !isOrUnasked(to, targetSystem)) return [];
  return element.flatMap(({ code: own = '', display: ownDisplay, target: targets = [] }) =>
    targets.flatMap(({ code = '', display, equivalence }) => {
      const asked = reverse ? code : own;
      if (!codes.includes(asked)) return [];
      const [found, words] = reverse ? [own, ownDisplay] : [code, display];
      const concept = { system: to, code: found, ...(words && { display: words }) };
      return [{ equivalence: reverse ? (turned[equivalence] ?? equivalence) : equivalence, concept, source: map }];
    }),
  );
}

/** A canonical may be asked for without its version. */
function isOrUnasked(value: string | undefined, asked: string | undefined): boolean {
  return asked === undefined || value === asked || value?.split('|', 1)[0] === asked;
}

function matchPart({ equivalence, concept, source }: Match): ParametersParameter {
  return {
    name: 'match',
    part: [
      { name: 'equivalence', valueCode: equivalence },
      { name: 'concept', valueCoding: concept },
      { name: 'source', valueUri: source },
    ],
  };
}
