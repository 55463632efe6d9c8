import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FhirResource } from 'fhir/r4.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inOrder } from '../../src/package/order.ts';
import { readProfiles } from '../../src/profiles.ts';
import { niveau } from '../cli/run.ts';
import { listenOn } from '../loopback.ts';
import { type FakeServer, fakeServer } from './fake-server.ts';

const total = readProfiles().length;
let fake: FakeServer;
let http: Server;
let address: string;
let authorizations: (string | undefined)[];
let noPost: boolean;
let unread: boolean;
let refused: { readonly type: string; readonly words: string } | undefined;

beforeEach(async () => {
  fake = fakeServer();
  authorizations = [];
  noPost = false;
  unread = false;
  refused = undefined;
  http = createServer(async (request, response) => {
    authorizations.push(request.headers.authorization);
    const [status, body, location] = await answer(request);
    const headers = { 'content-type': 'application/fhir+json', ...(location === undefined ? {} : { location }) };
    response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
  });
  address = `http://127.0.0.1:${await listenOn(http)}/fhir`;
});
afterEach(() => {
  http.closeAllConnections();
  http.close();
});

/** As much of FHIR's HTTP as a load needs. */
async function answer(request: IncomingMessage): Promise<readonly [number, (object | undefined)?, string?]> {
  const url = new URL(request.url ?? '', 'http://x');
  const [, , type = '', action] = url.pathname.split('/');
  const body = await text(request);
  if (type === 'metadata') return [200, await fake.capabilities()];
  // Helios refuses the POST for one type, and answers the GET.
  if (action === '_search' && type === 'OperationDefinition' && noPost) return [405];
  if (request.method === 'GET') {
    const found = await fake.search(type, Object.fromEntries(url.searchParams));
    return [200, { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) }];
  }
  if (refused !== undefined && request.method === 'POST' && action === undefined && type === refused.type) {
    return [
      422,
      { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid', diagnostics: refused.words }] },
    ];
  }
  if (action === '_search') {
    const found = await fake.search(type, Object.fromEntries(new URLSearchParams(body)));
    return [200, { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) }];
  }
  if (unread) process.stdout.emit('error', Object.assign(new Error('nobody reads it'), { code: 'EPIPE' }));
  const resource = JSON.parse(body) as FhirResource;
  if (request.method === 'PUT') return [200, undefined, `${type}/${(await fake.update(resource, url.search)).id}`];
  const { result, id } = await fake.create(resource, String(request.headers['if-none-exist']));
  return [result === 'created' ? 201 : 200, undefined, `${address}/${type}/${id}/_history/1`];
}

/** Runs `niveau load`; gives exit code, outcomes with their number, and stderr. */
async function loaded(options: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await niveau(['load', '--server', address, ...options], '', env);
  const lines = stdout.toString().split('\n').slice(0, -1);
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const [outcome = ''] = line.split('\t');
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return { code, counts, lines, stderr };
}

