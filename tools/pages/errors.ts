import { type CatalogEntry, catalog } from '../../src/outcome/catalog.ts';
import { nameOptions } from '../../src/outcome/place.ts';

/** `docs/errors.md`: every error code with its severity, its sentences and what to do. Made from the catalog. */
export function errorPage(): string {
  const rows = Object.entries<CatalogEntry>(catalog)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { severity, type, da, en, mend }]) => {
      return `| \`${code}\` | ${severity} | \`${type}\` | ${cell(en)} ${cell(mend.en)} | ${cell(da)} ${cell(mend.da)} |`;
    });
  return `# Error codes

Made from the catalog in \`src/outcome/codes/\` by \`npm run profiles\`; do not edit by hand. The codes are those of
\`http://differentieringsmodellen.dk/fhir/CodeSystem/issue\`: an OperationOutcome carries them in \`issue.details.coding\`, the sentence with what to do
in \`issue.details.text\`, the other language as a \`translation\` extension beside it, the place in \`issue.expression\` (FHIRPath) or \`issue.location\`
(XPath), and the question at fault, the option or the line of a letter in \`issue.diagnostics\`. Where a row has {words in braces}, the value stands
there. An option goes by its field over HTTP, such as \`patientName\`; the command line has it as \`--patient-name\`.

| code | severity | issue type | English | Danish |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

function cell(text: string): string {
  return nameOptions(text, (option) => `\`${option}\``)
    .replace(/\|/g, '\\|')
    .replace(/</g, '&lt;');
}
