import { describe, expect, test } from 'vitest';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { type Arrival, arrivalOf } from '../../src/medcom/receipts/arrival.ts';
import { negativeReceipt, positiveReceipt } from '../../src/medcom/receipts/make.ts';
import { isReceipt, readReceipts } from '../../src/medcom/receipts/read.ts';
import { type RefuseCode, refuseCodes } from '../../src/medcom/receipts/tables.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { checkSchema } from '../../src/medcom/xml/schema.ts';
import { textOf } from '../../src/medcom/xml/tree.ts';
import { refusalOf } from './refusal.ts';
import { describeWithSamples, sample, samples } from './sample-letters.ts';
import { describeWithSchemas, schemaDirectory } from './schemas.ts';
import { options as letterOptions, parties, statementOf } from './statements.ts';

const options = { time: '2026-01-20T22:30:00Z' };
const sent = await composeLetter('XDIS91', statementOf(), parties, {
  ...letterOptions,
  envelopeId: 'E1',
  letterId: 'L1',
});
const text = Buffer.from(sent.bytes).toString('latin1');
const rootOf = async (xml: string | Uint8Array) =>
  (await parseXml(typeof xml === 'string' ? Buffer.from(xml, 'latin1') : xml)).root;
const changed = (from: string | RegExp, to: string) => {
  const result = text.replace(from, to);
  expect(result).not.toBe(text);
  return rootOf(result);
};
const two = async () => {
  const again = /<ClinicalEmail>.*<\/ClinicalEmail>/s.exec(text)?.[0].replace('>L1<', '>L2<') ?? '';
  return rootOf(text.replace('</Emessage>', `<Local_Elements><x/></Local_Elements>${again}</Emessage>`));
};

const original = {
  envelopeId: 'E1',
  sender: '5790001382445',
  receiver: '5790000121441',
  refuseCode: undefined,
  refuseText: undefined,
};
const first = { identifier: 'L1', version: 'XD9134L', refuseCode: undefined, refuseText: undefined };

describe('a positive receipt', () => {
  test('echoes what it answers and reads back', async () => {
    const made = await positiveReceipt(await rootOf(text), options);
    expect(await readReceipts(made.bytes)).toEqual([
      {
        type: 'XCTL03',
        envelopeId: textOf(await rootOf(made.bytes), 'Envelope', 'Identifier'),
        letterId: made.identifier,
        sender: '5790000121441',
        receiver: '5790001382445',
        original: { ...original, letters: [first] },
      },
    ]);
    expect(textOf(await rootOf(made.bytes), 'Envelope', 'AcknowledgementCode')).toBe('minuspositivkvitt');
    expect(textOf(await rootOf(made.bytes), 'Envelope', 'Sent', 'Time')).toBe('23:30');
    expect(made.filename).toBe(`XCTL03-${made.identifier}.xml`);
  });

  test('answers all letters of an envelope', async () => {
    const [receipt] = await readReceipts((await positiveReceipt(await two(), options)).bytes);
    expect(receipt?.original.letters).toEqual([first, { ...first, identifier: 'L2' }]);
  });

  test('is the same again, and another for another message', async () => {
    const ids = async (root: Awaited<ReturnType<typeof rootOf>>) => (await positiveReceipt(root, options)).identifier;
    expect(await ids(await rootOf(text))).toBe(await ids(await rootOf(text)));
    expect(await ids(await rootOf(text))).toMatch(/^[0-9A-Z]{14}$/);
    expect(await ids(await changed('>E1<', '>E2<'))).not.toBe(await ids(await rootOf(text)));
  });

  test('is not sent unasked', async () => {
    const silent = await changed('pluspositivkvitt', 'minuspositivkvitt');
    expect(await refusalOf(() => positiveReceipt(silent, options))).toEqual([
      { code: 'receipt-unwanted', place: '/Emessage/Envelope/AcknowledgementCode' },
    ]);
    await expect(positiveReceipt(silent, options, true)).resolves.toBeDefined();
    await expect(negativeReceipt(silent, { code: 'syntaksfejl' }, options)).resolves.toBeDefined();
  });
});

