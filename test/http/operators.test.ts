import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Permission } from '../../src/access/permission.ts';
import { readConfig } from '../../src/config.ts';
import { type Gateway, openGateway } from '../../src/gateway.ts';
import { explained } from '../../src/http/handlers/operators/told.ts';
import { exchangeCodes } from '../../src/outcome/codes/exchange.ts';
import { serverCodes } from '../../src/outcome/codes/server.ts';
import type { KeptEntry } from '../../src/work/audit/entry.ts';
import { audience, bearer, quickKeySets, startIssuer, type TestIssuer } from '../access/issuer.ts';
import { citizen } from '../outbox/outboxes.ts';
import { model, post, refusalIn, startService, type TestService, validResponse } from './service.ts';

const cpr = '2512489996';
const folder = mkdtempSync(join(tmpdir(), 'niveau-drift-'));
const file = join(folder, 'niveau.db');
let gateway: Gateway;
let service: TestService;
let guarded: TestService;
let issuer: TestIssuer;

/** What the outbox of the store holds: 1 of a test person, and four others. */
beforeAll(async () => {
  const config = { ...readConfig({}), store: { kind: 'sqlite', file }, folderTarget: folder } as const;
  gateway = await openGateway({ config, model, log: () => {}, env: {} });
  service = await startService({ gateway });
  issuer = await startIssuer();
  const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
  const known = { auth: ['tokens'], issuers, audience } as const;
  guarded = await startService({ gateway, config: known, keySets: quickKeySets });
  // Nothing leaves by itself from here on.
  await gateway.stopDelivering(1_000);
  for (const index of [0, 1, 2, 3, 4]) {
    const changes = index === 0 ? {} : citizen(index);
    const identifier = { system: 'https://ehr.example.dk/responses', value: `drift-${index}` };
    const answer = await post(`${service.url}/fhir/QuestionnaireResponse`, {
      ...validResponse(),
      ...changes,
      identifier,
    });
    if (answer.status !== 201) throw new Error(await answer.text());
  }
});
afterAll(async () => {
  await Promise.all([service.close(), guarded.close(), issuer.close()]);
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Brings deliveries into a state, as a worker would have. */
function bring(state: string, numbers: readonly number[], code: string | null = 'server-refused'): void {
  const database = new DatabaseSync(file);
  for (const number of numbers) {
    database
      .prepare('UPDATE outbox SET state = ?, last_code = ?, attempt = 1 WHERE number = ?')
      .run(state, code, number);
    database.prepare('DELETE FROM attempt WHERE outbox = ?').run(number);
    if (code === null) continue;
    const now = Date.now();
    database.prepare('INSERT INTO attempt VALUES (?, 1, ?, ?, ?)').run(number, code, now - 40, now);
  }
  database.close();
}

function written(): readonly KeptEntry[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT content FROM audit ORDER BY number').all();
  database.close();
  return rows.map(({ content }) => JSON.parse(String(content)) as KeptEntry);
}

const get = (path: string, headers: Record<string, string> = {}, by = service) =>
  fetch(`${by.url}/drift/${path}`, { headers });
const json = async (path: string, headers: Record<string, string> = {}) =>
  (await (await get(path, headers)).json()) as Record<string, never>;
const order = (deed: 'retry' | 'skip', body: object, headers: Record<string, string> = {}, by = service) =>
  post(`${by.url}/drift/deliveries/${deed}`, body, { 'content-type': 'application/json', ...headers });
const orderedBy = async (deed: 'retry' | 'skip', body: object) => (await (await order(deed, body)).json()) as object;
const statesOf = async (view: string) =>
  ((await json(`deliveries?view=${view}`)) as unknown as { deliveries: { number: number }[] }).deliveries.map(
    ({ number }) => number,
  );

describe('the overview', () => {
  test('says what waits and what is dead, for whom, since when and why, and counts the tries of 24 hours', async () => {
    bring('dead', [1, 2]);
    bring('pending', [3], 'server-unreachable');
    const told = (await json('overview', { 'accept-language': 'en' })) as unknown as {
      destinations: object[];
      hours: { delivered: number; failed: number }[];
      routes: object[];
    };
    const oldest = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    expect(told.destinations).toEqual([
      {
        ...{ name: 'folder', kind: 'folder' },
        waiting: { count: 3, oldest },
        failing: { count: 1, oldest },
        dead: { count: 2, oldest },
        causes: [
          {
            view: 'dead',
            code: 'server-refused',
            text: 'The FHIR server refused.',
            mend: expect.any(String),
            count: 2,
            oldest,
          },
          {
            view: 'failing',
            code: 'server-unreachable',
            text: expect.any(String),
            mend: expect.any(String),
            count: 1,
            oldest,
          },
        ],
      },
    ]);
    expect(told.hours).toHaveLength(24);
    expect(told.hours.reduce((sum, { failed }) => sum + failed, 0)).toBe(3);
    expect(told.routes).toEqual([{ name: 'folder', destination: 'folder', form: 'Bundle', when: {} }]);
  });
});

describe('the lists', () => {
  test('a page at a time, by key', async () => {
    bring('dead', [1, 2, 3, 4, 5]);
    const pages: number[][] = [];
    let after: number | undefined;
    do {
      const query = after === undefined ? '' : `&_after=${after}`;
      const page = (await json(`deliveries?view=dead&_count=2${query}`)) as unknown as {
        deliveries: { number: number }[];
        next?: number;
      };
      pages.push(page.deliveries.map(({ number }) => number));
      after = page.next;
    } while (after !== undefined);
    expect(pages).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('nothing of a citizen stands in them, nor in the overview', async () => {
    for (const path of ['overview', 'deliveries', 'deliveries?view=dead', 'letters']) {
      const text = await (await get(path)).text();
      expect(text.replace(/\D/g, '')).not.toContain(cpr);
      expect(text).not.toMatch(/Nancy|Berggren|[\da-f]{8}-[\da-f]{4}/);
    }
  });

  test.each([
    ['deliveries?view=all', 'query-value'],
    ['deliveries?_count=0', 'query-value'],
    ['deliveries?view=dead&view=waiting', 'query-value'],
    ['deliveries?_count=201', 'query-value'],
    ['deliveries?_after=x', 'query-value'],
    ['letters?state=level', 'query-value'],
    ['letters?name=x', 'query-unsupported'],
  ])('%s is refused: %s', async (path, code) => {
    expect(await refusalIn(await get(path))).toEqual({ status: 400, issues: [[code]] });
  });
});

describe('opening one', () => {
  test('tells its tries and whom it is about, and is written down first', async () => {
    bring('dead', [1]);
    const before = written().length;
    const told = await json('deliveries/1');
    expect(told).toMatchObject({
      ...{ number: 1, state: 'dead', destination: 'folder', form: 'Bundle', event: 'new', code: 'server-refused' },
      attempts: [{ attempt: 1, code: 'server-refused', milliseconds: 40 }],
      response: { variant: 'somatik', status: 'completed', citizen: { value: cpr } },
    });
    const [act, ...more] = written().slice(before);
    const id = (told as unknown as { response: { id: string } }).response.id;
    expect([act?.act, act?.target, act?.by.name, more]).toEqual([
      'read',
      { type: 'QuestionnaireResponse', id },
      'loopback',
      [],
    ]);
    expect(act?.citizens).toHaveLength(1);
  });

  test('whoever may operate and read no responses is told nothing of the citizen', async () => {
    const answer = await get('deliveries/1', bearer(await issuer.token('niveau/operate.r')), guarded);
    const text = await answer.text();
    expect([answer.status, Object.keys((JSON.parse(text) as { response: object }).response)]).toEqual([200, ['id']]);
    expect(text).not.toContain(cpr);
  });

  test.each(['deliveries/77', 'deliveries/one', 'deliveries/0'])('%s is not there', async (path) => {
    expect(await refusalIn(await get(path))).toEqual({ status: 404, issues: [['delivery-unknown']] });
  });
});

describe('retry and skip', () => {
  test('dry: how many, and which; nothing is changed or written down', async () => {
    bring('dead', [1, 2, 3]);
    bring('delivered', [4, 5], 'delivered');
    const before = written().length;
    expect(await orderedBy('retry', { dry: true, destination: 'folder', code: 'server-refused' })).toEqual({
      dry: true,
      counts: { retried: 3, skipped: 0, overtaken: 0, sending: 0, untouched: 0 },
      deliveries: [1, 2, 3].map((number) => ({ number, result: 'retried' })),
    });
    expect(await orderedBy('retry', { dry: true, code: 'folder-unwritable' })).toMatchObject({ deliveries: [] });
    expect(await orderedBy('skip', { dry: true, limit: 2 })).toMatchObject({ counts: { skipped: 2 } });
    expect([await statesOf('dead'), written().length]).toEqual([[1, 2, 3], before]);
  });

  test('what was counted is done, and what is in no state for it stays and is counted', async () => {
    bring('dead', [1, 2]);
    bring('delivered', [4], 'delivered');
    const before = written().length;
    expect(await orderedBy('retry', { dry: false, numbers: [1, 4, 77] })).toMatchObject({
      counts: { retried: 1, untouched: 2 },
    });
    expect(await statesOf('waiting')).toContain(1);
    expect(await orderedBy('skip', { dry: false, numbers: [1, 2], reason: 'wrong-receiver' })).toMatchObject({
      counts: { skipped: 2 },
    });
    expect((await statesOf('skipped')).slice(-2)).toEqual([2, 1]);
    const acts = written().slice(before);
    expect(acts.map(({ act, citizens = [] }) => [act, citizens.length])).toEqual([
      ...[
        ['outbox-retry', 0],
        ['outbox-retry', 1],
      ],
      ...[
        ['outbox-skip', 0],
        ['outbox-skip', 1],
        ['outbox-skip', 1],
      ],
    ]);
    expect(acts.map(({ by, correlation }) => [by.kind, typeof correlation])).toEqual(
      acts.map(() => ['client', 'string']),
    );
    expect(acts.at(-1)?.particulars).toEqual({ delivery: 2, destination: 'folder', reason: 'wrong-receiver' });
  });

  test.each<['retry' | 'skip', object, string]>([
    ['retry', { numbers: [1] }, 'request-part-missing'],
    ['retry', { dry: false }, 'request-part-missing'],
    ['retry', { dry: false, destination: 'folder' }, 'request-part-missing'],
    ['retry', [], 'request-part-missing'],
    ['retry', { dry: true, reason: 'test' }, 'request-part-unknown'],
    ['skip', { dry: false, numbers: [1] }, 'request-part-missing'],
    ['skip', { dry: false, numbers: [1], reason: `${cpr}` }, 'request-part-form'],
    ['retry', { dry: 'no', numbers: [1] }, 'request-part-form'],
    ['retry', { dry: true, numbers: [] }, 'request-part-form'],
    ['retry', { dry: true, numbers: [0.5] }, 'request-part-form'],
    ['retry', { dry: true, numbers: ['1'] }, 'request-part-form'],
    ['retry', { dry: true, numbers: Array.from({ length: 1_001 }, (_, index) => index + 1) }, 'request-part-form'],
    ['retry', { dry: true, limit: 1_001 }, 'request-part-form'],
    ['retry', { dry: true, destination: 1 }, 'request-part-form'],
    ['retry', { dry: true, destination: 'nope' }, 'destination-unknown'],
  ])('%s %j is refused: %s; nothing is changed', async (deed, body, code) => {
    bring('dead', [1]);
    const { status, issues } = await refusalIn(await order(deed, body));
    expect([status, issues.map(([first]) => first)]).toEqual([400, [code]]);
    expect(await statesOf('dead')).toContain(1);
  });

  test.each<['retry' | 'skip', Permission[], number]>([
    ['retry', ['operate.r'], 403],
    ['skip', ['operate.r'], 403],
    ['retry', ['operate.u'], 200],
  ])('%s with %j: %i', async (deed, permissions, status) => {
    const token = await issuer.token(permissions.map((one) => `niveau/${one}`).join(' '));
    expect((await order(deed, { dry: true }, bearer(token), guarded)).status).toBe(status);
  });
});

test('without a store there is nothing to operate', async () => {
  const bare = await startService();
  expect(await refusalIn(await get('overview', {}, bare))).toEqual({ status: 404, issues: [['route-unknown']] });
  await bare.close();
});

describe('why a delivery has not arrived', () => {
  test.each(['da', 'en'] as const)(
    'is told without speaking of a command that is not at hand, and whole: %s',
    (language) => {
      const codes = Object.keys({ ...serverCodes, ...exchangeCodes }).filter((code) =>
        /^server-|^vans-(?:unreachable|timeout|busy|login|refused|answer)$/.test(code),
      );
      const told = [...codes, 'folder-unwritable'].map((code) => explained(code, language));
      expect(told).toHaveLength(codes.length + 1);
      expect(
        told.filter((one) => /kommandoen|the command|kør |run again|[{}]/i.test(JSON.stringify(Object.values(one)))),
      ).toEqual([]);
    },
  );
});
