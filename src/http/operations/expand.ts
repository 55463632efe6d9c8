import type {
  CodeSystem,
  CodeSystemConcept,
  ValueSet,
  ValueSetExpansionContains,
  ValueSetExpansionParameter,
} from 'fhir/r4.js';
import type { Language } from '../../outcome/outcome.ts';
import { plain } from '../definitions/match.ts';
import { definitionNamed, resourceOf } from '../definitions/read.ts';
import type { Input, Inputs } from './inputs.ts';
import { conceptOf, designations, displayLanguage, displayOf } from './languages.ts';

/** Which ValueSet, where the address does not say it. */
export const whichValueSet: readonly Input[] = [
  { name: 'url', type: 'uri', text: 'Canonical of the value set, with or without |version.' },
  { name: 'valueSetVersion', type: 'string', text: 'Version of the value set.' },
];

/**
 * What `$expand` takes of R4's parameters; the rest has no meaning for value sets that are each one whole, flat code
 * system.
 */
export const howToExpand: readonly Input[] = [
  {
    name: 'filter',
    type: 'string',
    text: 'Words that must all be found in the code or in one wording of it, in any language; case does not matter.',
  },
  { name: 'offset', type: 'integer', text: 'How many codes are passed over.' },
  { name: 'count', type: 'integer', text: 'How many codes are given at most; 0 counts only.' },
  { name: 'displayLanguage', type: 'code', text: 'da or en; without it, the language of the request.' },
  { name: 'includeDesignations', type: 'boolean', text: 'Whether every other wording of a code is given.' },
];

/**
 * The stored expansion of a ValueSet as it was asked for. Its date is the ValueSet's own: the codes do not change
 * within a version.
 */
export function expand(valueSet: ValueSet, inputs: Inputs, request: Language): ValueSet {
  const language = displayLanguage(inputs.text('displayLanguage'), request);
  const filter = inputs.text('filter');
  const offset = inputs.number('offset');
  const count = inputs.number('count');
  const withDesignations = inputs.flag('includeDesignations');
  const systems = codeSystemsOf(valueSet);
  const words = plain(filter ?? '').split(/\s+/);
  const found = (valueSet.expansion?.contains ?? []).flatMap((entry) => {
    const concept = conceptIn(systems, entry);
    return matches(concept, words) ? [shown(entry, concept, language, withDesignations)] : [];
  });
  const from = offset ?? 0;
  const page = found.slice(from, count === undefined ? undefined : from + count);
  const { resourceType, id, url, version, name, title, status, experimental, date, publisher } = valueSet;
  return {
    ...defined({ resourceType, id, url, version, name, title, status, experimental, date, publisher }),
    expansion: {
      timestamp: valueSet.expansion?.timestamp ?? '',
      total: found.length,
      ...(offset === undefined && count === undefined ? {} : { offset: from }),
      parameter: [
        ...systems.map((system) => ({ name: 'version', valueUri: `${system.url}|${system.version}` })),
        ...(filter === undefined ? [] : [{ name: 'filter', valueString: filter }]),
        ...(offset === undefined ? [] : [{ name: 'offset', valueInteger: offset }]),
        ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
        { name: 'displayLanguage', valueCode: language },
        { name: 'includeDesignations', valueBoolean: withDesignations },
      ] satisfies ValueSetExpansionParameter[],
      ...(page.length === 0 ? {} : { contains: page }),
    },
  };
}

/** The published code systems that a value set is made of. */
export function codeSystemsOf({ compose }: ValueSet): CodeSystem[] {
  return (compose?.include ?? []).flatMap(({ system = '', version }) => {
    const found = definitionNamed('CodeSystem', system, version);
    return found === undefined ? [] : [resourceOf<CodeSystem>(found)];
  });
}

function conceptIn(
  systems: readonly CodeSystem[],
  { system, code = '' }: ValueSetExpansionContains,
): CodeSystemConcept {
  const codeSystem = systems.find(({ url }) => url === system);
  const concept = codeSystem === undefined ? undefined : conceptOf(codeSystem, code);
  if (concept === undefined) throw new Error(`the expansion has ${system}|${code}, which is in no code system`);
  return concept;
}

function matches({ code, display, designation = [] }: CodeSystemConcept, words: readonly string[]): boolean {
  const wordings = [code, display ?? '', ...designation.map(({ value }) => value)].map(plain);
  return wordings.some((wording) => words.every((word) => wording.includes(word)));
}

function shown(
  { system, version, code }: ValueSetExpansionContains,
  concept: CodeSystemConcept,
  language: Language,
  withDesignations: boolean,
): ValueSetExpansionContains {
  const designation = withDesignations ? designations(concept) : [];
  return {
    ...defined({ system, version, code, display: displayOf(concept, language) }),
    ...(designation.length === 0 ? {} : { designation }),
  };
}

/** Without the properties that have no value. */
function defined<Value extends object>(value: Value): { [Name in keyof Value]: Exclude<Value[Name], undefined> } {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Value]: Exclude<Value[Name], undefined> };
}
