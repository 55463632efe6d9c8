import { describe, expect, test } from 'vitest';
import { throwawayKeys } from '../../src/store/audit/keys.ts';
import { verifyAudit } from '../../src/store/audit/verify.ts';
import { erase } from '../../src/store/citizen/erase.ts';
import { archiveIn, citizens, identifier, keep, response } from './archives.ts';
import { databases } from './databases.ts';
import { refusedWith } from './refused.ts';

const { nancy } = citizens;

describe.each(databases())('erasing on $name', (database) => {
  test('takes a citizen whose levels follow each other, and no other; a repetition is refused', async () => {
    const store = await database.open();
    const keys = throwawayKeys();
    const archive = await archiveIn(store, keys);
    const one = response({ identifier: identifier('one') });
    await keep(archive, one);
    await keep(archive, response({ identifier: identifier('two'), authored: '2026-01-21T10:30:00+01:00' }));
    const subject = { ...one.subject, identifier: { ...citizens.other } };
    await keep(archive, response({ identifier: identifier('theirs'), subject }));
    const erasing = { citizen: nancy, by: { kind: 'operator' }, dry: false } as const;
    expect(await refusedWith(erase(store, keys, { ...erasing, recordElsewhere: false }))).toEqual(['erase-record']);
    const { goes } = await erase(store, keys, { ...erasing, recordElsewhere: true });
    expect(goes).toMatchObject({ numbers: 1, responses: 2, versions: 2 });
    for (const table of ['response', 'version', 'citizen', 'citizen_number']) {
      const rows = await store.read((sql) => sql.all(`SELECT * FROM ${table}`));
      expect([table, rows.length]).toEqual([table, 1]);
    }
    expect(await refusedWith(keep(archive, one))).toEqual(['response-retired']);
    expect(await verifyAudit(store, keys, [])).toMatchObject({ rows: 4, faults: [] });
  });
});
