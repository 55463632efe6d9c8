import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { newArchive } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, letterWith, levels, type Written } from './post.ts';

const later = '2026-02-03T09:00:00+01:00';
const latest = '2026-03-03T09:00:00+01:00';

/** What was sent, and what counts when all of it is there, in whatever order it came and however often. */
const posts: readonly (readonly [string, readonly Written[], readonly string[]])[] = [
  [
    'a level, sent on, taken back, and a newer one',
    [
      { id: 'A' },
      { id: 'B', time: later },
      { id: 'C', from: 'practice', time: later },
      { id: 'W', withdrawal: true, time: latest },
      { id: 'N', level: '2', authored: later },
    ],
    ['2 draft'],
  ],
  [
    'a level and two corrections of it',
    [{ id: 'A' }, { id: 'B', level: '4', time: later }, { id: 'C', level: '1', time: latest }],
    ['1 draft'],
  ],
  [
    'a level, corrected and corrected back',
    [{ id: 'A' }, { id: 'B', level: '4', time: later }, { id: 'C', time: latest }],
    ['3 draft'],
  ],
  [
    'three levels, the newest taken back',
    [
      { id: 'A' },
      { id: 'B', level: '4', authored: later },
      { id: 'C', level: '1', authored: latest },
      { id: 'W', withdrawal: true, authored: latest, time: '2026-03-04T09:00:00+01:00' },
    ],
    ['4 draft'],
  ],
];

const runs = { sqlite: 25, postgres: 6 };

describe.each(databases())('letters in any order, again and at once ($name)', (database) => {
  let shared: Promise<Archive> | undefined;
  let citizens = 0;

  test.each(posts)('%s', async (_, letters, inForce) => {
    shared ??= newArchive(database);
    const archive = await shared;
    const order = fc.shuffledSubarray([...letters.keys(), ...letters.keys()], { minLength: letters.length * 2 });
    const property = fc.asyncProperty(order, fc.boolean(), async (indexes, together) => {
      citizens += 1;
      const cpr = `251248${1000 + citizens}`;
      const made = await Promise.all(
        letters.map((written) => letterWith({ ...written, id: `${written.id}${citizens}`, cpr })),
      );
      const bring = (index: number) => answer(archive, made[index] ?? new Uint8Array());
      const answers: string[] = [];
      if (together) answers.push(...(await Promise.all(indexes.map(bring))));
      else for (const index of indexes) answers.push(await bring(index));
      // Each is taken once, and the second time nothing changes.
      const results = answers.map((one) => one.split(' ')[0]).sort();
      expect(results).toEqual([...letters.map(() => 'created'), ...letters.map(() => 'unchanged')]);
      const standing = (await levels(archive, cpr)).filter((plan) => !plan.endsWith('revoked'));
      expect(standing).toEqual(inForce);
    });
    await fc.assert(property, { numRuns: runs[database.name], seed: 20_261_126 });
  });
});
