import type { CodeSystem, ValueSet, ValueSetExpansionContains } from 'fhir/r4.js';

/**
 * A ValueSet with its expansion, for renderers and servers that do not expand: every code of the CodeSystems it
 * includes, with the English designation. The timestamp is the ValueSet's own date, so that the same input gives the
 * same bytes.
 * Throws an Error for an include that is not a whole CodeSystem among `codeSystems`: ours have no other.
 */
export function withExpansion(valueSet: ValueSet, codeSystems: readonly CodeSystem[]): ValueSet {
  const contains = (valueSet.compose?.include ?? []).flatMap(({ system, version, concept, filter }) => {
    const found = codeSystems.find((candidate) => candidate.url === system && candidate.version === version);
    if (found === undefined || concept !== undefined || filter !== undefined) {
      throw new Error(`ValueSet ${valueSet.id}: cannot expand ${system}|${version}`);
    }
    return codesOf(found);
  });
  return { ...valueSet, expansion: { timestamp: valueSet.date ?? '', total: contains.length, contains } };
}

function codesOf({ url, version, concept = [] }: CodeSystem): ValueSetExpansionContains[] {
  return concept.map(({ code, display, designation = [] }) => {
    // A further wording has a use; the translation of the display has none.
    const english = designation.find(({ language, use }) => language === 'en' && use === undefined);
    return {
      ...(url === undefined ? {} : { system: url }),
      ...(version === undefined ? {} : { version }),
      code,
      ...(display === undefined ? {} : { display }),
      ...(english === undefined ? {} : { designation: [{ language: 'en', value: english.value }] }),
    };
  });
}
