import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { checkSchema } from '../../src/medcom/xml/schema.ts';
import type { Citizen, LevelStatement } from '../../src/scoring/types.ts';
import { readBlocks, squeezedTyped } from './read-block.ts';
import { textAt, textsOf } from './read-letter.ts';
import { describeWithSchemas, schemaDirectory, schemaOption } from './schemas.ts';
import { everyLevel, fullStatement, hospital, nancy, options, parties, statementOf } from './statements.ts';

const number = '0101010001';
const withSchemas = { ...options, schemaDirectory: schemaOption };

async function make(assessment: LevelStatement, change: Partial<typeof options & Record<string, string>> = {}) {
  const made = await composeLetter('XDIS91', assessment, parties, { ...withSchemas, ...change });
  const { root } = await parseXml(made.bytes);
  return { ...made, root, of: (path: string) => textAt(root, path), text: Buffer.from(made.bytes).toString('latin1') };
}

function citizen(change: Partial<Citizen>): Citizen {
  return { ...nancy, ...change };
}

describe('an XDIS91', () => {
  test('has the mandatory data with their defaults', async () => {
    const { of, identifier, contentType, filename, text } = await make(statementOf());
    expect(text).toMatch(
      /^<\?xml version="1\.0" encoding="ISO-8859-1"\?>\n<Emessage xmlns="[^"]*\/2006\/07\/01\/"><Envelope>/,
    );
    expect(contentType).toBe('application/xml; charset=ISO-8859-1');
    expect(filename).toBe(`XDIS91-${identifier}.xml`);
    expect(identifier).toMatch(/^[0-9A-Z]{14}$/);
    const expected = {
      'Envelope/Sent/Date': '2026-01-20',
      'Envelope/Sent/Time': '23:30',
      'Envelope/AcknowledgementCode': 'pluspositivkvitt',
      'ClinicalEmail/Letter/Identifier': identifier,
      'ClinicalEmail/Letter/VersionCode': 'XD9134L',
      'ClinicalEmail/Letter/StatisticalCode': 'XDIS91',
      'ClinicalEmail/Letter/Authorisation/Date': '2026-01-20',
      'ClinicalEmail/Letter/Authorisation/Time': '23:30',
      'ClinicalEmail/Letter/TypeCode': 'XDIS91',
      'ClinicalEmail/Letter/StatusCode': 'nytbrev',
      'ClinicalEmail/Letter/EpisodeOfCareIdentifier': undefined,
      'ClinicalEmail/Sender/EANIdentifier': '5790001382445',
      'ClinicalEmail/Sender/Identifier': '441211000016003',
      'ClinicalEmail/Sender/IdentifierCode': 'sorkode',
      'ClinicalEmail/Sender/OrganisationName': 'MedCom testcenter',
      'ClinicalEmail/Receiver/EANIdentifier': '5790000121441',
      'ClinicalEmail/Receiver/Identifier': '5790000121441',
      'ClinicalEmail/Receiver/IdentifierCode': 'lokationsnummer',
      'ClinicalEmail/Receiver/OrganisationName': 'Odense Kommune',
      'ClinicalEmail/Patient/CivilRegistrationNumber': number,
      'ClinicalEmail/Patient/AlternativeIdentifier': undefined,
      'ClinicalEmail/Patient/PersonSurnameName': 'Berggren',
      'ClinicalEmail/Patient/PersonGivenName': 'Nancy Ann',
      'ClinicalEmail/Patient/EpisodeOfCareStatusCode': 'inaktiv',
      'ClinicalEmail/AdditionalInformation/Priority': 'rutine',
      'ClinicalEmail/AdditionalInformation/Subject': 'Samarbejdsniveau 3 (somatik)',
    };
    expect(Object.fromEntries(Object.keys(expected).map((path) => [path, of(path)]))).toEqual(expected);
  });

  test('takes what its options say', async () => {
    const { of, identifier, filename } = await make(statementOf(), {
      envelopeId: 'K1',
      letterId: 'B/1',
      episode: '39dadacc87614d0e96f0f202b24a79c0',
      senderName: 'Lægerne på Torvet',
      patientName: 'Åse Örn|Müller-Ægidius',
      episodeStatus: 'indlagt',
    });
    expect(of('Envelope/Identifier')).toBe('K1');
    expect(identifier).toBe('B/1');
    expect(filename).toBe('XDIS91-B_1.xml');
    expect(of('ClinicalEmail/Letter/Identifier')).toBe('B/1');
    expect(of('ClinicalEmail/Letter/EpisodeOfCareIdentifier')).toBe('39dadacc87614d0e96f0f202b24a79c0');
    expect(of('ClinicalEmail/Sender/OrganisationName')).toBe('Lægerne på Torvet');
    expect(of('ClinicalEmail/Patient/PersonSurnameName')).toBe('Müller-Ægidius');
    expect(of('ClinicalEmail/Patient/PersonGivenName')).toBe('Åse Örn');
    expect(of('ClinicalEmail/Patient/EpisodeOfCareStatusCode')).toBe('indlagt');
  });

  test('of an amended response is rettetbrev', async () => {
    expect((await make(statementOf({ status: 'amended' }))).of('ClinicalEmail/Letter/StatusCode')).toBe('rettetbrev');
  });

  test('of a suggestion is made on request', async () => {
    const suggested = statementOf({ assessed: undefined, basis: 'forslag' });
    const { bytes } = await composeLetter('XDIS91', suggested, parties, { ...withSchemas, includeSuggestion: true });
    expect(readBlocks((await textsOf(bytes)).join(' '), number)).toMatchObject([{ basis: 'kunforslag', level: '3' }]);
  });

  test.each([
    ['Nancy Ann|Berggren', 'Berggren', 'Nancy Ann'],
    ['|Berggren', 'Berggren', undefined],
    [' Nancy\n | Berggren ', 'Berggren', 'Nancy'],
  ])('names the citizen as the option says: %j', async (patientName, surname, given) => {
    const { of } = await make(statementOf({ citizen: citizen({ family: 'Ås', given: 'Åse' }) }), { patientName });
    expect(of('ClinicalEmail/Patient/PersonSurnameName')).toBe(surname);
    expect(of('ClinicalEmail/Patient/PersonGivenName')).toBe(given);
  });

  test.each([
    ['2026-01-20T23:30:00Z', '2026-01-21', '00:30'],
    ['2026-07-20T22:30:00Z', '2026-07-21', '00:30'],
    ['2026-03-29T00:59:59Z', '2026-03-29', '01:59'],
    ['2026-03-29T01:00:00Z', '2026-03-29', '03:00'],
    ['2026-10-25T00:30:00Z', '2026-10-25', '02:30'],
    ['2026-10-25T01:30:00Z', '2026-10-25', '02:30'],
    ['2026-01-20T10:30:00.123+05:30', '2026-01-20', '06:00'],
    ['2026-12-31T23:00Z', '2027-01-01', '00:00'],
  ])('sent at %s says %s %s, as the clock in Denmark does', async (time, date, clock) => {
    const { of } = await make(statementOf({ authored: '2026-01-20T00:00:00+01:00' }), { time });
    expect([of('Envelope/Sent/Date'), of('ClinicalEmail/Letter/Authorisation/Time')]).toEqual([date, clock]);
  });

  test.each<[string, Partial<Citizen>, string, string | undefined]>([
    ['a contained Patient', { family: 'von der Ahé', given: 'Jürgen', display: 'Hr. Ahé' }, 'von der Ahé', 'Jürgen'],
    ['a family name alone', { family: 'Ås' }, 'Ås', undefined],
    ['the display', { display: ' Ole\t Bole\nLund Kirkegaard ' }, 'Kirkegaard', 'Ole Bole Lund'],
    ['a display of one word', { display: 'Cher' }, 'Cher', undefined],
    ['a family name of two words', { family: ' von  der\nAhé ', given: ' Jürgen\tB. ' }, 'von der Ahé', 'Jürgen B.'],
    [
      'the display, where the family name has nothing to see in it',
      { family: ' ', display: 'Ole Lund' },
      'Lund',
      'Ole',
    ],
    ['a family name, whatever comma the display has', { family: 'Lund', display: 'Lund, Ole' }, 'Lund', undefined],
  ])('names the citizen from %s', async (_, names, surname, given) => {
    const { of } = await make(statementOf({ citizen: citizen({ given: undefined, ...names }) }));
    expect(of('ClinicalEmail/Patient/PersonSurnameName')).toBe(surname);
    expect(of('ClinicalEmail/Patient/PersonGivenName')).toBe(given);
  });

  test('of a citizen with a replacement number has that, in the block too', async () => {
    const system = 'urn:oid:1.2.208.176.1.6.1.1';
    const replacement = { system, value: '010101AB0X' };
    const { of, bytes } = await make(statementOf({ citizen: citizen({ cpr: undefined, replacement }) }));
    expect(of('ClinicalEmail/Patient/CivilRegistrationNumber')).toBeUndefined();
    expect(of('ClinicalEmail/Patient/AlternativeIdentifier')).toBe('010101AB0X');
    expect(readBlocks((await textsOf(bytes)).join(' '), '010101AB0X')).toHaveLength(1);
  });

  test.each<[string, { system: string; value: string; use?: 'old' }[], string, string]>([
    [
      'SOR before ydernummer',
      [
        { system: 'urn:oid:1.2.208.176.1.4', value: '291714' },
        { system: 'urn:oid:1.2.208.176.1.1', value: '6071000016004' },
      ],
      'sorkode',
      '6071000016004',
    ],
    ['ydernummer before GLN', [{ system: 'urn:oid:1.2.208.176.1.4', value: '291714' }], 'ydernummer', '291714'],
    [
      'GLN, and never a KOMBIT UUID',
      [{ system: 'https://kombit.dk/sts/organisation', value: 'urn:uuid:1' }],
      'lokationsnummer',
      '5790000128709',
    ],
    [
      'no number that is old',
      [{ system: 'urn:oid:1.2.208.176.1.4', value: '291714', use: 'old' }],
      'lokationsnummer',
      '5790000128709',
    ],
  ])('identifies an organisation by %s', async (_, identifiers, code, value) => {
    const gln = { system: 'https://www.gs1.org/gln', value: '5790000128709' };
    const receiver = { ...hospital, identifier: [gln, ...identifiers] };
    const { bytes } = await composeLetter('XDIS91', statementOf(), { sender: hospital, receiver }, withSchemas);
    const { root } = await parseXml(bytes);
    expect(textAt(root, 'ClinicalEmail/Receiver/EANIdentifier')).toBe('5790000128709');
    expect(textAt(root, 'ClinicalEmail/Receiver/Identifier')).toBe(value);
    expect(textAt(root, 'ClinicalEmail/Receiver/IdentifierCode')).toBe(code);
  });

  test('calls the sender by an alias and the receiver by nothing where the name is too long', async () => {
    const name = 'Børne- og Ungdomspsykiatrisk Center Risskov';
    const sender = { ...hospital, name, alias: [`${name} afd. A`, 'BUC Risskov'] };
    const { bytes } = await composeLetter(
      'XDIS91',
      statementOf(),
      { sender, receiver: { ...hospital, name } },
      withSchemas,
    );
    const { root } = await parseXml(bytes);
    expect(textAt(root, 'ClinicalEmail/Sender/OrganisationName')).toBe('BUC Risskov');
    expect(textAt(root, 'ClinicalEmail/Receiver/OrganisationName')).toBeUndefined();
  });
});

