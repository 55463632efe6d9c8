import { describe, expect, test } from 'vitest';
import { positiveReceipt } from '../../../src/medcom/receipts/make.ts';
import { type Receipt, readReceipts } from '../../../src/medcom/receipts/read.ts';
import { unwrapVans } from '../../../src/medcom/vans/read.ts';
import { wrapVans } from '../../../src/medcom/vans/wrap.ts';
import { parseXml } from '../../../src/medcom/xml/parse.ts';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { newArchive } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, edited, letterWith, receive, type Written } from './post.ts';

const time = '2026-02-03T09:00:00+01:00';
const vansId = '5a0a2d1e-7b0c-4d3e-9f10-000000000001';
const wrapped = (message: Uint8Array, envelopeId = vansId) =>
  wrapVans(message, { envelopeId, messageId: envelopeId, time });

/** The receipt that goes back, and its bytes. */
async function receiptFor(archive: Archive, bytes: Uint8Array): Promise<{ bytes: Uint8Array; receipt: Receipt }> {
  const { receipt } = await receive(archive, bytes);
  const [read] = receipt === undefined ? [] : await readReceipts(receipt);
  if (receipt === undefined || read === undefined) throw new Error('no receipt');
  return { bytes: receipt, receipt: read };
}

/** What the messages of one row are made by: ids and a citizen of its own. */
interface Own {
  letter(written: Written): Promise<Uint8Array>;
  two(first: string, second: string): Promise<Uint8Array>;
  wrapped(message: Promise<Uint8Array>): Promise<Uint8Array>;
}

function ownBy(row: number): Own {
  const letter = ({ id, envelope = id, ...rest }: Written) =>
    letterWith({ ...rest, id: `${id}${row}`, envelope: `${envelope}${row}`, cpr: `251248${8_000 + row}` });
  return {
    letter,
    two: async (first, second) => {
      const text = Buffer.from(await letter({ id: first, envelope: 'E' })).toString('latin1');
      const again = Buffer.from(await letter({ id: second, envelope: 'E' })).toString('latin1');
      const other = /<ClinicalEmail>.*<\/ClinicalEmail>/s.exec(again)?.[0] ?? '';
      return Buffer.from(text.replace('</Emessage>', `${other}</Emessage>`), 'latin1');
    },
    wrapped: async (message) => wrapped(await message, vansId.replace(/...$/, String(100 + row))),
  };
}

/** Two messages one after the other, and what the second is answered (MEDCOM.md, Transport and receipts). */
const rows: readonly (readonly [string, (own: Own) => Promise<readonly Uint8Array[]>, string])[] = [
  ['the same again', async (own) => [await own.letter({ id: 'A' }), await own.letter({ id: 'A' })], 'unchanged level'],
  [
    'the same letter in a new envelope',
    async (own) => [await own.letter({ id: 'A' }), await own.letter({ id: 'A', envelope: 'E2' })],
    'unchanged level',
  ],
  [
    'the same letter, written anew by the network',
    async (own) => {
      const letter = await own.letter({ id: 'A' });
      return [letter, edited(letter, '<Patient>', '\r\n  <Patient>\r\n')];
    },
    'unchanged level',
  ],
  [
    'a known envelope with another letter',
    async (own) => [await own.letter({ id: 'A', envelope: 'E' }), await own.letter({ id: 'B', envelope: 'E' })],
    'envelope-reused /Emessage/Envelope/Identifier',
  ],
  [
    'a known letter id with another content',
    async (own) => [await own.letter({ id: 'A' }), await own.letter({ id: 'A', envelope: 'E2', level: '4' })],
    'letter-reused /Emessage/ClinicalEmail/Letter/Identifier',
  ],
  [
    'a known letter id in its own envelope with another content',
    async (own) => [await own.letter({ id: 'A' }), await own.letter({ id: 'A', level: '4' })],
    'letter-reused /Emessage/ClinicalEmail/Letter/Identifier',
  ],
  [
    'ids that another sender has used',
    async (own) => [await own.letter({ id: 'A' }), await own.letter({ id: 'A', from: 'practice', level: '2' })],
    'created level',
  ],
  [
    'a new letter beside a known one in a new envelope',
    async (own) => [await own.letter({ id: 'A' }), await own.two('A', 'B')],
    'created level echo',
  ],
  ['two letters again', async (own) => [await own.two('A', 'B'), await own.two('A', 'B')], 'unchanged level echo'],
  [
    'one of two letters alone, in their envelope',
    async (own) => [await own.two('A', 'B'), await own.letter({ id: 'B', envelope: 'E' })],
    'unchanged echo',
  ],
  [
    'the same envelope of the network again',
    async (own) => [await own.wrapped(own.letter({ id: 'A' })), await own.wrapped(own.letter({ id: 'A' }))],
    'unchanged level',
  ],
  [
    'a known envelope of the network with another letter',
    async (own) => [await own.wrapped(own.letter({ id: 'A' })), await own.wrapped(own.letter({ id: 'B' }))],
    'envelope-reused /VANSEnvelope/EnvelopeIdentifier',
  ],
];

