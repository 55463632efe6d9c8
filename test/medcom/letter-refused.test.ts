import type { Organization } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { composeLetter, type Parties } from '../../src/medcom/new-letter/letter.ts';
import type { LetterOptions } from '../../src/medcom/new-letter/options.ts';
import type { LetterType } from '../../src/medcom/tables/letters.ts';
import { sentence } from '../../src/outcome/outcome.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { problemsOf, refusalOf, toldOf } from './refusal.ts';
import { hospital, nancy, options, parties, statementOf } from './statements.ts';

const make = (assessment: Partial<LevelStatement>, change: Partial<LetterOptions> = {}, ends: Partial<Parties> = {}) =>
  composeLetter('XDIS91', statementOf(assessment), { ...parties, ...ends }, { ...options, ...change });

const sender = (change: Partial<Organization>) => ({ sender: { ...hospital, ...change } });
const gln = (value: string) => ({ system: 'https://www.gs1.org/gln', value });
const long = 'Børne- og Ungdomspsykiatrisk Center Risskov';

describe('a letter is refused', () => {
  test.each<[string, string, string, () => Promise<unknown>]>([
    [
      'of a withdrawn response',
      'letter-withdrawn',
      'QuestionnaireResponse.status',
      () => make({ status: 'entered-in-error' }),
    ],
    ['of a suggestion', 'letter-suggestion-only', 'option:includeSuggestion', () => make({ basis: 'forslag' })],
    ['with too much text', 'letter-too-long', 'QuestionnaireResponse', () => make({ comment: 'ord '.repeat(10_000) })],
    [
      'with words that need more than ten places',
      'letter-too-long',
      'QuestionnaireResponse',
      () => make({ comment: `${'o'.repeat(2_500)} `.repeat(12) }),
    ],
    [
      'sent before it was assessed',
      'letter-time-early',
      'option:time',
      () => make({ authored: '2026-01-20T10:30:01+01:00' }, { time: '2026-01-20T10:30:00+01:00' }),
    ],
    ['without a time', 'letter-option-form', 'option:time', () => make({}, { time: '' })],
    ['with a time without zone', 'letter-option-form', 'option:time', () => make({}, { time: '2026-01-20T10:30:00' })],
    ['with a date alone', 'letter-option-form', 'option:time', () => make({}, { time: '2026-01-20' })],
    ['on a day that is not', 'letter-option-form', 'option:time', () => make({}, { time: '2026-02-30T10:30:00Z' })],
    [
      'in a year that is a mistake',
      'letter-option-form',
      'option:time',
      () => make({}, { time: '9999-12-31T23:30:00Z' }),
    ],
    [
      'from numbers that are null',
      'letter-gln-missing',
      'option:sender Organization.identifier',
      () => make({}, {}, sender({ identifier: [null, 'x'] as unknown as [] })),
    ],
    [
      'with the citizen’s number as its id',
      'letter-id-personal',
      'option:letterId',
      () => make({}, { letterId: '0101010001' }),
    ],
    [
      'with it in the envelope’s id, spelled otherwise',
      'letter-id-personal',
      'option:envelopeId',
      () => make({}, { envelopeId: '010101-0001/1' }),
    ],
    [
      'with it in the id of the episode',
      'letter-id-personal',
      'option:episode',
      () => make({}, { episode: 'forløb 01 01 01 0001' }),
    ],
    [
      'with an envelope id too long',
      'letter-text-length',
      'option:envelopeId',
      () => make({}, { envelopeId: 'x'.repeat(15) }),
    ],
    ['with an empty letter id', 'letter-text-length', 'option:letterId', () => make({}, { letterId: '' })],
    ['with an episode too long', 'letter-text-length', 'option:episode', () => make({}, { episode: 'x'.repeat(36) })],
    [
      'with a sender name too long',
      'letter-text-length',
      'option:senderName',
      () => make({}, { senderName: 'x'.repeat(36) }),
    ],
    [
      'with a surname too long',
      'letter-text-length',
      'option:patientName',
      () => make({}, { patientName: `A|${'x'.repeat(71)}` }),
    ],
    [
      'with an unknown status of the episode',
      'letter-code-unknown',
      'option:episodeStatus',
      () => make({}, { episodeStatus: 'rejst' }),
    ],
    [
      'with a name without surname',
      'letter-option-form',
      'option:patientName',
      () => make({}, { patientName: 'Nancy' }),
    ],
    [
      'with a name of three parts',
      'letter-option-form',
      'option:patientName',
      () => make({}, { patientName: 'Nancy|Ann|Berggren' }),
    ],
    [
      'without a name of the citizen',
      'letter-patient-name',
      'option:patientName',
      () => make({ citizen: { ...nancy, display: undefined } }),
    ],
    [
      'with a given name alone',
      'letter-patient-name',
      'option:patientName',
      () => make({ citizen: { ...nancy, given: 'Nancy', display: 'Nancy' } }),
    ],
    [
      'with a display in which the surname stands first',
      'letter-patient-name',
      'option:patientName',
      () => make({ citizen: { ...nancy, display: 'Berggren, Nancy Ann' } }),
    ],
    [
      'with a given name and a display, but no surname',
      'letter-patient-name',
      'option:patientName',
      () => make({ citizen: { ...nancy, given: 'Nancy', display: 'Nancy Berggren' } }),
    ],
    [
      'with an option of two parts, the surname empty',
      'letter-option-form',
      'option:patientName',
      () => make({}, { patientName: 'Nancy| ' }),
    ],
    [
      'without a number of the citizen',
      'letter-citizen-number',
      'QuestionnaireResponse.subject',
      () => make({ citizen: { ...nancy, cpr: undefined } }),
    ],
    [
      'with a replacement number of another length',
      'letter-text-length',
      'QuestionnaireResponse.subject',
      () => make({ citizen: { ...nancy, cpr: undefined, replacement: { system: 's', value: '010101AB0' } } }),
    ],
    [
      'with a CPR that is none',
      'letter-value-form',
      'QuestionnaireResponse.subject',
      () => make({ citizen: { ...nancy, cpr: '010101-0001' } }),
    ],
    [
      'from no Organization',
      'letter-organization',
      'option:sender Organization',
      () => make({}, {}, { sender: { resourceType: 'Patient' } as unknown as Organization }),
    ],
    [
      'from no one',
      'letter-organization',
      'option:sender Organization',
      () => make({}, {}, { sender: undefined as unknown as Organization }),
    ],
    [
      'from an organisation without numbers',
      'letter-gln-missing',
      'option:sender Organization.identifier',
      () => make({}, {}, { sender: { resourceType: 'Organization', name: 'A' } }),
    ],
    [
      'from numbers of another shape',
      'letter-gln-missing',
      'option:sender Organization.identifier',
      () => make({}, {}, sender({ identifier: 'x' as unknown as [] })),
    ],
    [
      'from a GLN with a wrong check digit',
      'letter-gln-check-digit',
      'option:sender Organization.identifier[1].value',
      () => make({}, {}, sender({ identifier: [{ value: '1' }, gln('5790001382446')] })),
    ],
    [
      'to a GLN that is too short',
      'letter-gln-check-digit',
      'option:receiver Organization.identifier[0].value',
      () => make({}, {}, { receiver: { resourceType: 'Organization', identifier: [gln('579000138244')] } }),
    ],
    [
      'to a SOR code that is too long',
      'letter-text-length',
      'option:receiver Organization.identifier',
      () =>
        make(
          {},
          {},
          {
            receiver: {
              ...hospital,
              identifier: [gln('5790001382445'), { system: 'urn:oid:1.2.208.176.1.1', value: '1'.repeat(18) }],
            },
          },
        ),
    ],
    ['from a nameless sender', 'letter-sender-name', 'option:senderName', () => make({}, {}, sender({ name: ' ' }))],
    [
      'from a sender with long names alone',
      'letter-sender-name',
      'option:senderName',
      () => make({}, {}, sender({ name: long, alias: [`${long} A`] })),
    ],
    [
      'with a character that XML cannot hold',
      'xml-character',
      '/Emessage/ClinicalEmail/ClinicalInformation/Text01',
      () => make({ comment: 'a\u0001' }),
    ],
    [
      'with half of a character',
      'xml-character',
      '/Emessage/ClinicalEmail/ClinicalInformation/Text01',
      () => make({ comment: 'a\ud83d' }),
    ],
    [
      'with such a character in a name',
      'xml-character',
      'option:patientName',
      () => make({}, { patientName: 'A|B\uffff' }),
    ],
    [
      'of an unknown type',
      'letter-type',
      'option:type',
      () => composeLetter('XDIS20' as LetterType, statementOf(), parties, options),
    ],
  ])('%s: %s at %s', async (_, code, place, step) => {
    const problems = await problemsOf(step);
    expect(problems.map(toldOf)).toEqual([{ code, place }]);
    for (const problem of problems) {
      expect(`${sentence(problem, 'da')} ${sentence(problem, 'en')}`).not.toMatch(/…|[{}]|Nancy|Berggren|010101/);
    }
  });

  test('for everything that is wrong at once', async () => {
    const nobody: Organization = { resourceType: 'Organization' };
    const step = () =>
      make({ citizen: { ...nancy, display: undefined } }, { time: '' }, { sender: nobody, receiver: nobody });
    expect((await refusalOf(step)).map(({ code }) => code)).toEqual([
      'letter-option-form',
      'letter-gln-missing',
      'letter-gln-missing',
      'letter-patient-name',
    ]);
  });

  test('without the citizen’s name or number in the sentence, even where they are what is wrong', async () => {
    const problems = [
      ...(await problemsOf(() => make({}, { patientName: 'Nancy Berggren' }))),
      ...(await problemsOf(() => make({}, { patientName: `Nancy|${'Berggren'.repeat(9)}` }))),
      ...(await problemsOf(() => make({ comment: 'Nancy 0101010001 '.repeat(3_000) }))),
      ...(await problemsOf(() => make({}, {}, sender({ identifier: [gln('0101010001')] })))),
    ];
    const said = problems.flatMap((problem) => [
      JSON.stringify(problem.place),
      sentence(problem, 'da'),
      sentence(problem, 'en'),
    ]);
    expect(said.length).toBeGreaterThan(problems.length);
    expect(said.join(' ')).not.toMatch(/Nancy|Berggren|010101/);
  });
});