describe('a negative receipt', () => {
  test.each(refuseCodes)('says %s at each letter', async (code) => {
    const made = await negativeReceipt(await two(), { code, text: 'Linje <1>\r\nLinje 2' }, options);
    const why = { refuseCode: code, refuseText: 'Linje <1>\nLinje 2' };
    const [receipt] = await readReceipts(made.bytes);
    expect(receipt).toMatchObject({ type: 'XCTL02', original });
    expect(receipt?.original.letters).toEqual([
      { ...first, ...why },
      { ...first, ...why, identifier: 'L2' },
    ]);
  });

  test('says it of the whole where no letter can be named', async () => {
    const root = await changed(/<Letter>.*<\/Letter>/s, '<Letter/>');
    const [receipt] = await readReceipts((await negativeReceipt(root, { code: 'syntaksfejl' }, options)).bytes);
    expect(receipt?.original).toEqual({ ...original, refuseCode: 'syntaksfejl', letters: [] });
  });

  test('answers a letter of an unknown kind', async () => {
    const root = await rootOf(text.replace(/ClinicalEmail/g, 'Hemmelig').replace(/2006\/07\/01/, '1999/01/01'));
    const [receipt] = await readReceipts((await negativeReceipt(root, { code: 'problem_med_version' }, options)).bytes);
    expect(receipt?.original.letters[0]?.refuseCode).toBe('problem_med_version');
  });

  test('knows its codes', async () => {
    const step = async () => negativeReceipt(await rootOf(text), { code: 'andet' as RefuseCode }, options);
    expect(await refusalOf(step)).toEqual([{ code: 'letter-code-unknown', place: 'option:refuse' }]);
  });
});

describe('no receipt can be made', () => {
  const letterPlace = '/Emessage/ClinicalEmail';
  test.each<[string, string, string, string | RegExp, string]>([
    [
      'without an envelope id',
      'receipt-unanswerable',
      '/Emessage/Envelope/Identifier',
      '<Identifier>E1</Identifier>',
      '',
    ],
    ['with one that is empty', 'receipt-unanswerable', '/Emessage/Envelope/Identifier', '>E1<', '><'],
    [
      'with one that is too long',
      'receipt-unanswerable',
      '/Emessage/Envelope/Identifier',
      '>E1<',
      `>${'E'.repeat(15)}<`,
    ],
    ['without a sender', 'receipt-unanswerable', `${letterPlace}/Sender/EANIdentifier`, /<Sender>.*<\/Sender>/s, ''],
    [
      'without a receiver',
      'receipt-unanswerable',
      `${letterPlace}/Receiver/EANIdentifier`,
      /<Receiver>.*<\/Receiver>/s,
      '',
    ],
    [
      'without a letter',
      'receipt-unanswerable',
      '/Emessage/*/Sender/EANIdentifier',
      /<ClinicalEmail>.*<\/ClinicalEmail>/s,
      '',
    ],
    ['for another document', 'receipt-unanswerable', '/Emessage/*/Sender/EANIdentifier', /Emessage/g, 'Message'],
  ])('%s: %s at %s', async (_, code, place, from, to) => {
    const root = await changed(from, to);
    const problems = await refusalOf(() => negativeReceipt(root, { code: 'syntaksfejl' }, options));
    expect(problems).toEqual([{ code, place }]);
  });

  test('for a receipt', async () => {
    const { bytes } = await positiveReceipt(await rootOf(text), options);
    const root = await rootOf(bytes);
    expect(isReceipt(root)).toBe(true);
    for (const step of [
      () => positiveReceipt(root, options, true),
      () => negativeReceipt(root, { code: 'syntaksfejl' }, options),
    ]) {
      expect(await refusalOf(step)).toEqual([{ code: 'receipt-of-receipt', place: '/Emessage' }]);
    }
  });

  test('with ids or a time that do not fit', async () => {
    const root = await rootOf(text);
    const long = { ...options, envelopeId: 'x'.repeat(15), letterId: 'y'.repeat(15) };
    expect(await refusalOf(() => positiveReceipt(root, long))).toEqual([
      { code: 'letter-text-length', place: 'option:envelopeId' },
      { code: 'letter-text-length', place: 'option:letterId' },
    ]);
    expect(await refusalOf(() => positiveReceipt(root, { time: 'now' }))).toEqual([
      { code: 'letter-option-form', place: 'option:time' },
    ]);
  });
});