describe.each(databases())('a message that comes twice ($name)', (database) => {
  let shared: Promise<Archive> | undefined;

  test.each(rows)('%s', async (name, messages, expected) => {
    shared ??= newArchive(database);
    const archive = await shared;
    const given = [];
    for (const message of await messages(ownBy(rows.findIndex(([one]) => one === name))))
      given.push(await answer(archive, message));
    expect(given.at(-1)).toBe(expected);
  });

  test('is answered by the very same receipt', async () => {
    const archive = await newArchive(database);
    const first = await receiptFor(archive, await letterWith({ id: 'A' }));
    expect(first.receipt).toMatchObject({
      type: 'XCTL03',
      original: { envelopeId: 'A', letters: [{ identifier: 'A' }] },
    });
    for (const envelope of ['A', 'E2', 'E3']) {
      const again = await receiptFor(archive, await letterWith({ id: 'A', envelope }));
      expect(Buffer.compare(again.bytes, first.bytes)).toBe(0);
    }
  });

  test('at one moment is kept once', async () => {
    const archive = await newArchive(database);
    const letter = await letterWith({ id: 'A' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => answer(archive, letter)));
    expect(answers.sort()).toEqual(['created level', ...Array.from({ length: 7 }, () => 'unchanged level')]);
  });

  test('at one moment with another content is taken once', async () => {
    const archive = await newArchive(database);
    const letters = await Promise.all(['2', '3', '4'].map((level) => letterWith({ id: 'A', level })));
    const answers = await Promise.all(letters.map((letter) => answer(archive, letter)));
    expect(answers.sort().map((one) => one.split(' ')[0])).toEqual(['created', 'letter-reused', 'letter-reused']);
  });
});

const [sqlite] = databases();

test('a receipt under a known id with another content is another receipt: nobody could be told that it was refused', async () => {
  if (sqlite === undefined) throw new Error('there is always SQLite');
  const archive = await newArchive(sqlite);
  const receiptOf = async (id: string, envelopeId: string) => {
    const { root } = await parseXml(await letterWith({ id }));
    return (await positiveReceipt(root, { time, letterId: 'R1', envelopeId })).bytes;
  };
  const [first, second] = [await receiptOf('A', 'X'), await receiptOf('B', 'X')];
  expect([await answer(archive, first), await answer(archive, second)]).toEqual([
    'created unmatched',
    'created unmatched',
  ]);
  expect([await answer(archive, second), await answer(archive, first)]).toEqual([
    'unchanged unmatched',
    'unchanged unmatched',
  ]);
});

describe('the receipt of a message', () => {
  const archiveOf = () => {
    if (sqlite === undefined) throw new Error('there is always SQLite');
    return newArchive(sqlite);
  };

  test('is not made where none is wanted', async () => {
    const silent = edited(await letterWith({ id: 'A' }), 'pluspositivkvitt', 'minuspositivkvitt');
    expect(await receive(await archiveOf(), silent)).toMatchObject({ result: 'created', receipt: undefined });
  });

  test.each(['first', 'last'])('names the letter alone, where a receipt stands %s beside it', async (at) => {
    const { root } = await parseXml(await letterWith({ id: 'Q', from: 'practice' }));
    const { bytes } = await positiveReceipt(root, { time, letterId: 'R1', envelopeId: 'X' });
    const [receipt = ''] = /<PositiveReceipt>.*<\/PositiveReceipt>/s.exec(Buffer.from(bytes).toString('latin1')) ?? [];
    const parties = /<Sender>.*?<\/Sender><Receiver>.*?<\/Receiver>/s;
    const between = '<Sender><EANIdentifier>5790001382445</EANIdentifier></Sender>'.concat(
      '<Receiver><EANIdentifier>5790000121441</EANIdentifier></Receiver>',
    );
    const [before, after] = at === 'first' ? ['</Envelope>', ''] : ['', '</Emessage>'];
    const beside = `${before}${receipt.replace(parties, between)}${after}`;
    const letter = edited(await oldLetter('A'), before + after, beside);
    const archive = await archiveOf();
    const first = await receiptFor(archive, letter);
    expect(first.receipt).toMatchObject({ type: 'XCTL03', original: { letters: [{ identifier: 'A' }] } });
    expect((await receiptFor(archive, letter)).bytes).toEqual(first.bytes);
    const { receipt: refusal } = await receive(archive, edited(letter, '2512489996', '9912489996'));
    expect(await told(refusal)).toBe('ikke_specificeret letter-cpr-impossible');
  });

  test('goes back in an envelope of the network, where the message came in one', async () => {
    const { receipt } = await receive(await archiveOf(), await wrapped(await letterWith({ id: 'A' })));
    const { sender, receiver, content } = await unwrapVans(receipt ?? new Uint8Array());
    expect([sender.value, receiver.value]).toEqual(['5790000121441', '5790001382445']);
    expect(content.kind === 'message' ? await readReceipts(content.bytes) : []).toMatchObject([{ type: 'XCTL03' }]);
  });

  test('is the network’s own, where the letter wants none', async () => {
    const silent = edited(await letterWith({ id: 'A' }), 'pluspositivkvitt', 'minuspositivkvitt');
    const { receipt } = await receive(await archiveOf(), await wrapped(silent));
    expect((await unwrapVans(receipt ?? new Uint8Array())).content).toMatchObject({
      kind: 'PositiveMessage',
      originalEnvelopeId: vansId,
    });
  });
});

