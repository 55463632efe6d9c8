import { describe, expect, test } from 'vitest';
import { composeLetter, type Letter } from '../../src/medcom/new-letter/letter.ts';
import type { LetterOptions } from '../../src/medcom/new-letter/options.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { elementsOf, ownText, type XmlElement } from '../../src/medcom/xml/tree.ts';
import { loadModel } from '../../src/profiles.ts';
import type { LevelStatement, Professional } from '../../src/scoring/types.ts';
import { collapse } from './read-block.ts';
import { refusalOf } from './refusal.ts';
import { schemaOption } from './schemas.ts';
import { everyLevel, options, parties, statementOf } from './statements.ts';

type Type = 'XREF15' | 'XREF01' | 'XDIS01';
const types: readonly Type[] = ['XREF15', 'XREF01', 'XDIS01'];
const given = { ...options, schemaDirectory: schemaOption };

function author(display: string | undefined): Professional {
  return { reference: undefined, type: undefined, identifiers: [], display } as unknown as Professional;
}

const signed = (change: Partial<LevelStatement> = {}, display: string | undefined = 'Ole Læge') =>
  statementOf({ professional: author(display), ...change });

function make(type: Type, change: Partial<LetterOptions> = {}, assessment = signed()): Promise<Letter> {
  return composeLetter(type, assessment, parties, { ...given, ...change });
}

/** Every text of a letter by its path, but the block. */
async function textsOf({ bytes }: Letter): Promise<Readonly<Record<string, string>>> {
  const { root } = await parseXml(bytes);
  const walk = (element: XmlElement, path: string): [string, string][] => {
    const children = elementsOf(element);
    if (children.length === 0) return [[path, ownText(element)]];
    if (children.some(({ name }) => name === 'Break')) return [];
    return children.flatMap((child) => walk(child, `${path}/${child.name}`));
  };
  const [, whole = root] = elementsOf(root);
  return Object.fromEntries(elementsOf(whole).flatMap((child) => walk(child, child.name)));
}

const shared = (type: Type, version: string) => ({
  'Letter/Identifier': expect.stringMatching(/^[0-9A-Z]{14}$/),
  'Letter/VersionCode': version,
  'Letter/StatisticalCode': type,
  'Letter/Authorisation/Date': '2026-01-20',
  'Letter/Authorisation/Time': '23:30',
  'Letter/TypeCode': type,
  'Letter/StatusCode': 'nytbrev',
  'Sender/EANIdentifier': '5790001382445',
  'Sender/Identifier': '441211000016003',
  'Sender/IdentifierCode': 'sorkode',
  'Sender/OrganisationName': 'MedCom testcenter',
  'Receiver/EANIdentifier': '5790000121441',
  'Receiver/Identifier': '5790000121441',
  'Receiver/IdentifierCode': 'lokationsnummer',
  'Receiver/OrganisationName': 'Odense Kommune',
  'Patient/CivilRegistrationNumber': '0101010001',
  'Patient/PersonSurnameName': 'Berggren',
  'Patient/PersonGivenName': 'Nancy Ann',
});
const uuid = expect.stringMatching(/^[0-9a-f]{32}$/);
const referrer = { 'Sender/Referrer/PersonName': 'Ole Læge' };

