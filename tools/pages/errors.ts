import { statusOf } from '../../src/http/statuses.ts';
import { type CatalogEntry, catalog, type IssueCode } from '../../src/outcome/catalog.ts';
import { answerCodes } from '../../src/outcome/codes/answers.ts';
import { attachCodes } from '../../src/outcome/codes/attach.ts';
import { commandCodes } from '../../src/outcome/codes/command.ts';
import { exchangeCodes } from '../../src/outcome/codes/exchange.ts';
import { jsonCodes } from '../../src/outcome/codes/json.ts';
import { letterCodes } from '../../src/outcome/codes/letter.ts';
import { letterServiceCodes } from '../../src/outcome/codes/letter-service.ts';
import { newLetterCodes } from '../../src/outcome/codes/new-letter.ts';
import { questionnaireCodes } from '../../src/outcome/codes/questionnaire.ts';
import { receivedCodes } from '../../src/outcome/codes/received.ts';
import { responseCodes } from '../../src/outcome/codes/response.ts';
import { serverCodes } from '../../src/outcome/codes/server.ts';
import { shapeCodes } from '../../src/outcome/codes/shape.ts';
import { storeCodes } from '../../src/outcome/codes/store.ts';
import { streamCodes } from '../../src/outcome/codes/stream.ts';
import { usageCodes } from '../../src/outcome/codes/usage.ts';
import { nameOptions } from '../../src/outcome/place.ts';

/**
 * Who meets which codes. A code stands in the first group that has it; what no group has is what any client of the
 * service meets.
 */
interface Group {
  readonly title: string;
  readonly intro: string;
  readonly has: (code: string) => boolean;
  /** Not over HTTP, and so without a status. */
  readonly offline?: true;
}

const within =
  (...tables: readonly object[]) =>
  (code: string) =>
    tables.some((table) => Object.hasOwn(table, code));

const groups: readonly Group[] = [
  {
    title: 'Whoever sets it up',
    intro:
      'Environment variables, addresses and files; `niveau serve` and every command says them on stderr, exit code 3 or 2.',
    has: (code) =>
      /^(?:config|address)-/.test(code) ||
      (within(commandCodes, streamCodes, usageCodes)(code) && code !== 'organization-wrong'),
    offline: true,
  },
  {
    title: 'Administrators of FHIR servers',
    intro: '`niveau load` and what else talks to a FHIR server says them on stderr, exit code 3.',
    has: within(serverCodes),
    offline: true,
  },
  {
    title: 'EHR integrators: a response',
    intro:
      'What is wrong with a QuestionnaireResponse that was sent. `$validate` answers 200 with them, everything else the status here.',
    has: within(jsonCodes, shapeCodes, responseCodes, answerCodes),
  },
  {
    title: 'Authors of Questionnaires',
    intro:
      'What is wrong with, or was not done of, a Questionnaire of others that a response is checked by; most of them are warnings.',
    has: within(questionnaireCodes),
  },
  {
    title: 'MedCom operators: letters',
    intro: 'Writing, attaching, reading and answering letters, at the command line and under `/medcom`.',
    has: (code) =>
      code === 'organization-wrong' ||
      within(letterCodes, newLetterCodes, letterServiceCodes, receivedCodes, attachCodes, exchangeCodes)(code),
  },
  { title: 'Users of the store', intro: 'Responses that are kept: create, update, search.', has: within(storeCodes) },
  { title: 'Any client of the service', intro: 'Requests before their content is looked at.', has: () => true },
];

/**
 * `docs/errors.md`: every error code with its status, severity, sentences and what to do, by who meets it. Made from
 * the catalog.
 */
export function errorPage(): string {
  const grouped = Map.groupBy(Object.keys(catalog).sort() as IssueCode[], (code) =>
    groups.find(({ has }) => has(code)),
  );
  const parts = groups.map((group) => {
    const rows = (grouped.get(group) ?? []).map((code) => row(code, group));
    return `## ${group.title}

${group.intro}

| code | HTTP | severity | issue type | English | Danish |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
  });
  return `# Error codes

Made from the catalog in \`src/outcome/codes/\` by \`npm run profiles\`; do not edit by hand. The codes are those of
\`http://differentieringsmodellen.dk/fhir/CodeSystem/issue\`: an OperationOutcome carries them in \`issue.details.coding\`, the sentence with what to do
in \`issue.details.text\`, the other language as a \`translation\` extension beside it, the place in \`issue.expression\` (FHIRPath) or \`issue.location\`
(XPath), and the question at fault, the option or the line of a letter in \`issue.diagnostics\`. Where a row has {words in braces}, the value stands
there. An option goes by its field over HTTP, such as \`patientName\`; the command line has it as \`--patient-name\`.

The HTTP status is that of the first issue; a warning or a piece of information comes with 200. At the command line a refusal is exit code 1.

${parts.join('\n')}`;
}

function row(code: IssueCode, { offline }: Group): string {
  const { severity, type, da, en, mend }: CatalogEntry = catalog[code];
  const status = offline === true ? '–' : severity === 'error' ? statusOf(code) : 200;
  return `| \`${code}\` | ${status} | ${severity} | \`${type}\` | ${cell(en)} ${cell(mend.en)} | ${cell(da)} ${cell(mend.da)} |`;
}

function cell(text: string): string {
  return nameOptions(text, (option) => `\`${option}\``)
    .replace(/\|/g, '\\|')
    .replace(/</g, '&lt;');
}
