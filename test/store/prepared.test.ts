import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readGroup } from '../../src/ahead/read-group.ts';
import { blockReader } from '../../src/cli/import/read-line.ts';
import { Refusal, refuse } from '../../src/outcome/problem.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';
import { throwawayKeys } from '../../src/store/audit/keys.ts';
import { openStore } from '../../src/store/open.ts';
import { openPacker, type Packer, packText } from '../../src/store/pack.ts';
import { openArchive } from '../../src/store/records/records.ts';
import type { Row } from '../../src/store/sql.ts';
import type { Archive, ReadByOther, Unread } from '../../src/work/keep/archive.ts';
import { keepReadAhead } from '../../src/work/keep/keep.ts';
import { ports } from '../ports.ts';
import { citizens, identifier, keep, response } from './archives.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-prepared-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = Date.parse('2026-12-01T12:00:00Z');
const first = response({ identifier: identifier('first') });
const other = response({ identifier: identifier('other'), subject: { identifier: citizens.other } });
const later = response({ identifier: identifier('later'), authored: '2026-03-01T10:00:00+01:00' });
const earlier = response({ identifier: identifier('earlier'), authored: '2025-11-01T10:00:00+01:00' });
const draft = { ...first, status: 'in-progress' };

type Read = (packer: Packer, unread: Unread) => ReadByOther | undefined;

const asTheThread: Read = (packer, unread) => {
  const [read] = readGroup(ports.model, packer, [unread]);
  return read === undefined || 'error' in read ? undefined : structuredClone(read);
};

test.each([
  ['a citizen whom nothing is known of', [first]],
  ['two citizens', [first, other]],
  ['a response without an identifier', [response({ identifier: undefined })]],
  ['a level that takes the place of an earlier one', [first, later]],
  ['one that comes late, and is already old', [first, earlier]],
  ['the same content again', [first, first]],
  ['an amendment and a withdrawal', [first, { ...first, status: 'amended' }, { ...first, status: 'entered-in-error' }]],
  ['a draft that is finished', [draft, first]],
])('what was made before its transaction is kept as what the transaction makes: %s', async (_, bodies) => {
  const [made, prepared] = [await kept(bodies, undefined), await kept(bodies, asTheThread)];
  expect(prepared.rows).toEqual(made.rows);
  const told = await kept(bodies, undefined, keepTold);
  expect(told.rows).toEqual(made.rows);
  expect(made.bundles.length).toBeGreaterThan(0);
});

test.each([
  ['is used where nothing was there before', [first, other], ['prepared', 'prepared']],
  ['is not used where it takes the place of an earlier level', [first, later], ['prepared', 'made']],
  ['is not used where it is already old', [first, earlier], ['prepared', 'made']],
  ['is not used where its draft was there before', [draft, first], ['made']],
  ['is not asked for of an amendment', [first, { ...first, status: 'amended' }], ['prepared', 'made']],
])('what was made before its transaction %s', async (_, bodies, expected) => {
  const marked: Read = (packer, unread) => {
    const { gist, prepared } = asTheThread(packer, unread) ?? refuse('json-empty');
    return { gist, prepared: prepared && { ...prepared, bundle: packText(packer, '"prepared"') } };
  };
  const { bundles } = await kept(bodies, marked);
  expect(bundles.map((text) => (text === '"prepared"' ? 'prepared' : 'made'))).toEqual(expected);
});

test('what the other thread refuses is refused in words', async () => {
  const unknown = { ...first, questionnaire: 'http://example.org/Questionnaire/other' };
  const refused = { problems: [expect.objectContaining({ code: 'questionnaire-unknown' })] };
  await expect(kept([unknown], asTheThread)).rejects.toMatchObject(refused);
});

/** Kept by what another thread tells of its line. */
const keepTold: Keep = async (archive, body, packer) => {
  const line = Buffer.from(JSON.stringify(body));
  const [told] = blockReader(ports.model, packer)({ bytes: new Uint8Array([...line, 0x0a]) });
  if (told === undefined) throw new Error('a line was not read');
  const read = structuredClone(told);
  if ('problems' in read) throw new Refusal(read.problems);
  await keepReadAhead(ports, archive, { ...read, response: () => readJson(line) });
};

type Keep = (archive: Archive, body: object, packer: Packer) => Promise<unknown>;

/** Everything that is kept of responses that come one after the other, and the Bundles as text. */
async function kept(bodies: readonly object[], read: Read | undefined, keepOne?: Keep) {
  const store = await openStore(
    { kind: 'sqlite', file: join(mkdtempSync(join(folder, '-')), 'a.db') },
    { alone: true },
  );
  try {
    const packer = await store.write((sql) => openPacker(sql, () => [JSON.stringify(response())]));
    const archive: Archive = {
      ...openArchive(store, packer, throwawayKeys()),
      now: async () => at,
      ...(read && { readAhead: (unread, write) => write(read(packer, unread)) }),
    };
    for (const body of bodies) await (keepOne?.(archive, body, packer) ?? keep(archive, body));
    const all = (table: string) => store.read((sql) => sql.all<Row>(`SELECT * FROM ${table}`));
    const [responses, versions, outcomes, resources] = await Promise.all(
      ['response', 'version', 'outcome', 'resource'].map(all),
    );
    const bundles = (outcomes ?? []).map(({ bundle, dictionary }) =>
      packer.unpack(bundle as Uint8Array, Number(dictionary)),
    );
    return { rows: { responses, versions, outcomes, resources }, bundles };
  } finally {
    await store.close();
  }
}
