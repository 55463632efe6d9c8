import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../src/outcome/problem.ts';
import { readWay } from '../../src/routes/environment.ts';
import { model } from '../http/service.ts';
import { organization } from '../medcom/statements.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-routes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const said = { kid: 'ours', alg: 'ES384' };
const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), ...said });
writeFileSync(join(folder, 'client.jwk'), `${jwk}\n`);
writeFileSync(join(folder, 'public.jwk'), JSON.stringify({ ...publicKey.export({ format: 'jwk' }), ...said }));
writeFileSync(join(folder, 'routes.token'), 'abc\n');
writeFileSync(join(folder, 'routes.words'), 'abc def\n');
writeFileSync(join(folder, 'routes.pem'), '-----BEGIN CERTIFICATE-----\n');
const clientOf = (server: string) => ({
  kind: 'fhir',
  url: 'https://x.dk',
  tokenUrl: `${server}/token`,
  clientId: 'c',
});
const secret = { secretFile: 'routes.token' };

const named = (gln: string, name = 'Testcenter') => organization(gln, name);

/** A file in which everything is right. */
const good = {
  destinations: {
    ud: { kind: 'folder', path: '.' },
    region: { kind: 'fhir', url: 'https://fhir.example.dk/fhir', writes: 'single', serverIds: true },
    net: { kind: 'vans', url: 'https://vans.example.dk/post', timeout: 30 },
  },
  organizations: { os: named('5790001382445'), kommunen: named('5790001382445') },
  sender: 'os',
  parties: { kommune: 'kommunen' },
  routes: [
    { name: 'alt', to: 'region', form: 'Bundle' },
    { name: 'breve', to: 'net', form: 'XDIS91', byParty: true, when: { levels: ['3', '4'] } },
    { name: 'fast', to: 'ud', form: 'XREF15', receiver: 'kommunen', when: { basis: ['aftalt'] } },
  ],
};
type File = Record<string, unknown>;
const [alt, breve, fast] = good.routes;