describe('the same input', () => {
  test('gives the same bytes', async () => {
    const [one, other] = await Promise.all([make(fullStatement('Ærø')), make(fullStatement('Ærø'))]);
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
  });
});

describe('text', () => {
  const markup = 'Er "fed" <Bold>skrift</Bold> & <Break/> &#65; ]]> \'ok\'?';
  const letters = 'æøåÆØÅéüß€ 😀 ŁódŹ \u0085 Ελλάδα\u00a0x';

  test.each([markup, letters])('%s stays what was typed', async (comment) => {
    const { bytes, text } = await make(statementOf({ comment }));
    expect(readBlocks((await textsOf(bytes)).join(' '), number)[0]?.typed.comment).toBe(squeezedTyped(comment));
    expect(text).not.toContain('<Bold>');
    expect(text).not.toMatch(/[\x80-\x9f]/);
  });

  test('outside ISO-8859-1 is written in plain characters or as references, what is in it as bytes', async () => {
    const { text } = await make(statementOf({ comment: 'é€😀 – “ok”' }));
    expect(text).toContain('Kommentar: »éEUR&#128512; - &quot;ok&quot;«<Break/>');
  });

  test('names with any letters stay whole', async () => {
    const { of } = await make(statementOf(), {
      patientName: "Ægir & Łucja|O'Brien <Øst>",
      senderName: 'Læge Ğ & Søn',
    });
    expect(of('ClinicalEmail/Patient/PersonGivenName')).toBe('Ægir & Łucja');
    expect(of('ClinicalEmail/Patient/PersonSurnameName')).toBe("O'Brien <Øst>");
    expect(of('ClinicalEmail/Sender/OrganisationName')).toBe('Læge Ğ & Søn');
  });

  test('with line breaks has Break in its quotes', async () => {
    const { text } = await make(statementOf({ comment: 'én\r\nto\n\ntre' }));
    expect(text).toContain('Kommentar: »én<Break/>to<Break/><Break/>tre«<Break/>');
  });

  test.each([
    ['words', 'Borgeren klarer sig godt med støtte. '.repeat(541).slice(0, 20_000)],
    ['lines', 'Linje\n'.repeat(3_334).slice(0, 20_000)],
  ])('of 20,000 characters in %s is split and reads back over the pieces', async (_, comment) => {
    const { bytes } = await make(statementOf({ comment }));
    const texts = await textsOf(bytes);
    expect(texts.length).toBe(7);
    expect(texts.every((each) => [...each].length <= 3_150)).toBe(true);
    expect(readBlocks(texts.join(' '), number)[0]?.typed.comment).toBe(squeezedTyped(comment));
  });

  test.each(['x', '«', '😀'])('of 20,000 %s without a blank is split and is still one block', async (character) => {
    const comment = character.repeat(character === '«' ? 10_000 : 20_000);
    const { bytes } = await make(statementOf({ comment }));
    const [read, ...more] = readBlocks((await textsOf(bytes)).join(' '), number);
    expect(more).toEqual([]);
    expect(read?.typed.comment).toBe(comment);
  });

  test('up to 31,150 characters in all goes out', async () => {
    const rest = (await textsOf((await make(statementOf({ comment: 'a' }))).bytes)).join('').length - 1;
    const comment = 'ord '
      .repeat(8_000)
      .slice(0, 31_150 - rest - 1)
      .concat('.');
    const texts = await textsOf((await make(statementOf({ comment }))).bytes);
    expect([...texts.join('')].length).toBe(31_150);
    expect(texts.length).toBe(10);
  });

  const piece = fc.constantFrom(
    '»',
    '«',
    '<Break/>',
    '&amp;',
    ']]>',
    '\n',
    ' ',
    'ø',
    '€',
    '😀',
    '\u0080',
    'Differentieringsmodellen ',
  );
  const typed = fc
    .array(fc.oneof(piece, fc.string({ unit: 'grapheme', maxLength: 6 })), { minLength: 1 })
    .map((parts) => parts.join(''));

  test('of any kind is schema-valid and reads back', async () => {
    await fc.assert(
      fc.asyncProperty(typed, async (comment) => {
        const { bytes } = await make(statementOf({ comment }));
        expect(readBlocks((await textsOf(bytes)).join(' '), number)).toMatchObject([
          { typed: { comment: squeezedTyped(comment) } },
        ]);
      }),
      { numRuns: 200 },
    );
  });
});

