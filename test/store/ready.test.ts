import { expect, test } from 'vitest';
import { throwawayKeys } from '../../src/store/audit/keys.ts';
import { storeRefusal } from '../../src/store/failure.ts';
import { openPacker } from '../../src/store/pack.ts';
import { openArchive } from '../../src/store/records/records.ts';
import { databases } from './databases.ts';
import { refusedWith } from './refused.ts';

test.each(databases())('a store on $name that can be read and not written is not ready', async (database) => {
  const store = await database.open();
  const packer = await store.write((sql) => openPacker(sql, () => ['a']));
  const open = { full: true };
  const limited = {
    ...store,
    write: async <Result>(work: Parameters<typeof store.write<Result>>[0]): Promise<Result> => {
      if (open.full) throw storeRefusal('store-full');
      return store.write(work);
    },
  };
  const archive = openArchive(limited, packer, throwawayKeys());
  expect(await refusedWith(archive.ready())).toEqual(['store-full']);
  open.full = false;
  const { writes } = store.commits;
  for (let times = 0; times < 3; times += 1) await archive.ready();
  // Asked often, it writes now and then.
  expect(store.commits.writes - writes).toBe(1);
});