function read(content: File | string, settings: Parameters<typeof readWay>[0] = {}) {
  const file = join(folder, 'routes.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
  return readWay({ ...settings, routes: file }, {}, model);
}

/** `code place`, of each problem. */
function refused(content: File | string): readonly string[] {
  try {
    read(content);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems.map(({ code, place }) => [code, place].filter(Boolean).join(' '));
  }
}

describe('the file of routes', () => {
  test('is read, with what its routes lead to', () => {
    const way = read(good);
    expect(way.routes.map(({ name, destination }) => `${name} ${destination}`)).toEqual([
      'alt region',
      'breve net',
      'fast ud',
    ]);
    expect(way.destinations.get('region')).toMatchObject({
      kind: 'fhir',
      writes: 'single',
      target: { serverIds: true },
    });
    expect(way.destinations.get('net')).toMatchObject({ kind: 'vans', target: { timeout: 30_000 } });
    expect(way.destinations.get('ud')).toEqual({ kind: 'folder', path: folder });
    expect(way.sender?.name).toBe('Testcenter');
  });

  test('gives a destination a private key by which tokens are got, from a file beside it', () => {
    const client = { tokenUrl: 'https://sts.example.dk/token', clientId: 'niveau', clientKeyFile: 'client.jwk' };
    const net = { kind: 'vans', url: 'https://vans.example.dk/post', ...client, scope: 'system/*.cu' };
    const { destinations } = read({ destinations: { net }, routes: [] });
    expect(destinations.get('net')).toMatchObject({
      target: { credentials: { kind: 'client', id: 'niveau', scope: 'system/*.cu', key: jwk } },
    });
  });

  test('leaves the destinations of the environment a route of their own, unless one of its own names them', () => {
    const environment = { fhirTarget: 'https://fhir.example.dk', folderTarget: folder };
    const { routes } = read(
      { routes: [{ name: 'nogle', to: 'fhir', form: 'Bundle', when: { levels: ['4'] } }] },
      environment,
    );
    expect(routes.map(({ name, destination }) => `${name} ${destination}`)).toEqual(['nogle fhir', 'folder folder']);
    expect(readWay(environment, {}, model).routes.map(({ name, when }) => ({ name, when }))).toEqual([
      { name: 'fhir', when: {} },
      { name: 'folder', when: {} },
    ]);
  });

  test.each<[string, File | string, readonly string[]]>([
    ['is no JSON', '{"routes": [', ['json-malformed']],
    ['lacks its routes', { sender: 'os' }, ['routes-form routes']],
    ['has a field that there is not', { ...good, route: [] }, ['routes-form route']],
    ['has another type', { ...good, routes: {} }, ['routes-form routes']],
    ['has a route to nowhere', { ...good, routes: [{ ...alt, to: 'nowhere' }, breve] }, ['route-nowhere routes[0].to']],
    ['has two routes of one name', { ...good, routes: [alt, alt] }, ['route-name-twice routes[1].name']],
    [
      'has names that may be CPR numbers',
      {
        destinations: { 'til-251248-9996': { kind: 'folder', path: '.' } },
        organizations: { '2512489996': named('5790001382446') },
        routes: [{ ...alt, name: 'r2512489996', to: 'til-251248-9996' }],
      },
      ['route-name-number routes[0].name', 'route-name-number destinations', 'route-name-number organizations'],
    ],
    [
      'has a form that the destination does not take',
      {
        ...good,
        routes: [
          { ...alt, to: 'net' },
          { ...fast, to: 'region' },
        ],
      },
      ['route-form-kind routes[0].form', 'route-form-kind routes[1].form'],
    ],
    ['has no such form', { ...good, routes: [{ ...alt, form: 'XDIS99' }] }, ['routes-form routes[0].form']],
    [
      'has codes that the model has not',
      { ...good, routes: [{ ...alt, when: { levels: ['5'], variants: ['x'], parties: ['y'] } }] },
      [
        'route-code-unknown routes[0].when.variants[0]',
        'route-code-unknown routes[0].when.levels[0]',
        'route-code-unknown routes[0].when.parties[0]',
      ],
    ],
    [
      'has an unknown basis',
      { ...good, routes: [{ ...alt, when: { basis: ['x'] } }] },
      ['routes-form routes[0].when.basis[0]'],
    ],
    [
      'has a letter for nobody',
      { ...good, routes: [{ ...fast, receiver: undefined }] },
      ['route-receiver routes[0].form'],
    ],
    ['has a letter for two', { ...good, routes: [{ ...fast, byParty: true }] }, ['route-receiver routes[0].form']],
    ['has a Bundle for somebody', { ...good, routes: [{ ...alt, receiver: 'os' }] }, ['route-receiver routes[0].form']],
    [
      'names an unknown organisation',
      { ...good, routes: [{ ...fast, receiver: 'x' }] },
      ['route-organization-unknown routes[0].receiver'],
    ],
    [
      'knows no organisation of any party',
      { ...good, parties: {}, routes: [breve] },
      ['route-receiver routes[0].byParty'],
    ],
    [
      'has a party that the model has not',
      { ...good, parties: { x: 'os' }, routes: [alt] },
      ['route-code-unknown parties.x'],
    ],
    ['has letters and no sender', { ...good, sender: undefined }, ['route-sender-missing sender']],
    [
      'has an organisation whose number is wrong',
      { ...good, organizations: { os: named('5790001382446'), kommunen: named('5790001382445') } },
      ['route-organization-wrong organizations.os'],
    ],
    [
      'has a sender without a name that fits',
      { ...good, organizations: { ...good.organizations, os: named('5790001382445', 'x'.repeat(36)) } },
      ['route-organization-wrong organizations.os'],
    ],
    [
      'has a receiver of messages without a SOR number, and a sender whom nobody can call',
      { ...good, routes: [{ name: 'besked', to: 'net', form: 'care-communication', receiver: 'kommunen' }] },
      ['route-organization-message organizations.kommunen', 'route-organization-message organizations.os'],
    ],
    ...(
      [
        ['a folder that is not there', { kind: 'folder', path: 'nowhere' }, 'path'],
        ['a folder with an address', { kind: 'folder', path: '.', url: 'https://x.dk' }, 'url'],
        ['no address', { kind: 'fhir' }, 'url'],
        ['an address that is none', { kind: 'fhir', url: 'fhir.example.dk' }, 'url'],
        ['a secret that is not there', { kind: 'fhir', url: 'https://x.dk', tokenFile: 'none' }, 'tokenFile'],
        ['a secret that would go unencrypted', { kind: 'fhir', url: 'http://x.dk', tokenFile: 'routes.token' }, 'url'],
        ['letters that would go unencrypted', { kind: 'vans', url: 'http://x.dk' }, 'url'],
        ['a certificate without its key', { kind: 'vans', url: 'https://x.dk', cert: 'routes.pem' }, 'key'],
        ['half a set of credentials', { kind: 'fhir', url: 'https://x.dk', clientId: 'c' }, 'tokenUrl'],
        ['a client that shows nothing', { ...clientOf('https://y.dk') }, 'secretFile'],
        [
          'a secret and a key',
          { ...clientOf('https://y.dk'), ...secret, clientKeyFile: 'client.jwk' },
          'clientKeyFile',
        ],
        ['a token and a key', { ...clientOf('https://y.dk'), tokenFile: 'routes.token' }, 'tokenFile'],
        ['a key that is not there', { ...clientOf('https://y.dk'), clientKeyFile: 'none' }, 'clientKeyFile'],
        ['a key that is no JWK', { ...clientOf('https://y.dk'), clientKeyFile: 'routes.token' }, 'clientKeyFile'],
        ['a key that is public', { ...clientOf('https://y.dk'), clientKeyFile: 'public.jwk' }, 'clientKeyFile'],
        ['a secret that would be shown unencrypted', { ...clientOf('http://y.dk'), ...secret }, 'tokenUrl'],
        ['a token of two words', { kind: 'fhir', url: 'https://x.dk', tokenFile: 'routes.words' }, 'tokenFile'],
        ['an authority that is no PEM', { kind: 'fhir', url: 'https://x.dk', ca: 'routes.token' }, 'ca'],
      ] as const
    ).map(([name, destination, place]): [string, File, string[]] => [
      `has a destination with ${name}`,
      { destinations: { d: destination }, routes: [] },
      [`route-destination destinations.d.${place}`],
    ]),
  ])('that %s is refused', (_, content, expected) => {
    expect(refused(content)).toEqual(expected);
  });

  test('is pointed into by line: where a field stands, or where it would stand', () => {
    const lines = ['{', '"routes": [', '{', '"name": "a",', '"to": "nowhere",', '"form": "XDIS91"', '}', ']', '}'];
    const found: unknown[] = [];
    try {
      read(lines.join('\n'));
    } catch (error) {
      if (error instanceof Refusal) found.push(...error.problems.map(({ code, values }) => [code, values?.line]));
    }
    expect(found).toEqual([
      ['route-nowhere', '5'],
      ['route-receiver', '6'],
      ['route-sender-missing', undefined],
    ]);
  });

  test('that is not there is refused', () => {
    expect(() => readWay({ routes: join(folder, 'none.json') }, {}, model)).toThrow('routes-file');
  });
});
