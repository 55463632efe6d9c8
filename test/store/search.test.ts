import type { QuestionnaireResponse } from 'fhir/r4.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Archive } from '../../src/work/keep/archive.ts';
import type { Criterion, Page, Prefix } from '../../src/work/keep/reading.ts';
import { citizens, identifier, keep, newArchive, response } from './archives.ts';
import { type Database, databases } from './databases.ts';

/** Kept one after the other, and assessed the other way round. */
const given: readonly [name: string, status: QuestionnaireResponse['status'], day: string][] = [
  ['a', 'completed', '2026-01-28'],
  ['b', 'in-progress', '2026-01-26'],
  ['c', 'amended', '2026-01-24'],
  ['d', 'completed', '2026-01-22'],
];

async function filled(database: Database): Promise<Archive> {
  const archive = await newArchive(database);
  for (const [name, status, day] of given) {
    const subject = { identifier: citizens.nancy };
    await keep(archive, response({ identifier: identifier(name), subject, status, authored: `${day}T10:30:00+01:00` }));
  }
  return archive;
}

/** The names of all pages, the newest first. */
async function found(archive: Archive, criteria: readonly Criterion[], by: Page['by'], count: number) {
  const names: (string | undefined)[] = [];
  let after: Page['after'];
  do {
    const page = { by, newestFirst: true, count, total: true, ...(after && { after }) };
    const { rows, next, total } = await archive.read((reading) => reading.responses(criteria, page));
    names.push(...rows.map(({ kept }) => kept.identifier?.value));
    expect(total).toBe(given.filter(([, status]) => isAsked(criteria, status)).length);
    after = next;
  } while (after !== undefined);
  return names.join('');
}

function isAsked(criteria: readonly Criterion[], status: string): boolean {
  return criteria.every((one) => one.on !== 'status' || one.oneOf.includes(status));
}

describe.each(databases())('a search on $name', (database) => {
  let archive: Archive;
  beforeAll(async () => {
    archive = await filled(database);
  });

  test('by several statuses gives each hit once, in one order, on all its pages', async () => {
    const statuses = (...oneOf: string[]) => [{ on: 'status', oneOf }] as const;
    const two = statuses('completed', 'amended', 'completed');
    expect(await found(archive, two, 'number', 1)).toBe('dca');
    expect(await found(archive, two, 'date', 2)).toBe('acd');
    expect(await found(archive, two, 'updated', 2)).toBe('dca');
    expect(await found(archive, statuses('completed', 'amended', 'in-progress'), 'number', 3)).toBe('dcba');
    expect(await found(archive, [...two, ...statuses('amended', 'in-progress')], 'number', 3)).toBe('c');
    expect(await found(archive, statuses('stopped'), 'number', 3)).toBe('');
  });

  test.each<[Prefix, string, string]>([
    ['eq', '2026-01-24', 'c'],
    ['ne', '2026-01-24', 'abd'],
    ['gt', '2026-01-24', 'ab'],
    ['ge', '2026-01-24', 'abc'],
    ['lt', '2026-01-24', 'd'],
    ['le', '2026-01-24', 'cd'],
    ['sa', '2026-01-24', 'ab'],
    ['eb', '2026-01-24', 'd'],
    ['ge', '2027-06-01', ''],
    ['eb', '2020-01-01', ''],
  ])('by a date with %s%s', async (prefix, day, expected) => {
    const from = Date.parse(`${day}T00:00:00+01:00`);
    const date = { on: 'date', prefix, from, to: from + 86_400_000 - 1 } as const;
    const page = { by: 'date', newestFirst: true, count: 9, total: false } as const;
    const { rows } = await archive.read((reading) => reading.responses([date], page));
    expect(rows.map(({ kept }) => kept.identifier?.value).join('')).toBe(expected);
  });

  test('finds a plan without an end at any later date, and no Observation of years ago', async () => {
    const from = Date.parse('2030-01-01');
    const later = async (type: string) => {
      const criteria = [{ on: 'date', prefix: 'ge', from, to: from }] as const;
      const page = { by: 'date', newestFirst: true, count: 9, total: false } as const;
      return (await archive.read((reading) => reading.results(type, criteria, page))).rows.length;
    };
    expect(await later('CarePlan')).toBeGreaterThan(0);
    expect(await later('Observation')).toBe(0);
  });
});
