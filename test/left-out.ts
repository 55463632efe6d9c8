import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaDirectory } from './medcom/schema-directory.ts';
import { hasPostgres } from './store/postgres.ts';

const shared = (name: string) => existsSync(fileURLToPath(new URL(`../../shared/${name}`, import.meta.url)));

/** What tests need besides the repository, and what is left out without it. */
const needs: readonly { readonly name: string; readonly there: () => boolean; readonly leftOut: string }[] = [
  {
    name: "MedCom's schemas (../shared/medcom-xsd, or MEDCOM_XSD_DIR)",
    there: () => existsSync(schemaDirectory),
    leftOut: 'letters checked against them',
  },
  { name: '../shared/medcom-letters', there: () => shared('medcom-letters'), leftOut: "MedCom's sample letters" },
  { name: '../shared/seeds', there: () => shared('seeds'), leftOut: "the wording held against the source documents'" },
  { name: '../shared/cases/checker', there: () => shared('cases/checker'), leftOut: 'answers to the forms of others' },
  {
    name: 'pdftotext (apt-get install poppler-utils)',
    there: () => spawnSync('pdftotext', ['-v']).error === undefined,
    leftOut: 'what stands on the pages of a PDF',
  },
  { name: 'PostgreSQL (apt-get install postgresql)', there: hasPostgres, leftOut: 'the store on PostgreSQL' },
];

/** Says once, below everything else, which tests were left out and why. With CI set everything has to be there. */
export default function setup(): () => void {
  const missing = needs.filter(({ there }) => !there());
  const list = missing.map(({ name, leftOut }) => `  ${leftOut}: ${name} is not there\n`).join('');
  if (missing.length > 0 && (process.env.CI ?? '') !== '') throw new Error(`CI needs everything:\n${list}`);
  return () => {
    if (missing.length > 0) process.stderr.write(`\nLeft out:\n${list}`);
  };
}
