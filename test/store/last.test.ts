import { describe, expect, test } from 'vitest';
import { keep, newArchive, response } from './archives.ts';
import { databases } from './databases.ts';

describe.each(databases())('the last results on $name', (database) => {
  test('are one of each code, and none of what was withdrawn', async () => {
    const archive = await newArchive(database);
    await keep(archive, response());
    const last = (most: number) => archive.read((reading) => reading.lastResults('Observation', [], most));
    const found = await last(1);
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ type, resource }) => type === 'Observation' && resource.id !== '')).toBe(true);
    await keep(archive, response({ status: 'entered-in-error' }));
    expect(await last(9)).toEqual([]);
  });
});
