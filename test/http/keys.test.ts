import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Gateway, openGateway } from '../../src/gateway.ts';
import { bearer } from '../access/issuer.ts';
import { makeCertificate, type TestCertificate } from '../certificates.ts';
import { niveau } from '../cli/run.ts';
import { model, refusalIn, startService, type TestService, until } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-keys-'));
const file = join(folder, 'niveau.db');
const environment = { NIVEAU_STORE: `sqlite:${file}` };
let gateway: Gateway;
let service: TestService;
let elsewhere: TestService;
let certificate: TestCertificate;
let stranger: TestCertificate;
let key: string;

const add = (...args: string[]) => niveau(['--lang', 'en', 'clients', 'add', ...args], '', environment);
const organization = ['--organization', 'urn:oid:1.3.88|5790000121526'];
const scope = ['--scope', 'system/Questionnaire.r', 'niveau/medcom.c'];

beforeAll(async () => {
  certificate = makeCertificate(folder, 'client');
  stranger = makeCertificate(folder, 'stranger');
  const store = { kind: 'sqlite', file } as const;
  gateway = await openGateway({ config: { ...readConfig({}), store }, model, log: () => {}, env: {} });
  const proxies = new BlockList();
  proxies.addAddress('127.0.0.1');
  const config = { auth: ['keys', 'certificates'], certificateHeader: 'x-client-cert', proxies } as const;
  service = await startService({ config, gateway });
  const others = new BlockList();
  others.addAddress('10.0.0.1');
  elsewhere = await startService({ config: { ...config, proxies: others }, gateway });
  const added = await add('ehr', ...scope, ...organization);
  key = added.stdout.toString().trim();
  expect([added.code, key]).toEqual([0, expect.stringMatching(/^niveau_[\w-]{43}$/)]);
});
afterAll(async () => {
  await Promise.all([service.close(), elsewhere.close()]);
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = (headers: Record<string, string>, { url } = service) =>
  fetch(`${url}/fhir/Questionnaire/somatik`, { headers });

describe('a key', () => {
  test('lets in, for what its client may do', async () => {
    expect((await call(bearer(key))).status).toBe(200);
    expect((await fetch(`${service.url}/fhir/ValueSet/part`, { headers: bearer(key) })).status).toBe(403);
  });

  test.each([
    ['post', '/medcom/attach', 'let in'],
    ['post', '/medcom/letters', 'let in'],
    ['post', '/medcom/block', 403],
    ['post', '/medcom/read', 403],
    ['post', '/medcom/inbox', 403],
    ['get', '/medcom/letters/1', 403],
    ['get', '/metrics', 403],
    ['get', '/drift/overview', 403],
    ['post', '/fhir/QuestionnaireResponse', 403],
    ['get', '/fhir/Observation', 403],
    ['get', '/fhir/Questionnaire', 403],
  ])('by our own scopes as by those of SMART: %s %s', async (method, path, expected) => {
    const { status } = await fetch(`${service.url}${path}`, { method: method.toUpperCase(), headers: bearer(key) });
    expect(status === 401 || status === 403 ? status : 'let in').toBe(expected);
  });

  test.each([
    ['another', 'niveau_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['half of it', undefined],
  ])('%s: 401', async (_name, other) => {
    const answer = await call(bearer(other ?? key.slice(0, -4)));
    expect(await refusalIn(answer)).toEqual({ status: 401, issues: [['key-unknown']] });
  });

  test('is not kept, shown or logged: its digest alone is', async () => {
    const { stdout } = await niveau(['clients', 'list'], '', environment);
    expect(stdout.toString()).toMatch(
      /^ehr\tkey\turn:oid:1\.3\.88\|5790000121526\tsystem\/Questionnaire\.r niveau\/medcom\.c\t20.*Z\n$/,
    );
    const { readFileSync } = await import('node:fs');
    const bytes = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]);
    expect(bytes.includes('system/Questionnaire.r')).toBe(true);
    expect(bytes.includes(key)).toBe(false);
    expect(bytes.includes(key.slice('niveau_'.length))).toBe(false);
    expect(JSON.stringify(service.lines)).not.toContain(key);
  });

  test('lets in no more when its client was removed', async () => {
    const other = (await add('leaving', ...scope, '--everybody')).stdout.toString().trim();
    await until(async () => (await call(bearer(other))).status === 200);
    expect((await niveau(['clients', 'remove', 'leaving'], '', environment)).code).toBe(0);
    await until(async () => (await call(bearer(other))).status === 401);
  });
});

describe('a certificate that a named proxy gives', () => {
  beforeAll(async () => {
    expect((await add('region', ...scope, ...organization, '--certificate', certificate.certFile)).code).toBe(0);
  });
  const base64 = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, '');

  test.each<[string, (pem: string) => string]>([
    ['PEM with %-codes (nginx)', encodeURIComponent],
    ['Base64 (Caddy)', base64],
    ['RFC 9440', (pem) => `:${base64(pem)}:`],
  ])('lets in: %s', async (_name, written) => {
    await until(async () => (await call({ 'x-client-cert': written(certificate.cert) })).status === 200);
    const answer = await call({ 'x-client-cert': written(stranger.cert) });
    expect(await refusalIn(answer)).toEqual({ status: 401, issues: [['certificate-unknown']] });
  });

  test('is nothing when somebody else gives it', async () => {
    const answer = await call({ 'x-client-cert': encodeURIComponent(certificate.cert) }, elsewhere);
    expect(await refusalIn(answer)).toEqual({ status: 401, issues: [['unauthenticated']] });
  });

  test.each([
    ['empty', '', 'unauthenticated'],
    ['no certificate', 'x', 'certificate-unknown'],
    ['broken %-codes', '%E0%A4%A', 'certificate-unknown'],
    ['a list', 'AAAA, AAAA', 'certificate-unknown'],
  ])('%s: 401', async (_name, header, code) => {
    expect(await refusalIn(await call({ 'x-client-cert': header }))).toEqual({ status: 401, issues: [[code]] });
  });
});