describe('niveau load', () => {
  test('a line per resource, in order, outcome TAB type TAB url|version; the sum on stderr; then all unchanged', async () => {
    const { code, lines, stderr } = await loaded();
    const expected = inOrder(readProfiles()).map((resource) => {
      return `created\t${resource.resourceType}\thttp://differentieringsmodellen.dk/fhir/${resource.resourceType}/${resource.id}|${Object(resource).version}`;
    });
    expect([code, lines]).toEqual([0, expected]);
    expect(stderr).toContain(`${total} oprettet, 0 opdateret, 0 uændret, 0 i konflikt; ${2 * total + 2} kald`);
    expect(stderr).toContain('http://hl7.dk/fhir/core/StructureDefinition/dk-core-observation');
    expect(await loaded()).toMatchObject({ code: 0, counts: { unchanged: total } });
  });

  test('goes on where whoever reads its lines stops: it is not ended halfway', async () => {
    unread = true;
    expect(await loaded()).toMatchObject({ code: 0, counts: { created: total } });
    expect(fake.held).toHaveLength(total);
  });

  test('--check: exit 1 and nothing written as long as something differs, then 0', async () => {
    expect(await loaded(['--check'])).toMatchObject({ code: 1, counts: { created: total } });
    expect(fake.held).toEqual([]);
    await loaded();
    expect(await loaded(['--check'])).toMatchObject({ code: 0, counts: { unchanged: total } });
  });

  test('a conflict: exit 1, nothing written, advice; --replace writes it', async () => {
    await loaded();
    const [held] = fake.held;
    fake.held[0] = { ...held, title: 'changed' } as FhirResource;
    fake.log.length = 0;
    const conflict = await loaded();
    expect(conflict).toMatchObject({ code: 1, counts: { conflict: 1, unchanged: total - 1 } });
    expect([fake.log, conflict.stderr]).toEqual([[], expect.stringContaining('[load-conflict]')]);
    expect(await loaded(['--replace'])).toMatchObject({ code: 0, counts: { updated: 1, unchanged: total - 1 } });
    expect(await loaded()).toMatchObject({ code: 0, counts: { unchanged: total } });
  });

  test('--diff: what differs, on stderr', async () => {
    await loaded();
    const [held] = fake.held;
    fake.held[0] = { ...held, title: 'changed' } as FhirResource;
    const { code, stderr } = await loaded(['--check', '--diff']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/CodeSystem http:\S+\|1\.0\.0\n {2}CodeSystem\.title: "[^"]+" <> "changed"\n/);
  });

  test('--retire: a line for each that is retired, and nothing else is written', async () => {
    await loaded();
    fake.log.length = 0;
    const none = await loaded(['--retire', '0.9.0']);
    expect(none).toMatchObject({ code: 0, counts: {} });
    expect(none.stderr).toContain(`0 sat til retired, 0 var det i forvejen, ${total} findes ikke på serveren`);
    expect(fake.log).toEqual([]);
    fake.held.splice(0, total, ...fake.held.map((resource) => ({ ...resource, version: '0.9.0' }) as FhirResource));
    expect(await loaded(['--retire', '0.9.0', '--check'])).toMatchObject({ code: 0, counts: { retired: total } });
    expect(fake.log).toEqual([]);
    expect(await loaded(['--retire', '0.9.0'])).toMatchObject({ code: 0, counts: { retired: total } });
    const again = await loaded(['--retire', '0.9.0']);
    expect(again).toMatchObject({ code: 0, counts: {} });
    expect(again.stderr).toContain(`0 sat til retired, ${total} var det i forvejen`);
  });

  test('a server that refuses a search by POST is asked by GET: nothing of a citizen stands in it', async () => {
    noPost = true;
    expect(await loaded()).toMatchObject({ code: 0, counts: { created: total } });
    expect(await loaded()).toMatchObject({ code: 0, counts: { unchanged: total } });
  });

  test('what the server refused, and in its own words', async () => {
    refused = { type: 'ValueSet', words: 'Include 3 has no system' };
    const { code, stderr } = await loaded();
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /Det var POST ValueSet af http:\S+\/ValueSet\/\S+\|1\.0\.0\. Serveren skriver: Include 3 has no system/,
    );
    expect(stderr).toContain('[server-refused]');
  });

  test('--canonical loads under another base, beside the first', async () => {
    await loaded();
    const { counts, lines } = await loaded(['--canonical', 'https://fhir.example.dk/model/']);
    // The error codes are the program's own, whoever publishes the model.
    expect(counts).toEqual({ created: total - 2, unchanged: 2 });
    expect(lines[0]).toContain('\thttps://fhir.example.dk/model/CodeSystem/');
    expect(fake.held).toHaveLength(2 * total - 2);
  });

  test('the token of the environment goes along', async () => {
    await loaded(['--check'], { NIVEAU_FHIR_TARGET_TOKEN: 'abc' });
    expect(new Set(authorizations)).toEqual(new Set(['Bearer abc']));
  });
});

describe('what is in the way: a sentence on stderr, nothing on stdout', () => {
  test.each([
    ['a server that is not there', ['--server', 'http://127.0.0.1:9/fhir'], {}, 3, '[server-unreachable]'],
    [
      'a setting that is wrong',
      ['--server', 'http://127.0.0.1:9/fhir'],
      { NIVEAU_FHIR_TARGET_TIMEOUT: 'x' },
      3,
      '[target-setting]',
    ],
    [
      'a token over an open line',
      ['--server', 'http://x.example.dk'],
      { NIVEAU_FHIR_TARGET_TOKEN: 'x' },
      3,
      '[target-insecure]',
    ],
    ['no server', [], {}, 2, '--server'],
    ['no address', ['--server', 'fhir'], {}, 2, '--server'],
    ['no base', ['--server', 'http://127.0.0.1:9', '--canonical', 'x'], {}, 2, '--canonical'],
  ])('%s', async (_, options, env, expected, words) => {
    const { code, stdout, stderr } = await niveau(['load', ...options], '', env);
    expect([code, stdout.length, stderr]).toEqual([expected, 0, expect.stringContaining(words)]);
  });
});

test('--help lists the environment variables', async () => {
  const { stdout } = await niveau(['--lang', 'en', 'load', '--help']);
  for (const name of ['TOKEN', 'TOKEN_URL', 'CLIENT_ID', 'CLIENT_SECRET', 'SCOPE', 'TIMEOUT', 'CA', 'CERT', 'KEY']) {
    expect(stdout.toString()).toContain(`NIVEAU_FHIR_TARGET_${name} `);
  }
});
