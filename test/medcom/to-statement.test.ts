import type { Observation } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { writeWithdrawal } from '../../src/medcom/block/write.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { type LetterReading, readLetters } from '../../src/medcom/read/read.ts';
import { toBundle } from '../../src/medcom/read/to-bundle.ts';
import { toStatement, toWithdrawn } from '../../src/medcom/read/to-statement.ts';
import { loadModel } from '../../src/profiles.ts';
import { options, parties, statementOf } from './statements.ts';

const model = loadModel();
const professional = { type: undefined, display: 'Michael Burns', identifiers: [], reference: undefined };
const { bytes } = await composeLetter('XDIS91', statementOf({ professional }), parties, options);

async function readingOf(letterBytes: Uint8Array): Promise<LetterReading> {
  const [reading] = await readLetters(model, letterBytes);
  if (reading === undefined) throw new Error('no reading');
  return reading;
}

async function withdrawn() {
  const { lines } = writeWithdrawal(statementOf(), '2026-02-01', '0101010001', { plain: true });
  const text = Buffer.from(bytes).toString('latin1');
  const block = `<Text01>${lines.join('<Break/>')}</Text01>`;
  return readingOf(Buffer.from(text.replace(/<Text01>.*<\/Text01>/gs, block), 'latin1'));
}

describe('what a letter states', () => {
  test('is of its citizen by the CPR number alone, and of a person by the name alone', async () => {
    const reading = await readingOf(bytes);
    const [statement] = reading.levels.map((stated) => toStatement(reading, stated));
    expect(statement).toMatchObject({
      status: 'completed',
      basedOn: [],
      citizen: {
        cpr: '0101010001',
        replacement: undefined,
        identifiers: [{ system: 'urn:oid:1.2.208.176.1.2', value: '0101010001' }],
      },
      professional,
    });
  });

  test.each([
    ['X-eCPR', '010101100A', '1.2.208.176.1.6.1.1'],
    ['X-eCPR', '010101700A', '1.2.208.176.1.6.1.1'],
    ['D-eCPR', '010101200A', '1.2.208.176.1.6.1.3'],
  ])('is of a citizen with a number of %s: %s', async (_, value, system) => {
    const reading: LetterReading = { ...(await readingOf(bytes)), citizen: { kind: 'replacement', value } };
    const [statement] = reading.levels.map((stated) => toStatement(reading, stated));
    const identifier = { system: `urn:oid:${system}`, value };
    expect(statement?.citizen).toMatchObject({ cpr: undefined, replacement: identifier, identifiers: [identifier] });
  });

  test('to be withdrawn is a status, a citizen and a time, and nothing of the level', async () => {
    const reading = await withdrawn();
    const [told] = reading.withdrawals.map((withdrawal) => toWithdrawn(reading, withdrawal));
    const { variant, identity, citizen, ...rest } = told ?? {};
    expect([variant?.code, citizen?.cpr, typeof identity]).toEqual(['somatik', '0101010001', 'string']);
    expect(rest).toEqual({
      status: 'entered-in-error',
      authored: '2026-01-20T10:30:00+01:00',
      ...{ basedOn: [], factors: [], tools: [] },
    });
  });
});

test('a level that is withdrawn has no basis: nobody assessed, agreed or suggested it any more', async () => {
  const { entry = [] } = toBundle(model, [await withdrawn()], { name: 'Niveau', version: '1' });
  expect(entry[0]?.resource).toMatchObject({ category: [{ coding: [{ code: 'survey' }] }] });
});

describe('the words of an Observation', () => {
  const rowsOf = (reading: LetterReading) => {
    const { entry = [] } = toBundle(model, [reading], { name: 'Niveau', version: '1' });
    const div = (entry[0]?.resource as Observation | undefined)?.text?.div ?? '';
    const [danish = '', english = ''] = div.split('<hr/>');
    return [danish, english].map((half) =>
      [...half.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, text]) => `${name}: ${text}`),
    );
  };
  const title = model.variants.find(({ code }) => code === 'somatik')?.title;

  test('say by whom and when the level was assessed', async () => {
    const [danish, english] = rowsOf(await readingOf(bytes));
    expect(danish?.slice(-2)).toEqual(['Vurderet af: Michael Burns', 'Tidspunkt: 20.01.2026 kl. 10.30']);
    expect(english?.slice(-2)).toEqual(['Assessed by: Michael Burns', 'Time: 20 January 2026 at 10:30']);
  });

  test('say of which model, since when and of what time a level is withdrawn', async () => {
    expect(rowsOf(await withdrawn())).toEqual([
      [`Model: ${title?.da}`, 'Status: trukket tilbage 01.02.2026', 'Tidspunkt: 20.01.2026 kl. 10.30'],
      [`Model: ${title?.en}`, 'Status: withdrawn 1 February 2026', 'Time: 20 January 2026 at 10:30'],
    ]);
  });
});
