import { describe, expect, test } from 'vitest';
import { readReceipts } from '../../../src/medcom/receipts/read.ts';
import { newArchive } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, edited, letterWith, receive } from './post.ts';

const ours = '5790000121526';
const theirs = glnIn(await letterWith({ id: 'A' }));

function glnIn(bytes: Uint8Array): string {
  return /<Receiver><EANIdentifier>(\d+)</.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
}

describe.each(databases())('an inbox that knows its own organisation on $name', (database) => {
  const place = '/Emessage/ClinicalEmail/Receiver/EANIdentifier';

  test('refuses letters for others, tells their senders, and keeps nothing of them', async () => {
    const archive = await newArchive(database);
    const letter = await letterWith({ id: 'A' });
    expect(await answer(archive, letter, { ownGlns: [ours] })).toBe(`letter-other-receiver ${place}`);
    const { receipt } = await receive(archive, letter, { ownGlns: [ours] });
    const [read] = receipt === undefined ? [] : await readReceipts(receipt);
    expect(read).toMatchObject({
      type: 'XCTL02',
      original: { letters: [{ identifier: 'A', refuseCode: 'ukendt_lokationsnummer' }] },
    });
    // It is as new to whoever it is for.
    expect(await answer(archive, letter, { ownGlns: [ours, theirs] })).toBe('created level');
  });

  test.each([
    ['senders', 'Sender', { from: 'practice' }, /$^/],
    ['receivers', 'Receiver', {}, `<Receiver><EANIdentifier>${theirs}<`],
  ] as const)(
    'refuses letters of two %s in one envelope, whose receipt could name one alone',
    async (_, side, written, from) => {
      const archive = await newArchive(database);
      const first = await letterWith({ id: 'A', envelope: 'E' });
      const second = await letterWith({ id: 'B', envelope: 'E', level: '2', ...written });
      const [, letter = ''] = /(<ClinicalEmail>.*)<\/Emessage>/s.exec(Buffer.from(second).toString('latin1')) ?? [];
      const other = letter.replace(from, `<Receiver><EANIdentifier>${ours}<`);
      const both = edited(first, '</Emessage>', `${other}</Emessage>`);
      const expected = `letter-parties /Emessage/ClinicalEmail[2]/${side}/EANIdentifier`;
      expect([await answer(archive, both), await answer(archive, both)]).toEqual([expected, expected]);
      expect(await answer(archive, first)).toBe('created level');
    },
  );

  test('takes letters for everybody where it is not told who it is', async () => {
    expect(await answer(await newArchive(database), await letterWith({ id: 'B' }))).toBe('created level');
  });
});
