import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { writeAttachment } from '../../src/medcom/attach/attachment.ts';
import { composeLetter, type Letter, type Parties } from '../../src/medcom/new-letter/letter.ts';
import type { LetterOptions } from '../../src/medcom/new-letter/options.ts';
import { positiveReceipt } from '../../src/medcom/receipts/make.ts';
import type { LetterType } from '../../src/medcom/tables/letters.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { textOf } from '../../src/medcom/xml/tree.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { hospital, nancy, options, parties, statementOf } from './statements.ts';

/** What differs from the plainest referral to the municipality. */
interface Change {
  readonly type?: LetterType;
  readonly statement?: Partial<LevelStatement>;
  readonly parties?: Partial<Parties>;
  readonly options?: Partial<LetterOptions>;
}

const make = (change: Change) =>
  composeLetter(
    change.type ?? 'XREF15',
    statementOf(change.statement),
    { ...parties, ...change.parties },
    { ...options, referrer: 'Ole Læge', ...change.options },
  );

async function idsOf({ bytes, identifier }: Letter): Promise<{ readonly envelope: string; readonly letter: string }> {
  const { root } = await parseXml(bytes);
  return { envelope: textOf(root, 'Envelope', 'Identifier') ?? '', letter: identifier };
}

const gln = { system: 'https://www.gs1.org/gln', value: '5790000128709' };
const plain = await idsOf(await make({}));

describe('a letter that differs has another Letter/Identifier and another Envelope/Identifier', () => {
  test.each<[string, Change]>([
    ['in the response that it comes of', { statement: { identity: 'https://ehr.example/responses|other' } }],
    ['in being amended', { statement: { status: 'amended' } }],
    ['in when it was assessed', { statement: { authored: '2026-01-20T10:29:00+01:00' } }],
    ['in a word of its text', { statement: { comment: 'noget andet' } }],
    ['in its type', { type: 'XREF01' }],
    ['in its diagnosis', { options: { diagnosis: 'DI10|Essentiel hypertension' } }],
    ['in its episode', { options: { episode: 'F1' } }],
    ['in who refers', { options: { referrer: 'Ane Læge' } }],
    ['in the name of the citizen', { options: { patientName: 'Nancy|Berggren' } }],
    ['in the number of the citizen', { statement: { citizen: { ...nancy, cpr: '0202020002' } } }],
    ['in the name of the sender', { options: { senderName: 'Lægerne på Torvet' } }],
    ['in its sender', { parties: { sender: { ...hospital, identifier: [gln] } } }],
    ['in its receiver', { parties: { receiver: { ...hospital, identifier: [gln] } } }],
    ['in its category and department', { options: { category: 'social', department: 'Hjemmeplejen' } }],
    ['in its own time', { options: { time: '2026-02-01T10:00:00Z' } }],
  ])('%s', async (_, change) => {
    const ids = await idsOf(await make(change));
    expect(ids.letter).not.toBe(plain.letter);
    expect(ids.envelope).not.toBe(plain.envelope);
  });

  test('in the state of the course of treatment', async () => {
    const type = 'XDIS91';
    const none = { referrer: undefined };
    const [one, other] = await Promise.all(
      [none, { ...none, episodeStatus: 'indlagt' }].map(async (given) => idsOf(await make({ type, options: given }))),
    );
    expect(one?.letter).not.toBe(other?.letter);
  });
});

describe('a letter that says the same', () => {
  test('has the same identifiers, neither of them the other one', async () => {
    expect(await idsOf(await make({}))).toEqual(plain);
    expect([plain.envelope, plain.letter]).toEqual([
      expect.stringMatching(/^[0-9A-Z]{14}$/),
      expect.stringMatching(/^[0-9A-Z]{14}$/),
    ]);
    expect(plain.envelope).not.toBe(plain.letter);
  });

  test('goes in another envelope each time that it is sent, be it a second later', async () => {
    const again = await idsOf(await make({ options: { time: '2026-01-20T10:30:01+01:00' } }));
    expect(again.letter).toBe((await idsOf(await make({ options: { time: '2026-01-20T10:30:00+01:00' } }))).letter);
    expect(again.envelope).not.toBe(
      (await idsOf(await make({ options: { time: '2026-01-20T10:30:00+01:00' } }))).envelope,
    );
  });

  test('and is sent at the same instant, told in another zone, is the same', async () => {
    const [one, other] = await Promise.all(
      ['2026-01-20T10:30:00+01:00', '2026-01-20T09:30:00Z'].map(async (time) =>
        idsOf(await make({ options: { time } })),
      ),
    );
    expect(one).toEqual(other);
  });

  test('in an envelope that the caller names has the caller’s and its own', async () => {
    expect(await idsOf(await make({ options: { envelopeId: 'E1' } }))).toEqual({ ...plain, envelope: 'E1' });
    const named = await idsOf(await make({ options: { letterId: 'L1' } }));
    expect(named.letter).toBe('L1');
    expect(named.envelope).not.toBe(plain.envelope);
  });
});

describe('the attachment with a PDF', async () => {
  const { bytes } = await composeLetter('XDIS91', statementOf({}, 'psykiatri', '0'), parties, options);
  const attached = await attachStatement(bytes, statementOf(), { pdfSize: 5 });
  const ids = async (pdf: string, time: string) => idsOf(await writeAttachment(attached, Buffer.from(pdf), time));
  const first = await ids('%PDF1', '2026-01-20T10:30:00Z');

  test.each<[string, string, string]>([
    ['another PDF', '%PDF2', '2026-01-20T10:30:00Z'],
    ['another time', '%PDF1', '2026-01-20T10:31:00Z'],
  ])('has other identifiers for %s', async (_, pdf, time) => {
    const other = await ids(pdf, time);
    expect(other.letter).not.toBe(first.letter);
    expect(other.envelope).not.toBe(first.envelope);
  });
});

test('a receipt is the same letter in another envelope each time that it is sent', async () => {
  const { root } = await parseXml((await make({})).bytes);
  const [one, again] = await Promise.all(
    ['2026-01-20T10:30:00Z', '2026-01-20T10:30:01Z'].map(async (time) => idsOf(await positiveReceipt(root, { time }))),
  );
  expect(again?.letter).toBe(one?.letter);
  expect(again?.envelope).not.toBe(one?.envelope);
});