describe('a receipt that came in', async () => {
  const { bytes } = await negativeReceipt(await rootOf(text), { code: 'syntaksfejl', text: 'x' }, options);
  const receipt = Buffer.from(bytes).toString('latin1');
  const place = '/Emessage/NegativeReceipt';

  test.each<[string, string, string, string | RegExp, string]>([
    ['another namespace', 'receipt-unknown', '/Emessage', '2005/08/07', '2020/05/06'],
    ['another version', 'letter-code-unknown', `${place}/Letter/VersionCode`, 'XC0230Q', 'XC0130Q'],
    [
      'an unknown code',
      'letter-code-unknown',
      `${place}/OriginalEmessage/OriginalLetter[1]/RefuseCode`,
      'syntaksfejl',
      'x',
    ],
    [
      'no original envelope',
      'letter-element-missing',
      `${place}/OriginalEmessage/OriginalEnvelopeIdentifier`,
      /<OriginalEnvelopeIdentifier>.*<\/OriginalEnvelopeIdentifier>/,
      '',
    ],
    [
      'bold text',
      'letter-element-unexpected',
      `${place}/OriginalEmessage/OriginalLetter/RefuseText`,
      '<RefuseText>',
      '<RefuseText><Bold>b</Bold>',
    ],
    [
      'no envelope id',
      'letter-element-missing',
      '/Emessage/Envelope/Identifier',
      /<Identifier>[^<]*<\/Identifier>/,
      '',
    ],
  ])('with %s is refused: %s at %s', async (_, code, at, from, to) => {
    const changedReceipt = receipt.replace(from, to);
    expect(changedReceipt).not.toBe(receipt);
    expect(await refusalOf(() => readReceipts(Buffer.from(changedReceipt, 'latin1')))).toEqual([{ code, place: at }]);
  });

  test('is none when it is a letter', async () => {
    expect(isReceipt(await rootOf(text))).toBe(false);
    expect(await refusalOf(() => readReceipts(sent.bytes))).toEqual([{ code: 'receipt-unknown', place: '/Emessage' }]);
  });
});

/** MEDCOM.md, "Transport and receipts". */
describe('a letter that comes in', () => {
  test.each<[string, readonly string[] | undefined, boolean, Arrival]>([
    ['new envelope, new letter', undefined, false, 'new'],
    ['same envelope and letter', ['L1'], true, 'duplicate'],
    ['new envelope, known letter', undefined, true, 'lost-receipt'],
    ['known envelope, new letter', ['L0'], false, 'error'],
    ['known envelope, a letter that came in another one', ['L0'], true, 'error'],
    ['one of two letters of a known envelope', ['L0', 'L1'], true, 'duplicate'],
    ['a known envelope that brought nothing readable', [], false, 'error'],
  ])('%s', (_, envelopeBrought, letterSeen, expected) => {
    expect(arrivalOf('L1', { envelopeBrought, letterSeen })).toBe(expected);
  });
});

describeWithSchemas("MedCom's schema", () => {
  const refusals = refuseCodes.map((code) => ({ code, text: 'Årsag\nlinje 2' }));
  test('accepts every receipt', async () => {
    for (const root of [await rootOf(text), await two(), await changed(/<Letter>.*<\/Letter>/s, '<Letter/>')]) {
      const made = [
        positiveReceipt(root, options),
        ...[...refusals, { code: 'syntaksfejl' as const }].map((why) => negativeReceipt(root, why, options)),
      ];
      for (const { bytes } of await Promise.all(made)) expect(await checkSchema(bytes, schemaDirectory)).toEqual([]);
    }
  });
});

describeWithSamples('the sample', () => {
  test.each(samples(/(?:CTL0|XCTL).*\.xml$/))('%s reads', async (name) => {
    const [receipt] = await readReceipts(sample(name));
    const type = /CTL0\d/.exec(name)?.[0];
    expect(receipt?.type).toBe(`X${type}`);
    expect(receipt?.original.letters.length).toBeGreaterThan(0);
  });

  test('of XCTL01 has its refusal', async () => {
    const [receipt] = await readReceipts(sample('legacy/CTL01_1.xml'));
    expect(receipt).toMatchObject({ sender: 'DKKMDKMDNET', original: { refuseCode: 'ukendt_lokationsnummer' } });
    expect(receipt?.original.refuseText).toContain('ikke kunnet modtages. \nModtager');
    expect(receipt?.original.letters).toHaveLength(2);
  });

  test.each(samples(/(?:DIS|REF|BIN)\w*(?:_Ex\w*)?\.xml$/).filter((name) => !/VANS|XCTL/.test(name)))(
    '%s is answered by receipts that the schema accepts',
    async (name) => {
      const root = await rootOf(sample(name));
      const positive = await positiveReceipt(root, options, true);
      const negative = await negativeReceipt(root, { code: 'ikke_specificeret' }, options);
      for (const { bytes } of [positive, negative]) expect(await checkSchema(bytes, schemaDirectory)).toEqual([]);
    },
  );
});
