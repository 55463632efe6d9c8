import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Gateway, openGateway } from '../../src/gateway.ts';
import { openCareMessage } from '../../src/medcom/fhir/open.ts';
import { readXbin } from '../../src/medcom/xbin/read.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import { receiveMessage } from '../../src/work/letters/receive-message.ts';
import { answerMessage } from '../../src/work/receipt.ts';
import { responseBytes } from '../fixtures.ts';
import { model, until } from '../http/service.ts';
import { hospital, municipality } from '../medcom/fhir/messages.ts';
import { openVansPeer, type VansPeer } from '../outbox/vans-peer.ts';
import { ports } from '../ports.ts';
import { identifier } from '../store/archives.ts';

const sender = { ...hospital, telecom: [{ system: 'phone' as const, value: '44527000' }] };

describe('letters with the page for people by route', () => {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-page-'));
  let gateway: Gateway;
  let peer: VansPeer;
  const route = (name: string, to: string, form: string) => ({ name, to, form, receiver: 'kommunen' });
  beforeAll(async () => {
    peer = await openVansPeer();
    const file = {
      destinations: { net: { kind: 'vans', url: peer.url }, mappe: { kind: 'folder', path: 'ud' } },
      organizations: { os: sender, kommunen: municipality },
      sender: 'os',
      routes: [
        route('kopier', 'mappe', 'XDIS91'),
        route('breve-med-side', 'net', 'XDIS91+PDF'),
        route('henvisninger', 'mappe', 'XREF15+PDF'),
        route('beskeder', 'mappe', 'care-communication+PDF'),
      ],
    };
    mkdirSync(join(folder, 'ud'));
    writeFileSync(join(folder, 'routes.json'), JSON.stringify(file));
    const config = {
      store: { kind: 'sqlite', file: join(folder, 'niveau.db') },
      routes: join(folder, 'routes.json'),
    } as const;
    gateway = await openGateway({ config, model, log: () => {}, env: {}, settings: { pause: () => 10, poll: 20 } });
  });
  afterAll(async () => {
    await gateway.stopDelivering(0);
    await gateway.close();
    await peer.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const whole = JSON.parse(responseBytes('somatik-3-aftalt').toString());
  const files = (extension = '.xml') => readdirSync(join(folder, 'ud')).filter((name) => name.endsWith(extension));
  const contents = () => peer.taken.flatMap(({ content }) => (content.kind === 'message' ? [content.bytes] : []));
  const inText = (bytes: Uint8Array, name: string) =>
    new RegExp(`<${name}>([^<]+)<`).exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
  const keep = (changes: object) =>
    keepResponse({ ...ports, routes: gateway.routes }, gateway.archive, {
      response: Buffer.from(JSON.stringify({ ...whole, identifier: identifier('page'), ...changes })),
    });

  test('go as a letter and its XBIN, in this order and once each, whatever the network does', async () => {
    peer.faults.push('takes and cuts', 'none', 'takes and fails', 'none', 'fails');
    await keep({});
    await until(() => peer.taken.length === 2 && files().length === 3);
    await until(async () => !(await gateway.metrics.text()).includes('niveau_outbox_depth{'));
    expect(contents().map((bytes) => inText(bytes, 'TypeCode'))).toEqual(['XDIS91', 'XBIN01']);
    const [letter, xbin] = contents();
    if (letter === undefined || xbin === undefined) throw new Error('both were taken');
    expect(inText(letter, 'ObjectIdentifier')).toBe(inText(xbin, 'ObjectIdentifier').replaceAll('-', ''));
    for (const name of ['EANIdentifier', 'CivilRegistrationNumber']) {
      expect(inText(xbin, name)).toBe(inText(letter, name));
    }
    const { objects } = await readXbin(xbin);
    expect(objects.map(({ bytes }) => Buffer.from(bytes).subarray(0, 5).toString())).toEqual(['%PDF-']);
  });

  test('stand in a folder one behind the other, a referral with an XBIN02; a letter without page is another letter', () => {
    const written = files().map((name) => readFileSync(join(folder, 'ud', name)));
    expect(written.map((bytes) => inText(bytes, 'TypeCode'))).toEqual(['XDIS91', 'XREF15', 'XBIN02']);
    expect(written.map((bytes) => inText(bytes, 'ObjectIdentifier') !== '')).toEqual([false, true, true]);
    const all = [...written, ...contents()];
    expect(new Set(all.map((bytes) => inText(bytes, 'Letter><Identifier'))).size).toBe(5);
  });

  test('are enclosed in a FHIR message', async () => {
    await until(() => files('.json').length === 1);
    const [name = ''] = files('.json');
    const message = openCareMessage(JSON.parse(readFileSync(join(folder, 'ud', name), 'utf8')));
    const types = message.communication.resource.payload?.map(
      ({ contentAttachment }) => contentAttachment?.contentType,
    );
    expect(types).toContain('application/pdf');
  });

  test('are kept and answered each; letter and page are documents of the response', async () => {
    const stands = () =>
      gateway.archive.write(({ letters }) =>
        Promise.all(
          contents().map(async (bytes) => {
            const found = await letters.find(
              'out',
              inText(bytes, 'EANIdentifier'),
              inText(bytes, 'Letter><Identifier'),
            );
            return `${found?.kind} ${found?.state}`;
          }),
        ),
      );
    expect(await stands()).toEqual(['letter receipt-awaited', 'attachment receipt-awaited']);
    for (const bytes of contents()) {
      const receipt = await answerMessage(ports, bytes, {});
      const came = { bytes: receipt.bytes, correlation: undefined };
      await receiveMessage({ ...ports, routes: gateway.routes }, gateway.archive, came);
    }
    expect(await stands()).toEqual(['letter receipt-positive', 'attachment receipt-positive']);
    const { rows } = await gateway.archive.read((reading) =>
      reading.results('DocumentReference', [], { by: 'number', newestFirst: false, count: 9, total: false }),
    );
    const types = rows.map(({ resource }) => (resource.type as { text?: string }).text);
    expect(types.toSorted()).toEqual(['PDF', 'XDIS91', 'XDIS91', 'XREF15', 'care-communication']);
  });

  test('are put together again by the inbox of whoever gets them, whichever comes first', async () => {
    const [letter, xbin] = contents();
    if (letter === undefined || xbin === undefined) throw new Error('both were taken');
    const came = async (bytes: Uint8Array) => {
      await receiveMessage(ports, gateway.archive, { bytes, correlation: undefined });
      return gateway.archive.write(({ letters }) =>
        Promise.all(
          [letter, xbin].map(async (one) => {
            const found = await letters.find('in', inText(one, 'EANIdentifier'), inText(one, 'Letter><Identifier'));
            return found?.state;
          }),
        ),
      );
    };
    expect(await came(xbin)).toEqual([undefined, 'waiting']);
    expect(await came(letter)).toEqual(['echo', 'echo']);
  });

  test('of a level that is taken back say so, without a page', async () => {
    const before = peer.taken.length;
    await keep({ status: 'entered-in-error' });
    await until(() => peer.taken.length === before + 1 && files().length === 5);
    await until(async () => !(await gateway.metrics.text()).includes('niveau_outbox_depth{'));
    expect(
      contents()
        .slice(before)
        .map((bytes) => inText(bytes, 'TypeCode')),
    ).toEqual(['XDIS91']);
  });
});