describe('niveau clients add', () => {
  const noCertificate = join(folder, 'none.pem');
  writeFileSync(noCertificate, 'x');
  test.each<[string, string[], number, string]>([
    ['an id that is there', ['ehr', ...scope, ...organization], 1, 'client-known'],
    ['an id with a CPR number', ['2512489996', ...scope, ...organization], 2, 'usage-value'],
    ['no scope', ['new', ...organization], 2, 'usage-value'],
    ['a scope that grants nothing', ['new', '--scope', 'system/*', ...organization], 2, 'usage-value'],
    ['a scope of no type of R4', ['new', '--scope', 'system/Foo.r', ...organization], 2, 'usage-value'],
    ['a scope of users', ['new', '--scope', 'user/Task.r', ...organization], 2, 'usage-value'],
    ['no organisation', ['new', ...scope], 2, 'usage-value'],
    [
      'a citizen as organisation',
      ['new', ...scope, '--organization', 'urn:oid:1.2.208.176.1.2|2512489996'],
      2,
      'usage-value',
    ],
    ['a GLN that is none', ['new', ...scope, '--organization', 'https://www.gs1.org/gln|123'], 2, 'usage-value'],
    ['an issuer that is no address', ['new', ...organization, '--issuer', 'foo'], 2, 'usage-value'],
    ['one and all of them', ['new', ...scope, ...organization, '--everybody'], 2, 'usage-value'],
    [
      'a file without a certificate',
      ['new', ...scope, ...organization, '--certificate', noCertificate],
      3,
      'client-certificate',
    ],
  ])('%s is refused', async (_name, args, exit, code) => {
    const { code: exited, stderr } = await add(...args);
    expect([exited, stderr]).toEqual([exit, expect.stringContaining(`[${code}]`)]);
  });

  test('nobody is removed who is not there', async () => {
    const { code, stderr } = await niveau(['clients', 'remove', 'nobody'], '', environment);
    expect([code, stderr]).toEqual([1, expect.stringContaining('[client-unknown]')]);
  });
});
