import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Bundle, BundleEntry, CarePlan, FhirResource, Task } from 'fhir/r4.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSingleWrites } from '../../src/delivery/fhir-single.ts';
import { withServerIds } from '../../src/resources/server-ids.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { model } from '../http/service.ts';
import { listenOn } from '../loopback.ts';
import { ports } from '../ports.ts';
import { createConditionalServer } from '../resources/conditional-server.ts';

const scored = scoreResponse(ports, responseBytes('somatik-3-aftalt'));
const bundle = makeBundle(model, scored, { references: 'logical' });
const parcel = (content: object = bundle) =>
  ({ number: 1, extension: 'json', content: JSON.stringify(content) }) as const;

/**
 * What the server does with its next requests: answers with a status, cuts off before or after it has written, or
 * works.
 */
type Fault = number | 'cut' | 'written and cut' | 'no location' | undefined;
let faults: Fault[] = [];
let held = createConditionalServer('client');
/** `POST Observation`, `PUT Provenance` ... in the order of their coming. */
let requests: string[] = [];

/** A FHIR server with conditional writes and without transactions. */
const server = createServer(
  (request, response) => void answer(request, response).catch(() => response.writeHead(400).end()),
);
let base = '';
beforeAll(async () => {
  base = `http://127.0.0.1:${await listenOn(server)}/fhir`;
});
afterAll(() => server.close());
beforeEach(() => {
  faults = [];
  requests = [];
  held = createConditionalServer('client');
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const url = (request.url ?? '').replace(/^\/fhir\/?/, '');
  const [type = ''] = url.split(/[?/]/);
  requests.push(`${request.method} ${url.includes('_search') ? `${type}/_search` : type}`);
  const fault = faults.shift();
  if (fault === 'cut') return void request.socket.destroy();
  if (type === '') return void response.writeHead(405).end();
  if (typeof fault === 'number') return void outcome(response, fault);
  if (url.endsWith('_search')) return void found(response, type, new URLSearchParams(body).get('identifier') ?? '');
  const resource = JSON.parse(body) as FhirResource;
  const ifNoneExist = request.headers['if-none-exist'];
  const fullUrl = `urn:uuid:${randomUUID()}`;
  const entry: BundleEntry = {
    fullUrl,
    resource,
    request: { method: request.method as 'PUT', url, ...(ifNoneExist && { ifNoneExist: String(ifNoneExist) }) },
  };
  try {
    const key = held.transaction({ resourceType: 'Bundle', type: 'transaction', entry: [entry] }).get(fullUrl);
    if (fault === 'written and cut') return void request.socket.destroy();
    response.writeHead(200, fault === 'no location' ? {} : { location: `${base}/${key}/_history/1` }).end();
  } catch (error) {
    outcome(response, Number(String(error).match(/\d{3}/)?.[0] ?? 400));
  }
}

function outcome(response: ServerResponse, status: number): void {
  response
    .writeHead(status, { 'content-type': 'application/fhir+json' })
    .end(JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing' }] }));
}

function found(response: ServerResponse, type: string, token: string): void {
  const [, value = ''] = token.split('|');
  const entry = all()
    .filter((one) => one.resourceType === type && JSON.stringify((one as Task).identifier ?? '').includes(value))
    .map((resource) => ({ resource }));
  response
    .writeHead(200, { 'content-type': 'application/fhir+json' })
    .end(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry } satisfies Bundle));
}

const open = (form?: (bundle: Bundle) => Bundle) =>
  openSingleWrites({ base, credentials: { kind: 'none' }, timeout: 60_000, tls: undefined }, form);
const all = () => [...held.all().values()].map(({ resource }) => resource);
const count = bundle.entry?.length ?? 0;

