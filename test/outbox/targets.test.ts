import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFhirTarget } from '../../src/delivery/fhir-target.ts';
import { openFolder } from '../../src/delivery/folder.ts';
import { listenOn } from '../loopback.ts';

const parcel = {
  number: 7,
  extension: 'json' as const,
  content: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [] }),
};

/** How a FHIR server, or what stands before it, may answer. */
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  good: (response) => json(response, 200, { resourceType: 'Bundle', type: 'transaction-response' }),
  refused: (response) => json(response, 422, outcome('invalid')),
  several: (response) => json(response, 412, outcome('multiple-matches')),
  html: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>'),
  reset: (response) => response.socket?.destroy(),
  'half an answer': (response) => {
    response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': '1000' });
    response.write('{"resourceType":');
    setImmediate(() => response.socket?.destroy());
  },
  silent: () => {},
  redirect: (response) => response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
};

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
}

function outcome(code: string): object {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] };
}

let answer = '';
let bodies: string[] = [];
const server = createServer((request, response) => {
  request.setEncoding('utf8');
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    bodies.push(body);
    answers[answer]?.(response);
  });
});
let base = '';
beforeAll(async () => {
  base = `http://127.0.0.1:${await listenOn(server)}/fhir`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a FHIR server as a destination', () => {
  test.each([
    ['good', { kind: 'delivered' }],
    ['refused', { kind: 'dead', code: 'server-refused' }],
    ['several', { kind: 'dead', code: 'server-several' }],
    ['html', { kind: 'again', code: 'server-not-fhir', all: true }],
    ['reset', { kind: 'again', code: 'server-unreachable', all: true }],
    ['half an answer', { kind: 'again', all: true }],
    ['silent', { kind: 'again', code: 'server-timeout', all: true }],
    ['redirect', { kind: 'again', code: 'server-elsewhere', all: true }],
  ])('that answers: %s', async (name, expected) => {
    answer = name;
    bodies = [];
    // Only what never comes is waited for in vain.
    const timeout = name === 'silent' ? 300 : 60_000;
    const send = await openFhirTarget({ base, credentials: { kind: 'none' }, timeout, tls: undefined });
    expect(await send(parcel)).toMatchObject(expected);
    expect(new Set(bodies)).toEqual(new Set([parcel.content]));
  });

  test('that takes another form gets that', async () => {
    answer = 'good';
    bodies = [];
    const target = { base, credentials: { kind: 'none' }, timeout: 300, tls: undefined } as const;
    const send = await openFhirTarget(target, (bundle) => ({ ...bundle, type: 'batch' }));
    await send(parcel);
    expect(bodies.map((body) => JSON.parse(body).type)).toEqual(['batch']);
  });
});

describe('a folder as a destination', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'niveau-folder-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('gets a file per delivery, whole, for the service alone, and once however often it is written', async () => {
    const send = openFolder(folder);
    for (const _ of [1, 2]) expect(await send(parcel)).toEqual({ kind: 'delivered' });
    expect(readdirSync(folder)).toEqual(['000000000007.json']);
    const file = join(folder, '000000000007.json');
    expect(readFileSync(file, 'utf8')).toBe(parcel.content);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('keeps what stands there under the number of another delivery, as after a restore', async () => {
    const send = openFolder(folder);
    const other = { ...parcel, content: '{"other":true}' };
    for (const one of [parcel, other, { ...parcel, beside: true }, { ...other, beside: true }, other, parcel])
      expect(await send(one)).toEqual({ kind: 'delivered' });
    const names = readdirSync(folder);
    const contents = names.map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(contents).toEqual([parcel.content, other.content, parcel.content, other.content]);
    expect(names.map((name) => name.replace(/[0-9a-f]{12}\./, '#.'))).toEqual([
      '#.json',
      '000000000007_1_#.json',
      '000000000007_2.json',
      '000000000007_2_#.json',
    ]);
  });

  test('that is gone is tried again', async () => {
    expect(await openFolder(join(folder, 'gone'))(parcel)).toEqual({
      kind: 'again',
      code: 'folder-unwritable',
      all: true,
    });
  });
});
