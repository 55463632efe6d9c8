import { describe, expect, test } from 'vitest';
import type { LevelStatement } from '../../../src/scoring/types.ts';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { variantOf } from '../../medcom/statements.ts';
import { newArchive } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, edited, letterWith, levels, type Written } from './post.ts';

/** The clock stands at noon of 1 December 2026 in UTC. */
const justWithin = '2026-12-02T11:00:00+01:00';
const beyond = '2026-12-02T14:00:00+01:00';
const letter = '/Emessage/ClinicalEmail';

function agreedOn(date: string): Partial<LevelStatement> {
  const level = variantOf('somatik').levels.find(({ code }) => code === '3');
  if (level === undefined) throw new Error('the model has level 3');
  return { basis: 'aftalt', day: date, agreed: { level, date, parties: [] } };
}

const rows: readonly (readonly [string, Omit<Written, 'id'>, string])[] = [
  ['a level of a clock that is a little ahead', { authored: justWithin }, 'created level'],
  ['a letter from the future', { time: beyond }, `date-future ${letter}/Letter/Authorisation`],
  ['an agreement from the future', { change: agreedOn('2062-01-22') }, `date-future ${letter}`],
  ['an agreement of the past', { change: agreedOn('2026-01-22') }, 'created level'],
  [
    'a withdrawal from the future, which takes nobody’s place',
    { time: beyond, withdrawal: true },
    'created withdrawal',
  ],
];

describe.each(databases())('what comes by letter ($name)', (database) => {
  let shared: Promise<Archive> | undefined;

  test.each(rows)('%s', async (name, written, expected) => {
    shared ??= newArchive(database);
    const archive = await shared;
    const row = rows.findIndex(([one]) => one === name);
    const cpr = `251249${1000 + row}`;
    const bytes = await letterWith({ ...written, id: `F${row}`, cpr });
    expect(await answer(archive, bytes)).toBe(expected);
    expect(await levels(archive, cpr)).toHaveLength(expected === 'created level' ? 1 : 0);
  });

  test('a level from the future in a letter of today', async () => {
    shared ??= newArchive(database);
    const made = await letterWith({ id: 'L', authored: beyond });
    const bytes = edited(made, /(<Authorisation><Date>2026-12-)02/, '$101');
    expect(await answer(await shared, bytes)).toBe(`date-future ${letter}`);
  });

  test('a letter that was kept before it is from the future is known when it comes again', async () => {
    const archive = await newArchive(database);
    const made = await letterWith({ id: 'K', time: beyond });
    const before = { clock: () => new Date(beyond) };
    expect(await answer(archive, made, before)).toBe('created level');
    expect(await answer(archive, made)).toBe('unchanged level');
  });

  test('a letter without a level may be written whenever it says', async () => {
    shared ??= newArchive(database);
    const made = await letterWith({ id: 'N', time: beyond });
    const bytes = edited(made, 'samarbejdsniveau 3 af', 'samarbejdsniveau 4 af');
    expect(await answer(await shared, bytes)).toBe('created no-level');
  });
});
