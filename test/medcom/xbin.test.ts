import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { fromBase64 } from '../../src/medcom/xbin/base64.ts';
import { isUuid, withHyphens, withoutHyphens } from '../../src/medcom/xbin/identifier.ts';
import { readXbin } from '../../src/medcom/xbin/read.ts';
import { xbinTables } from '../../src/medcom/xbin/tables.ts';
import { writeXbin, xbinFor } from '../../src/medcom/xbin/write.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { checkSchema } from '../../src/medcom/xml/schema.ts';
import { elementsOf, textOf, type XmlElement } from '../../src/medcom/xml/tree.ts';
import { answerMessage } from '../../src/work/receipt.ts';
import { ports } from '../ports.ts';
import { refusalOf } from './refusal.ts';
import { describeWithSamples, sample, samples } from './sample-letters.ts';
import { describeWithSchemas, schemaDirectory } from './schemas.ts';
import { options, parties, statementOf } from './statements.ts';

const uuid = 'c39ea6b2-6052-45e4-a207-415e0205ab6f';
const ids = { objectIdentifier: uuid, envelopeId: 'ENVELOPE', letterId: 'LETTER/1', time: '2026-01-20T22:30:00Z' };
const content = Buffer.from('%PDF-1.7\nø');

const email = await composeLetter('XDIS91', statementOf(), parties, options);
const letterOf = async (bytes: Uint8Array): Promise<XmlElement> => {
  const found = elementsOf((await parseXml(bytes)).root)[1];
  if (found === undefined) throw new Error('no letter');
  return found;
};
const changed = (bytes: Uint8Array, from: string | RegExp, to: string) => {
  const text = Buffer.from(bytes).toString('latin1');
  const result = text.replace(from, to);
  expect(result).not.toBe(text);
  return Buffer.from(result, 'latin1');
};

