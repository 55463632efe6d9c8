/**
 * `npm run r4 -- <folder>` writes the table of R4's types from the StructureDefinitions of `hl7.fhir.r4.core` in a
 * folder. R4 does not change any more: the table is committed, and conformance says whether it is still what the
 * definitions make.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tableOf } from './r4/table.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('npm run r4 -- <folder with StructureDefinition-*.json>');
const file = fileURLToPath(new URL('../src/questionnaire/shape/r4.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(tableOf(folder), null, 2)}\n`);
