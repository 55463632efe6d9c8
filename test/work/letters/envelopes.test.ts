import { describe, expect, test } from 'vitest';
import { negativeReceipt, positiveReceipt } from '../../../src/medcom/receipts/make.ts';
import { parseXml } from '../../../src/medcom/xml/parse.ts';
import { keepSent } from '../../../src/work/letters/keep-sent.ts';
import { newArchive } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { assessed, letterWith, receive, stored } from './post.ts';

/** What is answered of a letter that was sent in two envelopes, E1 and E2, and what is known of it then. */
const rows: readonly (readonly [readonly string[], string])[] = [
  [['+E2', '-E1'], 'receipt-positive'],
  [['-E1', '+E2'], 'receipt-positive'],
  [['+E1', '-E2'], 'receipt-positive'],
  [['+E1', '-E1'], 'receipt-negative'],
  [['-E1', '+E1'], 'receipt-negative'],
  [['-E1', '-E2'], 'receipt-negative'],
];

describe.each(databases())('a letter that was sent in two envelopes ($name)', (database) => {
  test.each([
    ['+E1', 'receipt-positive'],
    ['-E1', 'receipt-negative'],
  ])('is what a receipt %s said that came before it was known: %s', async (one, state) => {
    const archive = await newArchive(database);
    const [first, other] = await Promise.all(['A', 'B'].map((id) => letterWith({ id, envelope: 'E1' })));
    if (first === undefined || other === undefined) throw new Error('there are two');
    const { root } = await parseXml(first);
    const options = { time: assessed, letterId: 'R', envelopeId: 'R' };
    const why = { code: 'ikke_specificeret', text: 'nej' } as const;
    const made = await (one.startsWith('+') ? positiveReceipt(root, options) : negativeReceipt(root, why, options));
    const reception = await receive(archive, made.bytes);
    if (reception.result === 'refused') throw new Error('refused');
    const [receipt] = reception.ids;
    expect((await stored(archive, receipt)).state).toBe('unmatched');
    const sent = { attached: true, identity: 'i', correlation: undefined };
    const unasked = await keepSent(archive, { ...sent, letterId: 'B', bytes: other });
    expect((await stored(archive, unasked)).state).toBe('receipt-awaited');
    const id = await keepSent(archive, { ...sent, letterId: 'A', bytes: first });
    expect([(await stored(archive, id)).state, (await stored(archive, receipt)).state]).toEqual([state, 'answered']);
    expect((await receive(archive, made.bytes)).result).toBe('unchanged');
  });

  test.each(rows)('is after the receipts %s: %s', async (answers, state) => {
    const archive = await newArchive(database);
    const [first, second] = await Promise.all(['E1', 'E2'].map((envelope) => letterWith({ id: 'A', envelope })));
    if (first === undefined || second === undefined) throw new Error('there are two');
    const sent = { letterId: 'A', attached: false, identity: 'i', correlation: undefined };
    await keepSent(archive, { ...sent, bytes: first });
    const id = await keepSent(archive, { ...sent, bytes: second });
    for (const [index, one] of answers.entries()) {
      const { root } = await parseXml(one.endsWith('E1') ? first : second);
      const options = { time: assessed, letterId: `R${index}`, envelopeId: `R${index}` };
      const why = { code: 'ikke_specificeret', text: 'nej' } as const;
      const made = await (one.startsWith('+') ? positiveReceipt(root, options) : negativeReceipt(root, why, options));
      expect((await receive(archive, made.bytes)).result).toBe('created');
    }
    expect((await stored(archive, id)).state).toBe(state);
  });
});