describe('an attachment', async () => {
  const made = await writeXbin(await letterOf(email.bytes), content, ids);
  const { root } = await parseXml(made.bytes);

  test('has what the letter says of sender, receiver and citizen', () => {
    const of = (...path: readonly string[]) => textOf(root, ...path);
    expect(of('Envelope', 'Identifier')).toBe('ENVELOPE');
    expect(of('Envelope', 'Sent', 'Time')).toBe('23:30');
    expect(of('BinaryLetter', 'Letter', 'VersionCode')).toBe('XB0131X');
    expect(of('BinaryLetter', 'Letter', 'StatusCode')).toBe('nytbrev');
    expect(of('BinaryLetter', 'Sender', 'EANIdentifier')).toBe('5790001382445');
    expect(of('BinaryLetter', 'Sender', 'OrganisationName')).toBe('MedCom testcenter');
    expect(of('BinaryLetter', 'Receiver', 'Identifier')).toBe('5790000121441');
    expect(of('BinaryLetter', 'Patient', 'CivilRegistrationNumber')).toBe('0101010001');
    expect(of('BinaryLetter', 'Patient', 'EpisodeOfCareStatusCode')).toBeUndefined();
    expect(of('BinaryLetter', 'BinaryObject', 'ObjectIdentifier')).toBe(uuid);
    expect(of('BinaryLetter', 'BinaryObject', 'ObjectCode')).toBe('vektor_grafik');
    expect(of('BinaryLetter', 'BinaryObject', 'OriginalObjectSize')).toBe(String(content.length));
    expect(made).toMatchObject({ identifier: 'LETTER/1', filename: 'XBIN01-LETTER_1.xml' });
  });

  test('reads back', async () => {
    expect(await readXbin(made.bytes)).toEqual({
      type: 'XBIN01',
      version: 'XB0131X',
      envelopeId: 'ENVELOPE',
      letterId: 'LETTER/1',
      sender: '5790001382445',
      receiver: '5790000121441',
      citizen: { kind: 'cpr', value: '0101010001' },
      objects: [{ identifier: uuid, code: 'vektor_grafik', extension: 'pdf', bytes: content }],
    });
  });

  test('gives any bytes back', async () => {
    const source = await letterOf(email.bytes);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
        const { objects } = await readXbin((await writeXbin(source, bytes, ids)).bytes);
        expect(Buffer.compare(objects[0]?.bytes ?? Buffer.alloc(0), bytes)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, string, string, string | RegExp, string]>([
    [
      'base64 that is cut',
      'xbin-base64',
      'BinaryLetter/BinaryObject[1]/Object_Base64Encoded',
      /.<\/Object_B/,
      '</Object_B',
    ],
    ['bits where none should be', 'xbin-base64', 'BinaryLetter/BinaryObject[1]/Object_Base64Encoded', 'w7g=', 'w7h='],
    ['another size', 'xbin-size', 'BinaryLetter/BinaryObject[1]/OriginalObjectSize', '>11<', '>12<'],
    ['a size of nothing', 'letter-value-form', 'BinaryLetter/BinaryObject[1]/OriginalObjectSize', '>11<', '>0<'],
    [
      'an identifier without hyphens',
      'letter-value-form',
      'BinaryLetter/BinaryObject[1]/ObjectIdentifier',
      uuid,
      withoutHyphens(uuid),
    ],
    ['another version', 'letter-code-unknown', 'BinaryLetter/Letter/VersionCode', 'XB0131X', 'XB0130X'],
    ['rettetbrev', 'letter-code-unknown', 'BinaryLetter/Letter/StatusCode', 'nytbrev', 'rettetbrev'],
    ['no object', 'letter-element-missing', 'BinaryLetter/BinaryObject', /<BinaryObject>.*<\/BinaryObject>/, ''],
    ['no citizen', 'letter-element-missing', 'BinaryLetter/Patient', /<Patient>.*<\/Patient>/, ''],
    [
      'Contents beside the citizen',
      'letter-element-unexpected',
      'BinaryLetter',
      '<BinaryObject>',
      '<Contents>x</Contents><BinaryObject>',
    ],
    ['no envelope', 'letter-element-missing', 'Envelope', /<Envelope>.*<\/Envelope>/, ''],
    ['an envelope id too long', 'letter-text-length', 'Envelope/Identifier', '>ENVELOPE<', `>${'E'.repeat(15)}<`],
  ])('with %s is refused: %s at %s', async (_, code, place, from, to) => {
    const bytes = changed(made.bytes, from, to);
    const problems = await refusalOf(() => readXbin(bytes));
    // Nobody is told either that it was received.
    expect(await refusalOf(() => answerMessage(ports, bytes, { unasked: true }))).toEqual(problems);
    expect(problems).toEqual([{ code, place: `/Emessage/${place}` }]);
  });

  test('may be about a system instead of a citizen', async () => {
    const system = '<SystemInformation>true</SystemInformation><Contents>Log</Contents>';
    const bytes = changed(made.bytes, /<Patient>.*<\/Patient>/, system);
    expect((await readXbin(bytes)).citizen).toBeUndefined();
  });

  test('is not found in another message', async () => {
    expect(await refusalOf(() => readXbin(email.bytes))).toEqual([{ code: 'xbin-unknown', place: '/Emessage' }]);
    const elsewhere = changed(made.bytes, '2012/03/28', '2012/03/29');
    expect(await refusalOf(() => readXbin(elsewhere))).toEqual([{ code: 'xbin-unknown', place: '/Emessage' }]);
  });
});

describe('what is copied from the letter', async () => {
  const make = async (from: string | RegExp, to: string) =>
    writeXbin(await letterOf(changed(email.bytes, from, to)), content, ids);

  test('may not have the code amt', async () => {
    const from = /<IdentifierCode>sorkode/;
    expect(await refusalOf(() => make(from, '<IdentifierCode>amt'))).toEqual([
      { code: 'letter-code-unknown', place: '/Emessage/ClinicalEmail/Sender/IdentifierCode' },
    ]);
  });

  test.each<[string, string, string]>([
    ['a known speciality stays', 'kardiologi', 'kardiologi'],
    ['an unknown one is left out', 'tolk', ''],
  ])('%s', async (_, code, expected) => {
    const { bytes } = await make('</Sender>', `<MedicalSpecialityCode>${code}</MedicalSpecialityCode></Sender>`);
    const { root } = await parseXml(bytes);
    expect(textOf(root, 'BinaryLetter', 'Sender', 'MedicalSpecialityCode') ?? '').toBe(expected);
  });

  test('leaves out empty elements and the contact', async () => {
    const { bytes } = await make('</Sender>', '<PostCodeIdentifier></PostCodeIdentifier><Contact/></Sender>');
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/PostCode|Contact/);
  });

  test('points at the option where an id is too long', async () => {
    const source = await letterOf(email.bytes);
    const step = () => writeXbin(source, content, { ...ids, envelopeId: 'E'.repeat(15), letterId: '' });
    expect(await refusalOf(step)).toEqual([
      { code: 'letter-text-length', place: 'option:envelopeId' },
      { code: 'letter-text-length', place: 'option:letterId' },
    ]);
  });

  test('an object identifier that is no UUID is a mistake of ours', async () => {
    const source = await letterOf(email.bytes);
    const step = writeXbin(source, content, { ...ids, objectIdentifier: withoutHyphens(uuid) });
    await expect(step).rejects.toThrow(TypeError);
  });

  test('is too large over 50 MB', async () => {
    const source = await letterOf(email.bytes);
    expect(await refusalOf(() => writeXbin(source, Buffer.alloc(37_500_000), ids))).toEqual([
      { code: 'xml-too-large', place: '/' },
    ]);
  });

  test('may have more than the 10 MB that libxml2 takes unasked', async () => {
    const bytes = Buffer.alloc(9_000_000, 'Niveau');
    const { objects } = await readXbin((await writeXbin(await letterOf(email.bytes), bytes, ids)).bytes);
    expect(digest(objects[0]?.bytes)).toBe(digest(bytes));
  });
});

function digest(bytes: Uint8Array = new Uint8Array()): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test.each([
  ['ClinicalEmail', 'XBIN01'],
  ['DischargeLetter', 'XBIN01'],
  ['MunicipalityLetter', 'XBIN01'],
  ['HospitalReferral', 'XBIN02'],
  ['MunicipalityReferral', 'XBIN02'],
  ['XrayRequest', 'XBIN02'],
  ['TeddyReferral', 'XBIN02'],
])('%s goes with %s', (element, type) => {
  expect(xbinFor(element).type).toBe(type);
});

test.each<[string, boolean, string]>([
  [uuid, true, uuid],
  [uuid.toUpperCase(), true, uuid],
  [withoutHyphens(uuid), false, uuid],
  ['ZZZZZZZZ-6052-45e4-a207-415e0205ab6f', false, 'ZZZZZZZZ-6052-45e4-a207-415e0205ab6f'],
  ['021121TAU00171', false, '021121TAU00171'],
])('identifier %s: UUID %s, compared as %s', (text, is, compared) => {
  expect(isUuid(text)).toBe(is);
  expect(withHyphens(text)).toBe(compared);
});

test('withoutHyphens fits into the 35 characters of a Reference', () => {
  expect(withoutHyphens(uuid)).toBe('c39ea6b2605245e4a207415e0205ab6f');
});

test.each<[string, string | undefined]>([
  ['', ''],
  ['Zm9v', 'foo'],
  ['Zm\r\n9v\t ', 'foo'],
  ['Zm8=', 'fo'],
  ['Zm9', undefined],
  ['Zm9=', undefined],
  ['Zm8', undefined],
  ['Zm-_', undefined],
  ['Zm9v=', undefined],
  ['Zm8=Zm9v', undefined],
])('base64 %j is %j', (text, expected) => {
  const bytes = fromBase64(text);
  expect(bytes && Buffer.from(bytes).toString()).toBe(expected);
});

describeWithSamples('the sample', () => {
  test.each(samples(/BIN/).filter((name) => !/XCTL/.test(name)))('%s reads', async (name) => {
    const { objects, citizen } = await readXbin(sample(name));
    expect(objects.length).toBe(1);
    expect(objects[0]?.identifier).toSatisfy(isUuid);
    expect(citizen).toEqual({ kind: 'cpr', value: expect.stringMatching(/^\d{10}$/) });
  });

  test.each(samples(/(?:DIS|REF)\w*\.xml$/).filter((name) => !/VANS|XCTL|DIS20/.test(name)))(
    '%s gets an attachment that the schema accepts',
    async (name) => {
      const { bytes } = await writeXbin(await letterOf(sample(name)), content, ids);
      expect((await readXbin(bytes)).objects[0]?.bytes).toEqual(content);
      expect(await checkSchema(bytes, schemaDirectory)).toEqual([]);
    },
  );
});

describeWithSchemas('a table', () => {
  const sender = `<Sender><EANIdentifier>5790001382445</EANIdentifier><Identifier>1</Identifier><IdentifierCode>sorkode</IdentifierCode><OrganisationName>o</OrganisationName><StreetName>s</StreetName><DistrictName>d</DistrictName><PostCodeIdentifier></PostCodeIdentifier><MedicalSpecialityCode>kardiologi</MedicalSpecialityCode></Sender>`;

  test.each(xbinTables.map((table) => [table.version, table] as const))(
    '%s reads what its schema accepts',
    async (_, table) => {
      const text = Buffer.from((await writeXbin(await letterOf(email.bytes), content, ids)).bytes)
        .toString('latin1')
        .replace(/http[^"]*/, table.namespace)
        .replace(/BinaryLetter/g, table.element)
        .replace(/XB0131X/, table.version)
        .replace(/XBIN01(?=<\/TypeCode)/, table.type)
        .replace(/<Sender>.*<\/Sender>/, sender)
        .replace(uuid, table.version.endsWith('0X') && table.version !== 'XB0210X' ? withoutHyphens(uuid) : uuid);
      const bytes = Buffer.from(text, 'latin1');
      expect(await checkSchema(bytes, schemaDirectory)).toEqual([]);
      expect(await readXbin(bytes)).toMatchObject({ version: table.version, objects: [{ identifier: uuid }] });
      const mine = Buffer.from(text.replace('XB02', 'XB09').replace('XB01', 'XB09'), 'latin1');
      expect((await refusalOf(() => readXbin(mine)))[0]?.code).toBe('letter-code-unknown');
    },
  );
});
