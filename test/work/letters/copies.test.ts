import type { QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { statementOf, variantOf } from '../../medcom/statements.ts';
import { identifier, keep, newArchive, response } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, letterWith, levels } from './post.ts';

type Status = QuestionnaireResponse['status'];

/** The response, which says level 2 at the moment of the letters; or no level that a professional has assessed. */
async function says(archive: Archive, status: Status, assessed = true): Promise<string> {
  const item = response().item?.filter(({ linkId }) => assessed || linkId !== 'niveau') ?? [];
  return (await keep(archive, response({ status, identifier: identifier('copied'), item }))).result;
}

async function levelsSaid(archive: Archive): Promise<readonly string[]> {
  const page = { by: 'number', newestFirst: false, count: 100, total: false } as const;
  const { rows } = await archive.read((reading) => reading.results('Observation', [], page));
  const found = rows.filter(({ resource }) => JSON.stringify(resource.code).includes('"samarbejdsniveau"'));
  return found.map(({ resource }) => String(resource.status)).sort();
}

describe.each(databases())('a level that a letter and a response have told ($name)', (database) => {
  test('stands no more when the response is withdrawn, whichever came first', async () => {
    const archive = await newArchive(database);
    expect(await answer(archive, await letterWith({ id: 'A', level: '2' }))).toBe('created level');
    await says(archive, 'completed');
    expect(await levels(archive)).toEqual(['2 draft', '2 revoked']);
    expect(await says(archive, 'entered-in-error')).toBe('changed');
    expect(await levels(archive)).toEqual(['2 revoked', '2 revoked']);
    expect(await levelsSaid(archive)).toEqual(['entered-in-error', 'entered-in-error']);
    expect(await answer(archive, await letterWith({ id: 'B', level: '2', from: 'practice' }))).toBe('created echo');
  });

  test('stands no more when the response is amended and says it no more', async () => {
    const archive = await newArchive(database);
    await answer(archive, await letterWith({ id: 'A', level: '2' }));
    await says(archive, 'completed');
    expect(await says(archive, 'amended', false)).toBe('changed');
    // What is left is the response's suggestion.
    expect(await levels(archive)).toEqual(['2 draft', '2 revoked']);
    expect(await levelsSaid(archive)).toEqual(['entered-in-error', 'preliminary']);
  });

  test('gives its place back when all copies are taken back, the one in force first', async () => {
    const archive = await newArchive(database);
    await answer(archive, await letterWith({ id: 'A', level: '1', authored: '2026-01-10T10:30:00+01:00' }));
    const parties = variantOf('somatik').choices.parties.slice(0, 1);
    const [{ level }, day] = [statementOf(), '2026-01-22'];
    const agreed = { agreed: { level, parties, date: day }, basis: 'aftalt', day } as const;
    await answer(archive, await letterWith({ id: 'B', change: agreed }));
    await answer(archive, await letterWith({ id: 'C', level: '2', from: 'practice' }));
    expect(await levels(archive)).toEqual(['1 revoked', '2 revoked', '3 active']);
    const withdrawal = await letterWith({ id: 'D', withdrawal: true, time: '2026-02-20T10:30:00+01:00' });
    expect(await answer(archive, withdrawal)).toBe('created withdrawal');
    expect(await levels(archive)).toEqual(['1 draft', '2 revoked', '3 revoked']);
  });

  test('stays as it is when the response is amended and says the same', async () => {
    const archive = await newArchive(database);
    await answer(archive, await letterWith({ id: 'A', level: '2' }));
    await says(archive, 'completed');
    expect(await says(archive, 'amended')).toBe('changed');
    expect(await levelsSaid(archive)).toEqual(['amended', 'final']);
  });

  test('stands no more by a correction that says what the response’s author has withdrawn', async () => {
    const archive = await newArchive(database);
    await answer(archive, await letterWith({ id: 'A', level: '3' }));
    await says(archive, 'completed');
    await says(archive, 'entered-in-error');
    const copy = await letterWith({ id: 'B', level: '2', time: '2026-03-02T10:00:00+01:00' });
    expect(await answer(archive, copy)).toBe('created echo');
    expect(await levels(archive)).toEqual(['2 revoked', '3 draft']);
  });

  test('leaves its sender to tell another one, or to take it back, when it went with the response', async () => {
    const archive = await newArchive(database);
    const from = 'practice';
    await answer(archive, await letterWith({ id: 'A', level: '2', from }));
    await says(archive, 'completed');
    await says(archive, 'entered-in-error');
    const [copy, other] = ['2', '4'].map(
      (level) => ({ id: level, level, from, time: '2026-03-02T10:00:00+01:00' }) as const,
    );
    if (copy === undefined || other === undefined) throw new Error('there are two');
    expect(await answer(archive, await letterWith(copy))).toBe('created echo');
    expect(await answer(archive, await letterWith(other))).toBe('created level');
    expect(await levels(archive)).toEqual(['2 revoked', '4 draft']);
    expect(await levelsSaid(archive)).toEqual(['amended', 'entered-in-error']);
    const back = { id: 'W', from, withdrawal: true, time: '2026-03-03T10:00:00+01:00' } as const;
    expect(await answer(archive, await letterWith(back))).toBe('created withdrawal');
    expect(await levels(archive)).toEqual(['2 revoked', '4 revoked']);
    const again = await letterWith({ id: 'C', level: '1', from, time: '2026-03-04T10:00:00+01:00' });
    expect(await answer(archive, again)).toBe('created withdrawn');
  });

  test('is taken back by its own sender also after it went with the response', async () => {
    const archive = await newArchive(database);
    await answer(archive, await letterWith({ id: 'A', level: '2' }));
    await says(archive, 'completed');
    await says(archive, 'entered-in-error');
    const back = await letterWith({ id: 'W', withdrawal: true, time: '2026-03-03T10:00:00+01:00' });
    expect(await answer(archive, back)).toBe('created withdrawal');
    const other = await letterWith({ id: 'B', level: '4', time: '2026-03-04T10:00:00+01:00' });
    expect(await answer(archive, other)).toBe('created withdrawn');
  });

  test('is what its letter is corrected to, where the response says it still', async () => {
    const archive = await newArchive(database);
    await says(archive, 'completed');
    await answer(archive, await letterWith({ id: 'A', level: '3' }));
    const correction = await letterWith({ id: 'B', level: '2', time: '2026-03-02T10:00:00+01:00' });
    expect(await answer(archive, correction)).toBe('created level');
    expect(await levels(archive)).toEqual(['2 draft', '2 revoked']);
  });

  test('is its letter’s own where the letter says another', async () => {
    const archive = await newArchive(database);
    await answer(archive, await letterWith({ id: 'A', level: '3' }));
    await says(archive, 'completed');
    await says(archive, 'entered-in-error');
    expect(await levels(archive)).toEqual(['2 revoked', '3 draft']);
  });
});
