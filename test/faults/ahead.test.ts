import { expect, test } from 'vitest';
import { readGroup } from '../../src/ahead/read-group.ts';
import { type Ahead, openAhead } from '../../src/ahead/thread.ts';
import { throwawayKeys } from '../../src/store/audit/keys.ts';
import { openPacker, packWith } from '../../src/store/pack.ts';
import { openArchive } from '../../src/store/records/records.ts';
import type { ReadByOther, Unread } from '../../src/work/keep/archive.ts';
import { until, validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';
import { citizens, identifier, keep, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';
import { randomFrom } from './random.ts';

const content = Buffer.from(JSON.stringify(validResponse()));
const packer = { dictionary: 7, pack: packWith(content) };
const unread = { bytes: Buffer.from(JSON.stringify(validResponse())), at: new Date() };
const [sqlite = missing()] = databases();

/** What `count` responses that come at one moment are written with. */
function together(ahead: Ahead, count: number, what: Unread = unread): Promise<readonly (ReadByOther | undefined)[]> {
  return Promise.all(Array.from({ length: count }, () => ahead.readAhead(what, async (read) => read)));
}

async function withThread(work: (ahead: Ahead) => Promise<void>): Promise<void> {
  const ahead = openAhead({ dictionary: 7, content });
  try {
    await until(async () => (await together(ahead, 50)).some((read) => read !== undefined));
    await work(ahead);
  } finally {
    await ahead.stop();
  }
}

test('under load the other thread reads what its caller would, and nothing of what it refuses', async () => {
  const [expected] = structuredClone(readGroup(ports.model, packer, [unread]));
  expect(expected).toMatchObject({ prepared: { bundle: { dictionary: 7 } } });
  await withThread(async (ahead) => {
    const [alone, ...others] = await together(ahead, 200);
    expect(alone).toBeUndefined();
    const found = others.filter((read) => read !== undefined);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) expect(one).toEqual(expected);
    const refused = { ...unread, bytes: Buffer.from('{}') };
    const [wrong, right] = await Promise.all([together(ahead, 20, refused), together(ahead, 20)]);
    expect(wrong.every((read) => read === undefined)).toBe(true);
    expect(right.some((read) => read !== undefined)).toBe(true);
  });
});

test('a thread that ends leaves nobody waiting', async () => {
  await withThread(async (ahead) => {
    const waiting = together(ahead, 60);
    await ahead.stop();
    expect((await waiting).length).toBe(60);
    expect((await together(ahead, 3)).every((read) => read === undefined)).toBe(true);
  });
});

test('whoever sends among many, good, wrong and unfinished, is kept with their own words, their own citizen and id', async () => {
  const store = await sqlite.open();
  const own = await store.write((sql) => openPacker(sql, () => [JSON.stringify(response())]));
  const ahead = openAhead(own);
  try {
    let byThread = 0;
    const readAhead: Ahead['readAhead'] = (unread, write) =>
      ahead.readAhead(unread, (read) => {
        if (read !== undefined) byThread += 1;
        return write(read);
      });
    await until(async () => (await together(ahead, 50)).some((read) => read !== undefined));
    const archive = { ...openArchive(store, own, throwawayKeys()), readAhead };
    const random = randomFrom(7);
    const send = async (number: number): Promise<void> => {
      const citizen = { system: citizens.replacement.system, value: `010190${String(number >> 1).padStart(4, '0')}` };
      const status = random() < 0.1 ? 'in-progress' : 'completed';
      const body = response({ status, identifier: identifier(`${number}`), subject: { identifier: citizen } });
      if (random() < 0.2) {
        const wrong = { ...body, questionnaire: `http://example.org/Questionnaire/${number}` };
        const refused = { problems: [expect.objectContaining({ code: 'questionnaire-unknown' })] };
        await expect(keep(archive, wrong)).rejects.toMatchObject(refused);
        return;
      }
      const { id } = await keep(archive, body);
      const kept = await archive.read((reading) => reading.response(id));
      expect(kept?.received.text).toBe(JSON.stringify(body));
      expect(kept?.kept).toMatchObject({ status, namedBy: citizen, identifier: identifier(`${number}`) });
    };
    const left = Array.from({ length: 600 }, (_, number) => number);
    const sender = async () => {
      for (let number = left.pop(); number !== undefined; number = left.pop()) await send(number);
    };
    await Promise.all(Array.from({ length: 64 }, sender));
    expect(byThread).toBeGreaterThan(100);
  } finally {
    await ahead.stop();
    await store.close();
  }
});

function missing(): never {
  throw new Error('no database');
}
