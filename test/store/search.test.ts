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
    await keep(
      archive,
      response({ identifier: identifier(name), subject, status, authored: `${day}T10:30:00.1234567+01:00` }),
    );
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

  test('by the system of identifiers, or by a Questionnaire, gives all in the order that is asked for, on all pages', async () => {
    const system = [{ on: 'identifier', oneOf: [{ system: identifier('a')?.system ?? '' }] }] as const;
    const url = response().questionnaire?.split('|', 1)[0] ?? '';
    const form = [{ on: 'questionnaire', oneOf: [{ url }] }] as const;
    for (const criteria of [system, form, [...system, ...form]]) {
      expect(await found(archive, criteria, 'number', 3)).toBe('dcba');
      expect(await found(archive, criteria, 'date', 3)).toBe('abcd');
      expect(await found(archive, criteria, 'updated', 3)).toBe('dcba');
    }
    expect(await found(archive, [...system, { on: 'status', oneOf: ['completed'] }], 'date', 1)).toBe('ad');
    const page = { by: 'date', newestFirst: true, count: 9, total: true } as const;
    const elsewhere = system.map((one) => ({ ...one, oneOf: [{ system: 'https://ehr.example.dk/respons' }] }));
    for (const criteria of [
      elsewhere,
      [{ on: 'questionnaire', oneOf: [{ url: 'https://nowhere.example' }] }] as const,
    ]) {
      const { rows, total } = await archive.read((reading) => reading.responses(criteria, page));
      expect([rows, total]).toEqual([[], 0]);
    }
  });

  test('for results of a status that few have gives them by date, on all pages', async () => {
    const dates: unknown[] = [];
    let after: Page['after'];
    do {
      const page = { by: 'date', newestFirst: true, count: 1, total: false, ...(after && { after }) } as const;
      const final = [{ on: 'status', oneOf: ['final', 'amended', 'corrected'] }] as const;
      const { rows, next } = await archive.read((reading) => reading.results('Observation', final, page));
      dates.push(...rows.map(({ resource }) => String(resource.effectiveDateTime).slice(0, 10)));
      after = next;
    } while (after !== undefined);
    expect(new Set(dates)).toEqual(new Set(['2026-01-28', '2026-01-24', '2026-01-22']));
    expect(dates).toEqual(dates.toSorted().reverse());
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
