import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openSessions, type Sessions } from '../../src/access/people/sessions.ts';

const person = { client: 'siden', user: 'laegen', name: 'Michael Burns', organizations: ['urn:x|1'], scopes: [] };
const key = randomBytes(32);
const publicUrl = new URL('https://niveau.example.dk');
const minutes = { sessionMinutes: 60, idleMinutes: 30 };
let now = Date.parse('2026-01-20T10:00:00Z');
const clock = () => new Date(now);
const later = (count: number) => {
  now += count * 60_000;
};

/** A cookie as the browser sends it back, from the header that set it. */
function sent(header: string): string {
  return header.split(';', 1)[0] ?? '';
}

async function userOf(sessions: Sessions, cookie: string): Promise<string | undefined> {
  const session = await sessions.read(cookie);
  return session === 'expired' ? session : session?.user;
}

describe('a session of the page', () => {
  test('is read by every instance that has the key and the address, and by no other', async () => {
    const settings = { key, publicUrl, ...minutes };
    const cookie = sent(await openSessions(settings, clock).begin(person));
    expect(await userOf(openSessions(settings, clock), cookie)).toBe('laegen');
    expect(await userOf(openSessions({ ...settings, key: randomBytes(32) }, clock), cookie)).toBeUndefined();
    const elsewhere = { ...settings, publicUrl: new URL('https://other.example.dk') };
    expect(await userOf(openSessions(elsewhere, clock), cookie)).toBeUndefined();
  });

  test('ends when the page was not used for so long', async () => {
    const sessions = openSessions({ key, publicUrl, ...minutes }, clock);
    const cookie = sent(await sessions.begin(person));
    later(29);
    expect(await userOf(sessions, cookie)).toBe('laegen');
    later(2);
    expect(await userOf(sessions, cookie)).toBe('expired');
  });

  test('goes on while the page is used, and ends for good at its own time', async () => {
    const sessions = openSessions({ key, publicUrl, ...minutes }, clock);
    let cookie = sent(await sessions.begin(person));
    for (const expected of ['laegen', 'laegen', 'expired']) {
      later(25);
      const session = await sessions.read(cookie);
      expect(session === 'expired' ? session : session?.user).toBe(expected);
      if (session !== undefined && session !== 'expired') cookie = sent(await sessions.renew(session));
    }
  });

  test('that was signed out of is over, and what was renewed of it too; another one is not', async () => {
    const sessions = openSessions({ key, publicUrl, ...minutes }, clock);
    const [cookie, other] = [sent(await sessions.begin(person)), sent(await sessions.begin(person))];
    const session = await sessions.read(cookie);
    if (session === undefined || session === 'expired') throw new Error('no session');
    const renewed = sent(await sessions.renew(session));
    expect(await sessions.end(session)).toContain('Max-Age=0');
    expect(await Promise.all([cookie, renewed, other].map((one) => userOf(sessions, one)))).toEqual([
      'expired',
      'expired',
      'laegen',
    ]);
  });
});