describeWithSchemas("MedCom's schema", () => {
  test.each(everyLevel)('accepts the letter of $variant.code $level.code', async ({ variant, level }) => {
    for (const assessment of [
      statementOf({}, variant.code, level.code),
      fullStatement('Æblegrød & <Bold>', variant.code, level.code),
    ]) {
      const { bytes } = await composeLetter('XDIS91', assessment, parties, options);
      expect(await checkSchema(bytes, schemaDirectory)).toEqual([]);
    }
  });
});

describe('a whole new letter', () => {
  test('has typographic characters of names in their plain forms, as those of its text', async () => {
    const { of, warnings } = await make(statementOf({ comment: 'én – to … “tre”' }), {
      patientName: 'D’Arcy|O’Brien–Ås',
      senderName: 'Lægerne “Torvet”',
    });
    expect(of('ClinicalEmail/Patient/PersonGivenName')).toBe("D'Arcy");
    expect(of('ClinicalEmail/Patient/PersonSurnameName')).toBe("O'Brien-Ås");
    expect(of('ClinicalEmail/Sender/OrganisationName')).toBe('Lægerne "Torvet"');
    expect(warnings).toEqual([]);
  });

  test('warns of characters that its encoding lacks, once each, in names too', async () => {
    const { of, warnings } = await make(statementOf({ comment: 'Łódź' }), { patientName: 'Zoë|Łuksza' });
    expect(of('ClinicalEmail/Patient/PersonSurnameName')).toBe('Łuksza');
    expect(warnings).toEqual([
      {
        code: 'character-outside',
        place: { xpath: '/Emessage/ClinicalEmail' },
        values: { characters: 'U+0141, U+017A' },
      },
    ]);
  });
});
