import { describe, expect, test } from 'vitest';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { writeLetter } from '../../../src/work/write-letter.ts';
import { parties } from '../../medcom/statements.ts';
import { ports } from '../../ports.ts';
import { identifier, keep, newArchive, response } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, assessed, edited, letterWith, levels, numberOf, receive, stored, type Written } from './post.ts';

const later = '2026-02-03T09:00:00+01:00';
const muchLater = '2026-03-03T09:00:00+01:00';
const sameTime = { authored: assessed };
const first: Written = { id: 'A' };
const takesBack: Written = { id: 'W', withdrawal: true, time: later };

/** A response over HTTP, by its status: level 2, assessed at the same moment as the letters. */
type Step = Written | 'completed' | 'amended' | 'entered-in-error';

/** One after the other: what the last is answered, and the plans at the end. */
const rows: readonly (readonly [string, readonly Step[], string, readonly string[]])[] = [
  ['a level', [first], 'created level', ['3 draft']],
  [
    'a newer level of another letter',
    [first, { id: 'B', level: '2', authored: later }],
    'created level',
    ['3 revoked', '2 draft'],
  ],
  [
    'an older level that comes late',
    [{ id: 'B', level: '2', authored: later }, first],
    'created level',
    ['2 draft', '3 revoked'],
  ],
  ['the same level in another letter', [first, { id: 'B', time: later }], 'created echo', ['3 draft']],
  [
    'the same level, passed on by somebody else',
    [first, { id: 'B', from: 'practice', time: later }],
    'created echo',
    ['3 draft'],
  ],
  [
    'another level of that moment by somebody else',
    [first, { id: 'B', from: 'practice', level: '4' }],
    'created level',
    ['3 revoked', '4 draft'],
  ],
  ['a corrected level of the same moment', [first, { id: 'B', level: '4', time: later }], 'created level', ['4 draft']],
  [
    'a corrected level before what it corrects',
    [{ id: 'B', level: '4', time: later }, first],
    'created older',
    ['4 draft'],
  ],
  [
    'a corrected level, corrected back',
    [first, { id: 'B', level: '4', time: later }, { id: 'C', time: muchLater }],
    'created level',
    ['3 draft'],
  ],
  [
    'a correction that comes after the one that takes it back',
    [first, { id: 'C', time: muchLater }, { id: 'B', level: '4', time: later }],
    'created older',
    ['3 draft'],
  ],
  [
    'a level that its sender has corrected, passed on by somebody else later',
    [first, { id: 'B', level: '4', time: later }, { id: 'C', from: 'practice', time: muchLater }],
    'created echo',
    ['4 draft'],
  ],
  [
    'a corrected level, corrected back to what a response says',
    ['completed', { id: 'B', level: '4', time: later }, { id: 'C', level: '2', time: muchLater }],
    'created level',
    ['2 revoked', '2 draft'],
  ],
  ['a withdrawal', [first, takesBack], 'created withdrawal', ['3 revoked']],
  ['a withdrawal twice', [first, takesBack, { ...takesBack, id: 'X', time: muchLater }], 'created echo', ['3 revoked']],
  ['a withdrawal before its level', [takesBack, first], 'created withdrawn', []],
  [
    'a withdrawal before its level, which somebody else passes on',
    [takesBack, { id: 'B', from: 'practice' }],
    'created withdrawn',
    [],
  ],
  [
    'a withdrawn level that comes back',
    [first, takesBack, { id: 'B', time: muchLater }],
    'created echo',
    ['3 revoked'],
  ],
  [
    'a withdrawn level, corrected',
    [first, takesBack, { id: 'B', level: '4', time: muchLater }],
    'created withdrawn',
    ['3 revoked'],
  ],
  [
    'a withdrawal of the newest',
    [first, { id: 'B', level: '2', authored: later }, { id: 'W', withdrawal: true, authored: later }],
    'created withdrawal',
    ['3 draft', '2 revoked'],
  ],
  ['a withdrawal by another sender', [first, { ...takesBack, from: 'practice' }], 'created withdrawal', ['3 revoked']],
  [
    'a withdrawal by somebody who has passed it on',
    [first, { id: 'B', from: 'practice', time: later }, { ...takesBack, from: 'practice' }],
    'created withdrawal',
    ['3 revoked'],
  ],
  ['a level that a response has said', ['completed', { id: 'A', level: '2' }], 'created echo', ['2 draft']],
  [
    'a level that an earlier version of a response has said',
    ['completed', 'amended', { id: 'A', level: '2' }],
    'created echo',
    ['2 draft'],
  ],
  [
    'a level of a response that was withdrawn',
    ['completed', 'entered-in-error', { id: 'A', level: '2' }],
    'created echo',
    ['2 revoked'],
  ],
  [
    'a newer level than a response',
    ['completed', { id: 'A', level: '4', authored: later }],
    'created level',
    ['2 revoked', '4 draft'],
  ],
  [
    'a level before a response',
    [{ id: 'A', level: '4', authored: '2026-01-02T09:00:00+01:00' }, 'completed'],
    'created 1',
    ['4 revoked', '2 draft'],
  ],
  [
    'a withdrawn response, after which the letter counts again',
    [{ id: 'A', level: '4', authored: '2026-01-02T09:00:00+01:00' }, 'completed', 'entered-in-error'],
    'changed 2',
    ['4 draft', '2 revoked'],
  ],
  [
    'a withdrawal of a level that a response says',
    ['completed', { ...takesBack, level: '2' }],
    'created unmatched',
    ['2 draft'],
  ],
  [
    'a withdrawal of a response that was withdrawn',
    ['completed', 'entered-in-error', { ...takesBack, level: '2' }],
    'created echo',
    ['2 revoked'],
  ],
  [
    'a level that is only suggested, beside an assessed one',
    [first, { id: 'B', level: '1', authored: later, change: { basis: 'forslag', assessed: undefined } }],
    'created level',
    ['3 draft', '1 draft'],
  ],
];

