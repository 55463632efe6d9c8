import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openSessions, type Session } from '../../src/access/people/sessions.ts';
import { openEndedDesk } from '../../src/store/access/ended.ts';
import { storeRefusal } from '../../src/store/failure.ts';
import { openStore } from '../../src/store/open.ts';
import { databases } from './databases.ts';
import { refusedWith } from './refused.ts';

const person = { client: 'siden', user: 'laegen', name: 'Michael Burns', organizations: ['urn:x|1'], scopes: [] };
const settings = {
  key: randomBytes(32),
  publicUrl: new URL('https://niveau.example.dk'),
  sessionMinutes: 60,
  idleMinutes: 30,
};
const sent = (header: string) => header.split(';', 1)[0] ?? '';

describe.each(databases())('who signed out, on $name', (database) => {
  test('is signed out at another instance of the same store too, and nobody else is', async () => {
    let now = Date.parse('2026-01-20T10:00:00Z');
    const clock = () => new Date(now);
    const store = await openStore(await database.address(), { alone: true });
    const desk = openEndedDesk(store);
    const [one, other] = [openSessions(settings, clock, desk), openSessions(settings, clock, desk)];
    const cookies = [sent(await one.begin(person)), sent(await one.begin(person))];
    const seenAt = (instance: typeof one) => Promise.all(cookies.map((cookie) => instance.read(cookie)));
    const [session] = await seenAt(other);
    expect(session).toMatchObject(person);
    await one.end(session as Session);
    expect(await seenAt(one)).toEqual(['expired', expect.objectContaining(person)]);
    now += 2_000;
    expect(await seenAt(other)).toEqual(['expired', expect.objectContaining(person)]);
    // A clock that jumps back changes nothing.
    now -= 3_600_000;
    expect(await seenAt(other)).toEqual(['expired', expect.objectContaining(person)]);
    now += 3_600_000 + 61 * 60_000;
    await one.end({ ...(session as Session), id: 'later', begun: Math.floor(now / 1000) });
    expect(await desk.list(0)).toEqual(['later']);
    await store.close();
  });
});

test('while the store is away no session is taken for one that goes on', async () => {
  let away = true;
  const list = async () => (away ? Promise.reject(storeRefusal('store-unavailable')) : []);
  const sessions = openSessions(settings, () => new Date('2026-01-20T10:00:00Z'), { list, add: async () => {} });
  const cookie = sent(await sessions.begin(person));
  expect(await refusedWith(sessions.read(cookie))).toEqual(['store-unavailable']);
  away = false;
  expect(await sessions.read(cookie)).toMatchObject(person);
});

test('whoever could not be signed out everywhere is signed out by the next try', async () => {
  const told: string[] = [];
  let full = true;
  const add = async (id: string) => {
    if (full) throw storeRefusal('store-full');
    told.push(id);
  };
  const sessions = openSessions(settings, () => new Date('2026-01-20T10:00:00Z'), { list: async () => told, add });
  const cookie = sent(await sessions.begin(person));
  const session = (await sessions.read(cookie)) as Session;
  expect(await refusedWith(sessions.end(session))).toEqual(['store-full']);
  // Whoever was let go here would not be told of any more.
  expect(await sessions.read(cookie)).toMatchObject(person);
  full = false;
  await sessions.end(session);
  expect(told).toEqual([session.id]);
  expect(await sessions.read(cookie)).toBe('expired');
});