/** A letter of the namespace that receipts have, so that both may stand in one message. */
async function oldLetter(id: string): Promise<Uint8Array> {
  const letter = edited(await letterWith({ id }), /<AdditionalInformation>.*<\/AdditionalInformation>/s, '');
  return edited(edited(letter, /schemas\/\d{4}\/\d\d\/\d\d\//, 'schemas/2005/08/07/'), 'XD9134L', 'XD9133L');
}

/** What is wrong, and what goes back: an XCTL02 with MedCom's code, a receipt of the network, or nothing. */
const refused: readonly (readonly [
  string,
  (letter: Uint8Array) => Uint8Array | Promise<Uint8Array>,
  string,
  string,
])[] = [
  ['no XML', () => Buffer.from('hej'), 'xml-malformed /', '-'],
  [
    'a letter of an unknown kind',
    (letter) => edited(letter, /ClinicalEmail>/g, 'Hemmelig>'),
    'letter-unknown /',
    'problem_med_version letter-unknown',
  ],
  [
    'a letter of an unknown version',
    (letter) => edited(letter, 'XD9134L', 'XD9999L'),
    'letter-version-unknown /Emessage/ClinicalEmail/Letter/VersionCode',
    'problem_med_version letter-version-unknown',
  ],
  [
    'a letter without a sender’s number',
    (letter) => edited(letter, /<EANIdentifier>5790001382445<\/EANIdentifier>/, ''),
    'letter-element-missing /Emessage/ClinicalEmail/Sender/EANIdentifier',
    '-',
  ],
  [
    'a letter with an element that it may not have',
    (letter) => edited(letter, '<Patient>', '<Hemmelig/><Patient>'),
    'letter-element-unexpected /Emessage/ClinicalEmail',
    'syntaksfejl letter-element-unexpected',
  ],
  [
    'an impossible CPR number',
    (letter) => edited(letter, '2512489996', '9912489996'),
    'letter-cpr-impossible /Emessage/ClinicalEmail/Patient/CivilRegistrationNumber',
    'ikke_specificeret letter-cpr-impossible',
  ],
  [
    'the same in an envelope of the network',
    (letter) =>
      wrapVans(edited(letter, /<EANIdentifier>5790001382445<\/EANIdentifier>/, ''), {
        ...{ envelopeId: vansId, messageId: vansId, time },
        ...{ sender: '5790001382445', receiver: '5790000121441' },
      }),
    'letter-element-missing /Emessage/ClinicalEmail/Sender/EANIdentifier',
    'NegativeMessage',
  ],
  [
    'an envelope of the network whose size is wrong',
    async (letter) => edited(await wrapped(letter), /<SizeInBytes>\d+/, '<SizeInBytes>1'),
    'vans-size /VANSEnvelope/Message/MetaInformation/Document/SizeInBytes',
    'NegativeVans',
  ],
  [
    'a letter that cannot be answered in an envelope of the network',
    async (letter) =>
      wrapped(edited(letter, /<Letter>.*?<\/Letter>/s, '<Letter><VersionCode>XD9134L</VersionCode></Letter>')),
    'letter-element-missing /Emessage/ClinicalEmail/Letter/Identifier',
    'syntaksfejl letter-element-missing',
  ],
];

describe('a message that cannot be taken', () => {
  let shared: Promise<Archive> | undefined;

  test.each(refused)('%s', async (_, make, expected, back) => {
    if (sqlite === undefined) throw new Error('there is always SQLite');
    shared ??= newArchive(sqlite);
    const archive = await shared;
    const bytes = await make(await letterWith({ id: 'A' }));
    expect((await answer(archive, bytes)).split(', ')[0]).toBe(expected);
    const { receipt } = await receive(archive, bytes);
    expect(await told(receipt)).toBe(back);
  });

  test('leaves nothing: its ids are free', async () => {
    if (sqlite === undefined) throw new Error('there is always SQLite');
    const archive = await newArchive(sqlite);
    const letter = await letterWith({ id: 'A' });
    await receive(archive, edited(letter, 'XD9134L', 'XD9999L'));
    expect(await answer(archive, letter)).toBe('created level');
  });
});

async function told(receipt: Uint8Array | undefined): Promise<string> {
  if (receipt === undefined) return '-';
  if (!Buffer.from(receipt).includes('VANSEnvelope')) return reasonIn(receipt);
  const { content } = await unwrapVans(receipt);
  return content.kind === 'message' ? reasonIn(content.bytes) : content.kind;
}

async function reasonIn(bytes: Uint8Array): Promise<string> {
  const [receipt] = await readReceipts(bytes);
  const why = receipt?.original.letters[0] ?? receipt?.original;
  return `${why?.refuseCode} ${why?.refuseText?.split(':')[0]}`;
}
