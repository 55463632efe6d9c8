import { describe, expect, test } from 'vitest';
import { catalog, type IssueCode } from '../../src/outcome/catalog.ts';
import { toOutcome } from '../../src/outcome/outcome.ts';

// What the errors of the catalog can tell of what somebody wrote: each placeholder has its origin here, so that a new
// one is thought about before it is there.

/** Names of FHIR's, MedCom's and ours; codes of the model; addresses and versions of ours. */
const ours = `address allowed base because before canonical choice code codes element example expected expectedEn field
  form formEn given hint hintEn history known missing name names other present request result resultEn root rule scope
  search side status type types why whyEn level parts day dayEn reason error`;
const numbers = `at bytes column count entries found id least length limit line lines maximum minimum most size`;
/** Texts of a Questionnaire, which may be a stranger's. */
const questionnaires = 'answers expression human humanEn linkId parent parentEn pieces places question questionEn url';
/** Names of files and folders as they were typed, or as a manifest has them. */
const files = 'file manifest source';
/** What another machine or a letter says in a form that was looked at, or single characters of a text. */
const others = 'character characters gln version words';

const origins = new Map(
  Object.entries({ ours, numbers, questionnaires, files, others }).flatMap(([origin, names]) =>
    names.split(/\s+/).map((name) => [name, origin] as const),
  ),
);

/** Placeholders that hold what others wrote, and the codes that may have them. */
const quoting: Readonly<Record<string, readonly string[]>> = {
  answers: ['letter-too-long', 'no-room'],
  character: ['xml-character'],
  characters: ['character-outside'],
  expression: ['questionnaire-expression'],
  file: [
    ...['archive-cut', 'archive-damaged', 'audit-key-missing', 'audit-key-other', 'audit-key-unreadable'],
    ...[
      'client-certificate',
      'config-model',
      'file-unreadable',
      'file-unwritable',
      'import-count',
      'import-file-missing',
    ],
    ...['import-manifest', 'output-exists', 'resume-output', 'resume-unknown', 'store-no-database'],
  ],
  gln: ['letter-other-receiver'],
  human: ['constraint-failed', 'constraint-warned'],
  humanEn: ['constraint-failed', 'constraint-warned'],
  linkId: ['letter-date-partial'],
  manifest: ['import-file-missing'],
  parent: ['linkid-misplaced'],
  parentEn: ['linkid-misplaced'],
  pieces: ['letter-too-long'],
  places: ['letter-too-long'],
  question: ['deviation-unexplained'],
  questionEn: ['deviation-unexplained'],
  source: ['import-nothing'],
  url: ['value-set-unknown'],
  version: ['server-fhir-version'],
  words: ['server-request'],
};

const codes = Object.keys(catalog) as readonly IssueCode[];

function placeholdersOf(code: IssueCode): readonly string[] {
  const { da, en, mend } = catalog[code];
  const found = [da, en, mend.da, mend.en].join(' ').matchAll(/\{(\w+)\}/g);
  return [...new Set([...found].map(([, name = '']) => name))];
}

test('each placeholder of a sentence has an origin, and each origin a placeholder', () => {
  const used = new Set(codes.flatMap(placeholdersOf));
  expect([...used].filter((name) => !origins.has(name))).toEqual([]);
  expect([...origins.keys()].filter((name) => !used.has(name))).toEqual([]);
});

test('what others wrote is quoted by these codes, and by no other', () => {
  const found: Record<string, string[]> = {};
  for (const code of codes) {
    for (const name of placeholdersOf(code)) {
      if (/^(?:ours|numbers)$/.test(origins.get(name) ?? '')) continue;
      found[name] = [...(found[name] ?? []), code].sort();
    }
  }
  expect(found).toEqual(quoting);
});

describe.each(['2512489996', '251248-9996', '25 12 48 9996', '251248%2D9996'])('%s', (number) => {
  test('is in no error, whatever it was given for, also where the text is cut', () => {
    for (const code of codes) {
      for (const before of ['', 'x'.repeat(294), '/home/drift/']) {
        const value = `${before}${number}${before === '' ? ' '.repeat(1_000) : ''}`;
        const values = Object.fromEntries(placeholdersOf(code).map((name) => [name, value]));
        const text = JSON.stringify(toOutcome([{ code, values, place: `destinations.${number}.kind` }], 'en'));
        expect(text, code).not.toMatch(/25 ?12 ?48/);
        // A quotation is cut.
        const longest = placeholdersOf(code).length * 301 * 12 + 3_000;
        expect(text.length, code).toBeLessThan(longest);
      }
    }
  });
});

test.each([[{ option: 'sender', path: 'Organization.2512489996' }], [{ xpath: '/Emessage/x-2512489996' }]])(
  'a place tells no number either: %j',
  (place) => {
    const text = JSON.stringify(toOutcome([{ code: 'type-wrong', place }], 'en'));
    expect(text).not.toContain('2512489996');
    expect(text).toContain('******-****');
  },
);