describe('a whole new letter', () => {
  test.each<[Type, string, object]>([
    ['XREF15', 'XH1530R', { 'Letter/EpisodeOfCareIdentifier': uuid, ...referrer }],
    [
      'XREF01',
      'XH0131R',
      {
        'Letter/EpisodeOfCare/EpisodeOfCareType': 'XREF01',
        'Letter/EpisodeOfCare/EpisodeOfCareIdentifier': uuid,
        ...referrer,
      },
    ],
    ['XDIS01', 'XD0134L', { 'Patient/EpisodeOfCareStatusCode': 'inaktiv' }],
  ])('%s has the mandatory data with their defaults, and nothing else', async (type, version, more) => {
    expect(await textsOf(await make(type))).toEqual({ ...shared(type, version), ...more });
  });

  test('has the same episode for the same citizen and response, whatever the letter', async () => {
    const one = await textsOf(await make('XREF15'));
    const other = await textsOf(await make('XREF01'));
    expect(other['Letter/EpisodeOfCare/EpisodeOfCareIdentifier']).toBe(one['Letter/EpisodeOfCareIdentifier']);
    const third = await textsOf(await make('XREF15', {}, signed({ identity: 'en anden' })));
    expect(third['Letter/EpisodeOfCareIdentifier']).not.toBe(one['Letter/EpisodeOfCareIdentifier']);
  });

  test.each<[Type, Partial<LetterOptions>, Record<string, string>]>([
    [
      'XREF01',
      { episode: 'F1', episodeType: 'Pakkeforløb' },
      { 'Letter/EpisodeOfCare/EpisodeOfCareType': 'Pakkeforløb', 'Letter/EpisodeOfCare/EpisodeOfCareIdentifier': 'F1' },
    ],
    [
      'XREF01',
      { diagnosis: 'DI10| Essentiel  hypertension' },
      {
        'Referral/Refer/DiagnoseDescriptionCode': 'henv_diagnose',
        'Referral/Refer/DiagnoseCode': 'DI10',
        'Referral/Refer/DiagnoseTypeCode': 'SKSdiagnosekode',
        'Referral/Refer/DiagnoseText': 'Essentiel hypertension',
      },
    ],
    [
      'XREF15',
      { diagnosis: 'DI10|Hypertension' },
      { 'Referral/Refer/DiagnoseCode': 'DI10', 'Referral/Refer/DiagnoseText': 'Hypertension' },
    ],
    [
      'XREF15',
      { category: 'social', department: 'Hjælp & støtte' },
      {
        'Letter/VersionCode': 'XH1531R',
        'Receiver/DepartmentName': 'Hjælp & støtte',
        'RelevantClinicalInformation/CategoryCode': 'social',
      },
    ],
    [
      'XDIS01',
      { diagnosis: 'DI10|Hypertension', episode: 'F2' },
      { 'Diagnose/Main/DiagnoseCode': 'DI10', 'Letter/EpisodeOfCareIdentifier': 'F2' },
    ],
    ['XREF15', { referrer: 'Åse Åkjær' }, { 'Sender/Referrer/PersonName': 'Åse Åkjær' }],
  ])('%s takes %j', async (type, change, expected) => {
    expect(await textsOf(await make(type, change))).toMatchObject(expected);
  });

  test.each([
    ['Ole Bole Lund', 'Ole Bole Lund'],
    ['Anne-Marie Charlotte Frederikke von Rosenkrantz', 'Anne-Marie C. F. v. Rosenkrantz'],
  ])('names %s as %s', async (display, name) => {
    expect(await textsOf(await make('XREF15', {}, signed({}, display)))).toMatchObject({
      'Sender/Referrer/PersonName': name,
    });
  });

  test.each(types)('%s of every level is valid and reads back', async (type) => {
    for (const { variant, level } of everyLevel) {
      const made = await make(
        type,
        {},
        { ...statementOf({ comment: 'æ\nø' }, variant.code, level.code), professional: author('A') },
      );
      const [reading] = await readLetters(loadModel(), made.bytes);
      expect(reading?.levels).toMatchObject([{ variant, level, comment: 'æ ø' }]);
    }
  });

  test.each(types)('%s takes a long text, and refuses one that is too long', async (type) => {
    const comment = 'ord '.repeat(6_800);
    const made = await make(type, {}, signed({ comment }));
    expect(
      (await readLetters(loadModel(), made.bytes))[0]?.levels.map((level) => collapse(level.comment ?? '')),
    ).toEqual([comment.trim()]);
    expect(await refusalOf(() => make(type, {}, signed({ comment: 'ord '.repeat(7_800) })))).toEqual([
      { code: 'letter-too-long', place: 'QuestionnaireResponse' },
    ]);
  });
});

describe('a whole new letter is refused', () => {
  test.each<[string, Type, string, string, Partial<LetterOptions>, LevelStatement]>([
    ['nobody who refers', 'XREF15', 'letter-referrer', 'option:referrer', {}, statementOf()],
    [
      'a referrer whose name is too long',
      'XREF01',
      'letter-referrer',
      'option:referrer',
      {},
      signed({}, 'x'.repeat(36)),
    ],
    [
      'a referrer given that is too long',
      'XREF01',
      'letter-text-length',
      'option:referrer',
      { referrer: 'x'.repeat(36) },
      signed(),
    ],
    [
      'an episode that is too long',
      'XREF01',
      'letter-text-length',
      'option:episode',
      { episode: 'x'.repeat(36) },
      signed(),
    ],
    [
      'a type of episode that is too long',
      'XREF01',
      'letter-text-length',
      'option:episodeType',
      { episodeType: 'x'.repeat(18) },
      signed(),
    ],
    ['a diagnosis that is none', 'XDIS01', 'letter-option-form', 'option:diagnosis', { diagnosis: 'DI10' }, signed()],
    [
      'a diagnosis that is too long',
      'XDIS01',
      'letter-text-length',
      'option:diagnosis',
      { diagnosis: `D|${'x'.repeat(71)}` },
      signed(),
    ],
    [
      'an unknown category',
      'XREF15',
      'letter-code-unknown',
      'option:category',
      { category: 'andet', department: 'x' },
      signed(),
    ],
    [
      'a category without department',
      'XREF15',
      'letter-department',
      'option:department',
      { category: 'social' },
      signed(),
    ],
    [
      'a category in another letter',
      'XDIS01',
      'letter-option-unused',
      'option:category',
      { category: 'social' },
      signed(),
    ],
    [
      'a department without category',
      'XREF15',
      'letter-option-unused',
      'option:department',
      { department: 'x' },
      signed(),
    ],
    [
      'a status of the episode in a referral',
      'XREF01',
      'letter-option-unused',
      'option:episodeStatus',
      { episodeStatus: 'inaktiv' },
      signed(),
    ],
    [
      'a referrer in a discharge letter',
      'XDIS01',
      'letter-option-unused',
      'option:referrer',
      { referrer: 'x' },
      signed(),
    ],
  ])('%s: %s %s at %s', async (_, type, code, place, change, assessment) => {
    expect(await refusalOf(() => make(type, change, assessment))).toEqual([{ code, place }]);
  });
});