describe('a FHIR server without transactions', () => {
  test('gets each resource once, what is referred to first, and no reference that leads nowhere', async () => {
    const send = await open();
    for (const _ of [1, 2]) expect(await send(parcel())).toEqual({ kind: 'delivered' });
    expect(all()).toHaveLength(count);
    const order = ['QuestionnaireResponse', 'Observation', 'CareTeam', 'CarePlan', 'Task', 'Provenance'];
    const types = requests.slice(0, count).map((request) => request.split(' ')[1] ?? '');
    expect(types).toEqual([...types].sort((one, other) => order.indexOf(one) - order.indexOf(other)));
    expect(JSON.stringify(all())).not.toContain('urn:uuid:');
    const plan = all().find((one) => one.resourceType === 'CarePlan') as CarePlan & { id: string };
    const tasks = all().filter((one) => one.resourceType === 'Task') as Task[];
    expect(new Set(tasks.map(({ basedOn }) => basedOn?.[0]?.reference))).toEqual(new Set([`CarePlan/${plan.id}`]));
    // The plan came before its Tasks: it names them as they name themselves.
    expect(plan.activity?.map(({ reference }) => reference?.identifier?.value)).toEqual(
      expect.arrayContaining(tasks.map(({ identifier }) => identifier?.[0]?.value)),
    );
  });

  test.each<Fault>(['cut', 503, 429, 409, 'written and cut'])(
    'that breaks off (%s) is resumed where it was',
    async (fault) => {
      const send = await open();
      faults = [undefined, undefined, fault];
      expect((await send(parcel())).kind).toBe('again');
      expect(requests).toHaveLength(3);
      expect(await send(parcel())).toEqual({ kind: 'delivered' });
      expect(requests).toHaveLength(count + 1);
      expect(all()).toHaveLength(count);
    },
  );

  test('that gives all ids itself gets the same', async () => {
    held = createConditionalServer('server');
    const send = await open(withServerIds);
    for (const _ of [1, 2]) expect(await send(parcel())).toEqual({ kind: 'delivered' });
    expect(all()).toHaveLength(count);
  });

  test('is resumed from the beginning by another service, and nothing is doubled', async () => {
    faults = [undefined, undefined, undefined, 'cut'];
    await (await open())(parcel());
    expect(await (await open())(parcel())).toEqual({ kind: 'delivered' });
    expect(all()).toHaveLength(count);
  });

  test('that does not say under which id it has a resource is asked', async () => {
    faults = ['no location'];
    expect(await (await open())(parcel())).toEqual({ kind: 'delivered' });
    expect(requests[1]).toBe('POST QuestionnaireResponse/_search');
    expect(JSON.stringify(all())).not.toContain('urn:uuid:');
  });

  test.each([
    [412, 'server-several'],
    [422, 'server-refused'],
    [403, 'server-login'],
  ])('that refuses one (%i) ends the delivery: %s', async (status, code) => {
    faults = [undefined, status];
    expect(await (await open())(parcel())).toEqual({ kind: 'dead', code });
  });

  test('that has two of one identifier is told as such', async () => {
    const twin = bundle.entry?.find(({ resource }) => resource?.resourceType === 'Observation')?.resource;
    for (const id of ['a', 'b']) {
      const entry = [
        {
          fullUrl: id,
          resource: { ...twin, id } as FhirResource,
          request: { method: 'PUT' as const, url: `Observation/${id}` },
        },
      ];
      const clean = JSON.parse(
        JSON.stringify(entry).replace(/"reference":"urn:uuid:[^"]+"/g, '"display":"-"'),
      ) as BundleEntry[];
      held.transaction({ resourceType: 'Bundle', type: 'transaction', entry: clean });
    }
    expect(await (await open())(parcel())).toEqual({ kind: 'dead', code: 'server-several' });
  });

  test('gets an amendment written over what is there', async () => {
    const send = await open();
    await send(parcel());
    const amended = scoreResponse(
      ports,
      Buffer.from(responseBytes('somatik-3-aftalt').toString().replace('"completed"', '"amended"')),
    );
    expect(
      await send({ ...parcel(makeBundle(model, amended, { references: 'logical', previous: scored })), number: 2 }),
    ).toEqual({
      kind: 'delivered',
    });
    // One Provenance more.
    expect(all()).toHaveLength(count + 1);
    expect(all().find((one) => one.resourceType === 'QuestionnaireResponse')).toMatchObject({ status: 'amended' });
  });
});
