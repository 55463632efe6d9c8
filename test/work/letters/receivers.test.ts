import { describe, expect, test } from 'vitest';
import { readReceipts } from '../../../src/medcom/receipts/read.ts';
import { archiveIn, newArchive } from '../../store/archives.ts';
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

  test('takes again what was kept when one envelope could have letters to two receivers', async () => {
    const store = await database.open();
    const archive = await archiveIn(store);
    const first = await letterWith({ id: 'A', envelope: 'E' });
    const made = await letterWith({ id: 'B', envelope: 'F', authored: '2026-01-21T10:30:00+01:00' });
    const second = edited(made, `<Receiver><EANIdentifier>${theirs}<`, `<Receiver><EANIdentifier>${ours}<`);
    const [, letter = ''] = /(<ClinicalEmail>.*)<\/Emessage>/s.exec(Buffer.from(second).toString('latin1')) ?? [];
    expect([await answer(archive, first), await answer(archive, second)]).toEqual(['created level', 'created level']);
    // As an older version kept them.
    await store.write((sql) => sql.all("UPDATE letter_envelope SET envelope_id = 'E'"));
    expect(await answer(archive, edited(first, '</Emessage>', `${letter}</Emessage>`))).toBe('unchanged level level');
  });

  test('takes letters for everybody where it is not told who it is', async () => {
    expect(await answer(await newArchive(database), await letterWith({ id: 'B' }))).toBe('created level');
  });
});
