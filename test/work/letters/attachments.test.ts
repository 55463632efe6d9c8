import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { composeLetter } from '../../../src/medcom/new-letter/letter.ts';
import { throwawayKeys } from '../../../src/store/audit/keys.ts';
import { openLetterDesk } from '../../../src/store/letters/desk.ts';
import { openPacker } from '../../../src/store/pack.ts';
import { openArchive } from '../../../src/store/records/records.ts';
import type { Store } from '../../../src/store/store.ts';
import { attachLevel } from '../../../src/work/attach.ts';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { keepSent } from '../../../src/work/letters/keep-sent.ts';
import { schemaDirectory } from '../../medcom/schema-directory.ts';
import { nancy, parties, statementOf } from '../../medcom/statements.ts';
import { ports } from '../../ports.ts';
import { response } from '../../store/archives.ts';
import { type Database, databases } from '../../store/databases.ts';
import { answer, edited, letterWith, levels, nancysNumber, numberOf, receive, stored } from './post.ts';

const time = '2026-01-21T08:00:00Z';

/** A letter that refers to a PDF of its level, and the attachment with the PDF. */
async function pair(): Promise<{ letter: Uint8Array; attachment: Uint8Array; bare: Uint8Array }> {
  const citizen = { ...nancy, cpr: nancysNumber, identifiers: [numberOf(nancysNumber)] };
  const own = { letterId: 'P', envelopeId: 'P', time };
  const { bytes: message } = await composeLetter('XDIS91', statementOf({ citizen }, 'psykiatri', '1'), parties, own);
  const made = await attachLevel(ports, {
    message,
    response: Buffer.from(JSON.stringify(response())),
    pdf: true,
    time,
  });
  if (made.pdfLetter === undefined) throw new Error('no attachment');
  // The letter without the text of the level: that is in the PDF alone.
  const bare = edited(made.bytes, 'Differentieringsmodellen somatik', 'Modellen somatik');
  return { letter: made.bytes, attachment: made.pdfLetter.bytes, bare };
}

async function opened(database: Database): Promise<{ archive: Archive; store: Store }> {
  const store = await database.open();
  return {
    store,
    archive: openArchive(store, await store.write((sql) => openPacker(sql, () => ['a'])), throwawayKeys()),
  };
}

describe.each(databases())('a letter and its attachment ($name)', (database) => {
  test('wait for each other, the letter first: its own level counts at once', async () => {
    const { archive } = await opened(database);
    const { letter, attachment } = await pair();
    const first = await receive(archive, letter);
    if (first.result === 'refused') throw new Error('refused');
    const [id] = first.ids;
    expect((await stored(archive, id)).state).toBe('waiting');
    expect(await levels(archive)).toEqual(['1 draft', '2 draft']);
    expect(await answer(archive, attachment)).toBe('created echo');
    expect(await stored(archive, id)).toMatchObject({ state: 'level', dueAt: undefined });
    expect(await answer(archive, attachment)).toBe('unchanged echo');
    expect(await answer(archive, letter)).toBe('unchanged level');
  });

  test('wait for each other, the attachment first: its level counts when the letter is there', async () => {
    const { archive } = await opened(database);
    const { bare, attachment } = await pair();
    const first = await receive(archive, attachment);
    if (first.result === 'refused') throw new Error('refused');
    expect((await stored(archive, first.ids[0])).state).toBe('waiting');
    expect(await levels(archive)).toEqual([]);
    expect(await answer(archive, bare)).toBe('created level');
    expect(await stored(archive, first.ids[0])).toMatchObject({ state: 'level', dueAt: undefined });
    expect(await levels(archive)).toEqual(['1 draft', '2 draft']);
  });

  test('find each other, however both come at one moment', async () => {
    const { archive } = await opened(database);
    const { letter, attachment } = await pair();
    const answers = await Promise.all([answer(archive, letter), answer(archive, attachment)]);
    expect(answers.every((one) => one.startsWith('created'))).toBe(true);
    expect([await answer(archive, letter), await answer(archive, attachment)]).toEqual([
      'unchanged level',
      'unchanged echo',
    ]);
  });

  test('that does not follow MedCom’s schema is refused where that is at hand', async () => {
    const { archive } = await opened(database);
    const { attachment } = await pair();
    const strange = edited(attachment, '<Patient>', '<Patient x="1">');
    const by = { schemaDirectory: existsSync(schemaDirectory) ? schemaDirectory : undefined };
    const expected = by.schemaDirectory === undefined ? /^created waiting$/ : /^receipt-letter-invalid /;
    expect(await answer(archive, strange, by)).toMatch(expected);
    expect(await answer(archive, attachment, by)).toMatch(/waiting$/);
  });

  test('about two citizens are refused, whichever comes second', async () => {
    const { archive } = await opened(database);
    const { letter, attachment } = await pair();
    const other = edited(attachment, '2512489996', '0108589995');
    expect(await answer(archive, letter)).toMatch(/^created/);
    expect(await answer(archive, other)).toBe('attachment-citizen /Emessage/BinaryLetter/Patient');
    const second = await opened(database);
    expect(await answer(second.archive, other)).toBe('created waiting');
    expect(await answer(second.archive, letter)).toBe('attachment-citizen /Emessage/ClinicalEmail/Patient');
  });

  test('are reported once when one has not come in time, and found all the same later', async () => {
    const { archive, store } = await opened(database);
    const desk = openLetterDesk(store);
    const { letter, attachment } = await pair();
    const first = await receive(archive, letter);
    if (first.result === 'refused') throw new Error('refused');
    const [id] = first.ids;
    expect(await desk.sweep()).toEqual([]);
    await store.write((sql) => sql.all('UPDATE letter SET due_at = 1 WHERE id = ?', [id]));
    const swept = await Promise.all([desk.sweep(), desk.sweep()]);
    expect(swept.flat()).toEqual([{ id, state: 'partner-missing', correlation: undefined }]);
    expect(await desk.counts()).toMatchObject([{ state: 'partner-missing', count: 1 }]);
    await receive(archive, attachment);
    expect((await stored(archive, id)).state).toBe('level');
    expect(await desk.counts()).toEqual([]);
  });

  test('a receipt that has not come in time is reported once, and taken all the same when it comes', async () => {
    const { archive, store } = await opened(database);
    const desk = openLetterDesk(store);
    const letter = await letterWith({ id: 'A' });
    const id = await keepSent(
      archive,
      { bytes: letter, letterId: 'A', attached: false, identity: 'i', correlation: 'c' },
      0,
    );
    const swept = await Promise.all([desk.sweep(), desk.sweep()]);
    expect(swept.flat()).toEqual([{ id, state: 'receipt-overdue', correlation: 'c' }]);
    expect((await stored(archive, id)).state).toBe('receipt-overdue');
    expect(await desk.list({ states: ['receipt-overdue'], direction: 'out', limit: 5 })).toMatchObject([
      { id, type: 'XDIS91' },
    ]);
    expect(await desk.list({ direction: 'in', limit: 5 })).toEqual([]);
    // What we send to ourselves comes in, and is answered by ourselves.
    const reception = await receive(archive, letter);
    const { receipt } = reception;
    expect(await answer(archive, receipt ?? new Uint8Array())).toBe('created answered');
    expect((await stored(archive, id)).state).toBe('receipt-positive');
  });
});
