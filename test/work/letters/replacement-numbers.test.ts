import { describe, expect, test } from 'vitest';
import { positiveReceipt } from '../../../src/medcom/receipts/make.ts';
import { parseXml } from '../../../src/medcom/xml/parse.ts';
import { throwawayKeys } from '../../../src/store/audit/keys.ts';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { keepSent } from '../../../src/work/letters/keep-sent.ts';
import { archiveIn, identifier, keep, newArchive, response } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, letterWith, levelsOf, type Written } from './post.ts';

const later = '2026-02-03T09:00:00+01:00';
const last = '2026-02-04T09:00:00+01:00';
const unclear = 'letter-citizen-unclear /Emessage/ClinicalEmail/Patient';
const regions = 'urn:oid:1.2.208.176.1.6.1.3';
const national = 'urn:oid:1.2.208.176.1.6.1.1';
const anna = 'Anna Marie Hansen';
const bo = 'Bo Jensen';

/** A letter about somebody, or a response under one of their number's systems: level 2, a day before the letters. */
type Step =
  | (Pick<Written, 'id' | 'from' | 'level' | 'authored' | 'withdrawal' | 'time'> & {
      readonly about: string;
      /** What it is answered where it is not taken for what it says. */
      readonly answered?: string;
    })
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
    'stays its sender’s own, also by a surname alone',
    [
      { system: `${regions}.80`, about: bo },
      { id: 'A', about: anna },
      { id: 'B', about: 'Hansen', level: '4', authored: later },
    ],
    { [`${regions}.80`]: ['2 draft'], [hospital]: ['3 revoked', '4 draft'] },
  ],
  [
    'is refused of a second one who would be its sender’s own',
    [
      { system: `${regions}.80`, about: bo },
      { id: 'A', about: anna },
      { id: 'B', about: 'Carl Holm', level: '4', authored: later, answered: unclear },
    ],
    { [`${regions}.80`]: ['2 draft'], [hospital]: ['3 draft'] },
  ],
  [
    'is one citizen’s of whom a sender knows the surname alone',
    [
      { id: 'A', about: 'Hansen' },
      { id: 'B', about: 'Hansen', level: '4', authored: later },
      { id: 'C', about: anna, level: '1', authored: last },
    ],
    { [regions]: ['1 draft', '3 revoked', '4 revoked'], [hospital]: [] },
  ],
  [
    'is not another’s because both have the surname that stood alone before',
    [
      { id: 'A', about: 'Hansen' },
      { id: 'B', about: anna, level: '4', authored: later },
      { id: 'C', about: 'Bo Hansen', level: '1', authored: last },
      { id: 'D', about: 'Hansen', level: '2', authored: '2026-02-05T09:00:00+01:00', answered: unclear },
    ],
    { [regions]: ['3 revoked', '4 draft'], [hospital]: ['1 draft'] },
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
    'of one sender is two citizens’, each letter theirs whose name it has',
    [
      { id: 'A', about: anna },
      { id: 'B', about: bo, level: '4', authored: later },
      { id: 'C', about: anna, level: '1', authored: last },
    ],
    { [regions]: ['1 draft', '3 revoked'], [hospital]: ['4 draft'] },
  ],
  [
    'is refused where one sender tells the same assessment of another name',
    [
      { id: 'A', about: anna },
      { id: 'B', about: bo, level: '4', time: later, answered: unclear },
    ],
    { [regions]: ['3 draft'], [hospital]: [] },
  ],
  [
    'is the same citizen’s in a correction of the same assessment',
    [
      { id: 'A', about: 'Hansen' },
      { id: 'B', about: anna, level: '4', time: later },
    ],
    { [regions]: ['4 draft'], [hospital]: [] },
  ],
  [
    'takes back what its sender has told before the name was known',
    [
      { id: 'A', about: 'Ukendt Mand' },
      { id: 'B', about: bo, level: '4', authored: later },
      { id: 'W', about: bo, withdrawal: true, time: last },
    ],
    { [regions]: ['3 revoked'], [hospital]: ['4 draft'] },
  ],
  [
    'takes back nothing of another sender’s under another name, and says so',
    [
      { id: 'A', about: 'Ukendt Mand' },
      { id: 'W', about: bo, withdrawal: true, from: 'practice', time: last, answered: 'created unmatched' },
    ],
    { [regions]: ['3 draft'], [practice]: [] },
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
    const number = `0212845A${String(row).padStart(2, '0')}`;
    for (const step of steps) await take(archive, step, number, row);
    for (const [system, plans] of Object.entries(expected)) {
      expect([system, await levelsOf(archive, { system, value: number })]).toEqual([system, [...plans].sort()]);
    }
  });

  test.each([
    ['takes back its level', { id: 'W', about: anna, withdrawal: true, time: later }, ['3 revoked']],
    ['is theirs still', { id: 'B', about: anna, level: '4', authored: later }, ['3 revoked', '4 draft']],
    [
      'is theirs from another sender',
      { id: 'P', about: anna, level: '4', from: 'practice', authored: later },
      ['3 revoked', '4 draft'],
    ],
  ] as const)('%s whose letter was kept before names were', async (_, step, plans) => {
    const store = await database.open();
    const archive = await archiveIn(store, throwawayKeys());
    const number = '0212842AB6';
    await take(archive, { id: 'A', about: anna }, number, 0);
    await store.write((sql) => sql.all('UPDATE letter SET tells = NULL'));
    await take(archive, step, number, 0);
    expect(await levelsOf(archive, { system: regions, value: number })).toEqual(plans);
  });

  test('is theirs whatever receipts came of letters about them, whose senders have told nothing', async () => {
    const archive = await newArchive(database);
    const who = { number: '0212842AB6', name: anna };
    for (const id of ['A', 'B']) {
      const bytes = await letterWith({ id, who });
      await keepSent(archive, { bytes, letterId: id, attached: false, identity: 'i', correlation: undefined });
      // Some systems number their receipts anew each day.
      const options = { time: later, letterId: 'R', envelopeId: `R${id}` };
      const { bytes: receipt } = await positiveReceipt((await parseXml(bytes)).root, options);
      expect(await answer(archive, receipt)).toBe('created answered');
    }
    await take(archive, { id: 'C', about: anna, from: 'practice', authored: later }, who.number, 0);
    expect(await levelsOf(archive, { system: regions, value: who.number })).toEqual(['3 draft']);
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
  const { answered = rest.withdrawal ? 'created withdrawal' : 'created level', ...written } = rest;
  const letter = await letterWith({ ...written, id: `${rest.id}${row}`, who: { number, name: about } });
  expect(await answer(archive, letter)).toBe(answered);
}
