import type { CodeSystem, CodeSystemConcept } from 'fhir/r4.js';
import { type CatalogEntry, catalog } from '../../src/outcome/catalog.ts';
import { nameOptions } from '../../src/outcome/place.ts';
import { translation } from './translation.ts';

/** The CodeSystem of error codes with a concept for each entry of the catalog: what it means, and what to do. */
export function withIssues(codeSystem: CodeSystem): CodeSystem {
  const concept = Object.entries<CatalogEntry>(catalog)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, entry]) => issueConcept(code, entry));
  return { ...codeSystem, count: concept.length, concept };
}

function issueConcept(code: string, entry: CatalogEntry): CodeSystemConcept {
  const da = open(entry.da);
  return {
    code,
    display: da,
    definition: open(entry.mend.da),
    _definition: {
      extension: [translation('en', open(entry.mend.en))],
    },
    designation: [{ language: 'en', value: open(entry.en) }, { value: da }],
  };
}

/** A sentence whose placeholders are left open. */
function open(text: string): string {
  return nameOptions(text, (option) => option).replace(/\{\w+\}/g, '…');
}
