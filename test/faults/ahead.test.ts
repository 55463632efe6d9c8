import { expect, test } from 'vitest';
import { readGroup } from '../../src/ahead/read-group.ts';
import { type Ahead, openAhead } from '../../src/ahead/thread.ts';
import { packWith } from '../../src/store/pack.ts';
import type { ReadByOther, Unread } from '../../src/work/keep/archive.ts';
import { until, validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';

const content = Buffer.from(JSON.stringify(validResponse()));
const packer = { dictionary: 7, pack: packWith(content) };
const unread = { bytes: Buffer.from(JSON.stringify(validResponse())), at: new Date() };

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
  expect(expected?.prepared).toBeDefined();
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