/** Each row is about a citizen of its own, with letters and responses of its own. */
async function take(archive: Archive, step: Step, cpr: string): Promise<string> {
  if (typeof step !== 'string')
    return answer(archive, await letterWith({ ...step, id: `${step.id}${cpr.slice(-4)}`, cpr }));
  const subject = { identifier: numberOf(cpr) };
  const { result, version } = await keep(
    archive,
    response({ status: step, subject, identifier: identifier(`L${cpr.slice(-4)}`) }),
  );
  return `${result} ${version}`;
}

describe.each(databases())('a level that comes by letter ($name)', (database) => {
  let shared: Promise<Archive> | undefined;

  test.each(rows)('%s', async (name, steps, last, plans) => {
    shared ??= newArchive(database);
    const archive = await shared;
    const cpr = `25124${String(10_000 + rows.findIndex(([one]) => one === name))}`;
    const given = [];
    for (const step of steps) given.push(await take(archive, step, cpr));
    expect(given.at(-1)).toBe(last);
    expect(await levels(archive, cpr)).toEqual([...plans].sort());
  });

  test('is what our own letter says of a response: an echo', async () => {
    const archive = await newArchive(database);
    const body = response();
    const { id } = await keep(archive, body);
    const made = await writeLetter(ports, { ...parties, type: 'XDIS91', response: Buffer.from(JSON.stringify(body)) });
    const reception = await receive(archive, made.bytes);
    if (reception.result === 'refused') throw new Error('refused');
    expect(await stored(archive, reception.ids[0])).toMatchObject({ state: 'echo', responseId: id });
  });

  test.each([
    ['withdrawn', takesBack, 'trukket tilbage 03.02.2026'],
    ['corrected', { id: 'B', level: '4', time: later }, 'rettet 03.02.2026'],
  ])('says to people that it was %s, and the day of the letter that did so', async (_, second, words) => {
    const archive = await newArchive(database);
    for (const step of [first, second]) await receive(archive, await letterWith(step));
    const page = { by: 'number', newestFirst: false, count: 100, total: false } as const;
    for (const type of ['Observation', 'CarePlan']) {
      const { rows: found } = await archive.read((reading) => reading.results(type, [], page));
      expect(found).toHaveLength(1);
      expect(JSON.stringify(found[0]?.resource.text)).toContain(words);
    }
  });

  test('is read as resources whose Provenance names the letter, and is no response', async () => {
    const archive = await newArchive(database);
    await receive(archive, await letterWith({ id: 'A', ...sameTime }));
    const page = { by: 'number', newestFirst: false, count: 100, total: true } as const;
    const all = async (type: string) => (await archive.read((reading) => reading.results(type, [], page))).rows;
    const [provenance, ...more] = await all('Provenance');
    expect(more).toEqual([]);
    expect(provenance?.resource.entity).toEqual([
      {
        role: 'source',
        what: {
          type: 'DocumentReference',
          identifier: { system: 'http://differentieringsmodellen.dk/fhir/brev', value: '5790001382445.A' },
          display: 'XDIS91',
        },
      },
    ]);
    const [level] = await all('Observation');
    expect(level?.resource).toMatchObject({ status: 'final', effectiveDateTime: assessed });
    const responses = await archive.read((reading) => reading.responses([], page));
    expect([responses.rows, responses.total]).toEqual([[], 0]);
    const id = level?.response ?? '';
    expect(await archive.read((reading) => reading.response(id))).toBeUndefined();
    await expect(keep(archive, { ...response({ status: 'amended' }), id }, { id })).rejects.toThrow('resource-unknown');
  });

  test('is only what its own kontrol says: an edited block is no level', async () => {
    const archive = await newArchive(database);
    const bytes = edited(await letterWith(first), 'samarbejdsniveau 3 af', 'samarbejdsniveau 4 af');
    expect(await answer(archive, bytes)).toBe('created no-level');
    expect(await levels(archive)).toEqual([]);
  });
});
