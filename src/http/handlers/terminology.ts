import type { CodeSystem, ConceptMap, FhirResource, ValueSet } from 'fhir/r4.js';
import { definitionNamed, definitionsOf, resourceOf } from '../definitions/read.ts';
import { bothWays } from '../operations/both-ways.ts';
import { expand, howToExpand, whichValueSet } from '../operations/expand.ts';
import type { Inputs } from '../operations/inputs.ts';
import { lookup, lookupInputs } from '../operations/lookup.ts';
import { howToTranslate, translate, whichConceptMap } from '../operations/translate.ts';
import { inputsOf, validateInCodeSystem, validateInValueSet } from '../operations/validate-code.ts';
import { refuseQuery } from '../query.ts';
import { type Incoming, type Route, resourceAnswer } from '../route.ts';
import { refuseUnknown } from '../unknown.ts';

/**
 * `$expand`, `$lookup`, `$validate-code` and `$translate`, on the types by canonical and on one resource (but for
 * `$lookup`, which R4 has on the type alone); each by GET and by POST.
 */
export function terminologyRoutes(): readonly Route[] {
  return [...expandRoutes(), ...lookupRoutes(), ...validateCodeRoutes(), ...translateRoutes()];
}

function expandRoutes(): readonly Route[] {
  const operation = { type: 'ValueSet', name: 'expand', summary: 'The codes of a value set', returns: 'ValueSet' };
  return [
    ...bothWays({ ...operation, inputs: [...whichValueSet, ...howToExpand] }, (inputs, { language, base }) => {
      return resourceAnswer(expand(valueSetNamed(inputs, base), inputs, language));
    }),
    ...bothWays({ ...operation, inputs: howToExpand, instance: true }, (inputs, incoming) => {
      return resourceAnswer(expand(at<ValueSet>('ValueSet', incoming), inputs, incoming.language));
    }),
  ];
}

function lookupRoutes(): readonly Route[] {
  const operation = { type: 'CodeSystem', name: 'lookup', summary: 'What is known of a code', returns: 'Parameters' };
  return bothWays({ ...operation, inputs: lookupInputs }, (inputs, { language, base }) => {
    return resourceAnswer(lookup(inputs, language, () => refuseUnknown(base, 'CodeSystem')));
  });
}

function validateCodeRoutes(): readonly Route[] {
  const operation = { name: 'validate-code', summary: 'Whether a code is in it', returns: 'Parameters' };
  const inCodeSystem = { ...operation, type: 'CodeSystem' };
  const inValueSet = { ...operation, type: 'ValueSet' };
  return [
    ...bothWays({ ...inCodeSystem, inputs: inputsOf('CodeSystem', false) }, (inputs, { language, base }) => {
      const codeSystem = named<CodeSystem>('CodeSystem', base, inputs.text('url'), inputs.text('version'));
      return resourceAnswer(validateInCodeSystem(codeSystem, inputs, language));
    }),
    ...bothWays({ ...inCodeSystem, inputs: inputsOf('CodeSystem', true), instance: true }, (inputs, incoming) => {
      return resourceAnswer(validateInCodeSystem(at<CodeSystem>('CodeSystem', incoming), inputs, incoming.language));
    }),
    ...bothWays({ ...inValueSet, inputs: inputsOf('ValueSet', false) }, (inputs, { language, base }) => {
      return resourceAnswer(validateInValueSet(valueSetNamed(inputs, base), inputs, language));
    }),
    ...bothWays({ ...inValueSet, inputs: inputsOf('ValueSet', true), instance: true }, (inputs, incoming) => {
      return resourceAnswer(validateInValueSet(at<ValueSet>('ValueSet', incoming), inputs, incoming.language));
    }),
  ];
}

function translateRoutes(): readonly Route[] {
  const operation = {
    type: 'ConceptMap',
    name: 'translate',
    summary: 'What a code is called in another code system',
    returns: 'Parameters',
  };
  return [
    ...bothWays({ ...operation, inputs: [...whichConceptMap, ...howToTranslate] }, (inputs, { base }) => {
      const url = inputs.text('url');
      const maps =
        url === undefined
          ? definitionsOf('ConceptMap').map((one) => resourceOf<ConceptMap>(one))
          : [named<ConceptMap>('ConceptMap', base, url, inputs.text('conceptMapVersion'))];
      return resourceAnswer(translate(maps, inputs));
    }),
    ...bothWays({ ...operation, inputs: howToTranslate, instance: true }, (inputs, incoming) => {
      return resourceAnswer(translate([at<ConceptMap>('ConceptMap', incoming)], inputs));
    }),
  ];
}

function valueSetNamed(inputs: Inputs, base: string): ValueSet {
  return named<ValueSet>('ValueSet', base, inputs.text('url'), inputs.text('valueSetVersion'));
}

function named<Resource extends FhirResource>(
  type: Resource['resourceType'],
  base: string,
  url: string | undefined,
  version: string | undefined,
): Resource {
  const found = definitionNamed(type, url ?? refuseQuery('url', 'ressourcens url', 'the url of the resource'), version);
  return found === undefined ? refuseUnknown(base, type) : resourceOf<Resource>(found);
}

function at<Resource extends FhirResource>(type: Resource['resourceType'], { params, base }: Incoming): Resource {
  const found = definitionsOf(type).find(({ metadata }) => metadata.id === params.id);
  return found === undefined ? refuseUnknown(base, type) : resourceOf<Resource>(found);
}
