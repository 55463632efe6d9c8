import { describe, expect, test } from 'vitest';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { identifier, keep, newArchive, response } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, letterWith, levelsOf, type Written } from './post.ts';

const later = '2026-02-03T09:00:00+01:00';
const regions = 'urn:oid:1.2.208.176.1.6.1.3';
const national = 'urn:oid:1.2.208.176.1.6.1.1';
const anna = 'Anna Marie Hansen';
const bo = 'Bo Jensen';

/** A letter about somebody, or a response under one of their number's systems: level 2, a day before the letters. */
type Step =
  | (Pick<Written, 'id' | 'from' | 'level' | 'authored' | 'withdrawal' | 'time'> & { readonly about: string })
  | { readonly system: string; readonly about: string };

/** Of each citizen, by the system of the number that is the same, their plans; the sender's own systems last. */
const hospital = `${regions}#5790001382445`;
const practice = `${regions}#5790000121526`;
const rows: readonly (readonly [string, readonly Step[], Readonly<Record<string, readonly string[]>>])[] = [
  [
    'is not taken for another region’s citizen',
    [
      { system: `${regions}.80`, about: bo },
      { id: 'A', about: anna },
    ],
    { [`${regions}.80`]: ['2 draft'], [hospital]: ['3 draft'] },
  ],
  [
    'is the citizen’s whose name it has',
    [
      { system: `${regions}.81`, about: anna },
      { id: 'A', about: 'Anna Hansen' },
    ],
    { [`${regions}.81`]: ['2 revoked', '3 draft'], [hospital]: [] },
  ],
  [
    'is the one citizen’s of two whose name it has',
    [
      { system: `${regions}.80`, about: bo },
      { system: `${regions}.81`, about: anna },
      { id: 'A', about: anna },
    ],
    { [`${regions}.80`]: ['2 draft'], [`${regions}.81`]: ['2 revoked', '3 draft'], [hospital]: [] },
  ],
  [
    'is nobody’s whose surname alone is the same',
    [
      { system: `${regions}.81`, about: 'Mads Hansen' },
      { id: 'A', about: 'A Hansen' },
    ],
    { [`${regions}.81`]: ['2 draft'], [hospital]: ['3 draft'] },
  ],
  [
    'stays its sender’s own, however the name is written next',
    [
      { system: `${regions}.80`, about: bo },
      { id: 'A', about: anna },
      { id: 'B', about: 'Anna Holm', level: '4', authored: later },
    ],
    { [`${regions}.80`]: ['2 draft'], [hospital]: ['3 revoked', '4 draft'] },
  ],
  [
    'of two senders is two citizens’',
    [
      { id: 'A', about: anna },
      { id: 'B', about: bo, from: 'practice', level: '4', authored: later },
    ],
    { [regions]: ['3 draft'], [practice]: ['4 draft'] },
  ],
  [
    'of two senders is one citizen’s whose name both have',
    [
      { id: 'A', about: anna },
      { id: 'B', about: anna, from: 'practice', level: '4', authored: later },
    ],
    { [regions]: ['3 revoked', '4 draft'], [practice]: [] },
  ],
  [
    'of one sender is two citizens’, also at one moment',
    [
      { id: 'A', about: anna },
      { id: 'B', about: bo, level: '4' },
    ],
    { [regions]: ['3 draft'], [hospital]: ['4 draft'] },
  ],
  [
    'takes back the level of the citizen whose name it has',
    [
      { system: `${regions}.80`, about: bo },
      { id: 'A', about: anna },
      { id: 'W', about: anna, withdrawal: true, from: 'practice', time: later },
    ],
    { [`${regions}.80`]: ['2 draft'], [hospital]: ['3 revoked'] },
  ],
];

describe.each(databases())('a level by a letter with a replacement number ($name)', (database) => {
  let shared: Promise<Archive> | undefined;

  test.each(rows)('%s', async (name, steps, expected) => {
    shared ??= newArchive(database);
    const archive = await shared;
    const row = rows.findIndex(([one]) => one === name);
    const number = `0212845AB${row}`;
    for (const step of steps) await take(archive, step, number, row);
    for (const [system, plans] of Object.entries(expected)) {
      expect([system, await levelsOf(archive, { system, value: number })]).toEqual([system, [...plans].sort()]);
    }
  });

  test('is found by the national one itself, which no region gives to anybody else', async () => {
    const archive = await newArchive(database);
    const number = '0212841AB6';
    await take(archive, { system: national, about: anna }, number, 0);
    await take(archive, { id: 'A', about: 'Anna Holm' }, number, 0);
    expect(await levelsOf(archive, { system: national, value: number })).toEqual(['2 revoked', '3 draft']);
  });
});

async function take(archive: Archive, step: Step, number: string, row: number): Promise<void> {
  const { about, ...rest } = step;
  if ('system' in rest) {
    const subject = { display: about, identifier: { system: rest.system, value: number } };
    const named = identifier(`R${row}${rest.system}`);
    const made = response({ subject, identifier: named, authored: '2026-01-19T10:30:00+01:00' });
    expect((await keep(archive, made)).result).toBe('created');
    return;
  }
  const letter = await letterWith({ ...rest, id: `${rest.id}${row}`, who: { number, name: about } });
  expect(await answer(archive, letter)).toMatch(/^created (?:level|withdrawal)$/);
}
