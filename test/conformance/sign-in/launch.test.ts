import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationOutcome } from 'fhir/r4.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { words } from '../../../web/words.ts';
import { makeCertificate } from '../../certificates.ts';
import { root } from '../../cli/run.ts';
import { documentText } from '../../documents.ts';
import { loggedText, startStoredService, type TestService, until } from '../../http/service.ts';
import { freePort, listenOn } from '../../loopback.ts';
import { findChromium, launchChromium } from '../browser.ts';
import { type SignInOtherwise, type SignInServer, signInClient, startSignInServer } from './false-provider.ts';

/**
 * An EHR launches the page (SMART App Launch 2): its user is signed in, and its citizen stands in the form. The EHR is
 * one of the tests' own: authorisation server and FHIR server.
 */
const found = findChromium();
const needed = (process.env.CI ?? '') !== '';
if (found === undefined) console.warn('Left out: launching the page from an EHR, because no Chromium was found.');
const cpr = '2512489996';
const cprSystem = 'urn:oid:1.2.208.176.1.2';
const organization = 'https://www.gs1.org/gln|5790000121526';
const folder = mkdtempSync(join(tmpdir(), 'niveau-launch-'));

const identified = (...values: readonly string[]) => values.map((value) => ({ system: cprSystem, value }));
const nancy = { resourceType: 'Patient', name: [{ given: ['Nancy', 'Ann'], family: 'Berggren' }] };
const resources = {
  'Patient/p1': { ...nancy, id: 'p1', identifier: identified('251248-9996') },
  'Patient/nobody': { ...nancy, id: 'nobody' },
  'Patient/two': { ...nancy, id: 'two', identifier: identified(cpr, '0707614285') },
  'Patient/replaced': { ...nancy, id: 'replaced', identifier: identified(cpr), link: [{ type: 'replaced-by' }] },
  'Patient/old': {
    ...nancy,
    id: 'old',
    identifier: [{ ...identified('0707614285')[0], use: 'old' }, ...identified(cpr)],
  },
  'Patient/other': { ...nancy, id: 'somebody-else', identifier: identified(cpr) },
  'Patient/kind': { ...nancy, resourceType: 'Person', id: 'kind' },
  'Practitioner/d1': { resourceType: 'Practitioner', id: 'd1', name: [{ text: 'Michael Burns' }] },
};

let ehr: SignInServer;
let service: TestService;
let url: string;
let browser: Browser | undefined;

beforeAll(async () => {
  ehr = await startSignInServer({ fhirUser: 'Practitioner/d1' }, resources);
  const port = await freePort();
  url = `https://127.0.0.1:${port}`;
  const { certFile: tlsCert, keyFile: tlsKey } = makeCertificate(folder, 'launch');
  // As the page of the administrators has it, but for the names.
  const example = readFileSync(join(root, 'docs/sign-in/ehrs.json'), 'utf8');
  expect(documentText('docs/smart-launch.md')).toContain(example.trim());
  const file = join(folder, 'ehrs.json');
  const filled = example
    .replace('https://ehr.example.dk/fhir', ehr.iss)
    .replace('"clientSecret": ""', `"clientSecret": "${signInClient.secret}"`);
  writeFileSync(file, filled);
  service = await startStoredService({
    config: readConfig({
      NIVEAU_AUTH: 'sign-in',
      NIVEAU_ADDRESS: `127.0.0.1:${port}`,
      NIVEAU_PUBLIC_URL: url,
      NIVEAU_TLS_CERT: tlsCert,
      NIVEAU_TLS_KEY: tlsKey,
      NIVEAU_SMART_EHRS: file,
      NIVEAU_SESSION_KEY: randomBytes(32).toString('base64'),
    }),
  });
  if (found !== undefined) browser = await launchChromium(found);
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
  await ehr?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The record of a citizen in the EHR, with a way to Niveau. */
async function openEhr(patient: string | undefined) {
  if (browser === undefined) throw new Error('no Chromium');
  ehr.usual = { along: patient === undefined ? {} : { patient } };
  const query = new URLSearchParams({ iss: ehr.iss, launch: 'abc' });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<a href="${url}/launch?${query}">Niveau</a>`);
  });
  const address = `http://127.0.0.1:${await listenOn(server)}/`;
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'da-DK' });
  const addresses: string[] = [];
  context.on('request', (request) => void addresses.push(request.url()));
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => void troubles.push(error.message));
  await page.goto(address);
  await page.getByRole('link', { name: 'Niveau' }).click();
  await page.waitForSelector('.card');
  return { page, context, addresses, troubles, close: () => Promise.all([context.close(), server.close()]) };
}

describe.skipIf(found === undefined && !needed)('launched from the record of a citizen', () => {
  test('the page has citizen and professional, and neither address, history nor storage tells of them', async () => {
    const { page, context, addresses, troubles, close } = await openEhr('p1');
    await until(async () => (await page.inputValue('[id="felt-side.borger"]')) !== '');
    expect(await page.inputValue('[id="felt-side.borger"]')).toBe(cpr);
    expect(await page.inputValue('[id="felt-side.navn"]')).toBe('Nancy Ann Berggren');
    expect(await page.inputValue('[id="felt-side.fagperson"]')).toBe('Michael Burns');
    expect(await page.locator('header .signed').innerText()).toContain('Michael Burns');
    expect(page.url()).toBe(`${url}/`);
    const ours = addresses.filter((address) => address.startsWith(url));
    const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])');
    const seen = [...ours, await page.title(), kept, loggedText(service)].join('\n');
    expect(seen.replaceAll('-', '')).not.toMatch(/2512489996|Nancy|Burns|Patient\/p1/);
    // What was brought is told once; it is not there any more after the page has asked.
    const names = (await context.cookies(url)).map(({ name }) => name);
    expect(names).toEqual(['__Host-niveau-session']);
    // And a level is kept for this citizen.
    await page.locator('[name="side.model"]').last().check();
    for (const rating of await page.locator('.factor').all())
      await rating.locator('[type=radio]').nth(2).check({ force: true });
    await page.locator('[name="inddragelse"]').first().check();
    await page.click('main button[type=submit]');
    await page.waitForSelector('.result');
    await page.getByRole('button', { name: words.keep.da, exact: true }).click();
    await page.getByText(words.isKept.da).waitFor();
    expect(troubles).toEqual([]);
    await close();
  }, 60_000);

  test.each(['nobody', 'two', 'replaced'])(
    'a citizen without one number in force stays to be written: %s',
    async (patient) => {
      const { page, close } = await openEhr(patient);
      await page.getByText(words.broughtNoNumber.da).first().waitFor();
      expect(await page.inputValue('[id="felt-side.borger"]')).toBe('');
      await close();
    },
    60_000,
  );

  test('an old number is passed over', async () => {
    const { page, close } = await openEhr('old');
    await until(async () => (await page.inputValue('[id="felt-side.borger"]')) !== '');
    expect(await page.inputValue('[id="felt-side.borger"]')).toBe(cpr);
    await close();
  }, 60_000);

  test('without a citizen the professional alone is there', async () => {
    const { page, close } = await openEhr(undefined);
    await until(async () => (await page.inputValue('[id="felt-side.fagperson"]')) !== '');
    expect(await page.inputValue('[id="felt-side.borger"]')).toBe('');
    await close();
  }, 60_000);
});

describe('a launch that is not what it should be', () => {
  // The certificate is of the tests' own.
  let open: TestService;
  beforeAll(async () => {
    const ehrs = [
      {
        ...{ iss: ehr.iss, clientId: signInClient.id, clientSecret: signInClient.secret, clientKey: undefined },
        ...{ scope: 'launch openid fhirUser', grants: ['user/*.rs'], organizations: [organization] },
      },
    ];
    const publicUrl = new URL('https://niveau.example.dk');
    open = await startStoredService({ config: { auth: ['sign-in'], publicUrl, ehrs, sessionKey: randomBytes(32) } });
  });
  afterAll(() => open.close());

  const ask = (path: string, cookie = '') =>
    fetch(`${open.url}${path}`, { redirect: 'manual', headers: { host: 'niveau.example.dk', cookie } });
  const codeIn = async (answer: Response) => {
    const { issue } = (await answer.json()) as OperationOutcome;
    return [answer.status, issue[0]?.details?.coding?.[0]?.code];
  };
  const cookiesOf = (answer: Response) =>
    answer.headers.getSetCookie().flatMap((line) => (/Max-Age=0/.test(line) ? [] : line.split(';', 1)));
  const launch = async () => {
    const answer = await ask(`/launch?iss=${encodeURIComponent(ehr.iss)}&launch=abc`);
    return { address: answer.headers.get('location') ?? '', cookie: cookiesOf(answer).join('; ') };
  };
  const comeBack = async (otherwise: SignInOtherwise) => {
    const { address, cookie } = await launch();
    return ask(`/launch/callback?${ehr.signIn(address, otherwise)}`, cookie);
  };

  test('asks with the launch, for the FHIR server, with PKCE', async () => {
    const asked = new URL((await launch()).address).searchParams;
    const named = ['aud', 'launch', 'scope', 'code_challenge_method', 'redirect_uri'].map((name) => asked.get(name));
    expect(named).toEqual([
      ehr.iss,
      'abc',
      'launch openid fhirUser',
      'S256',
      'https://niveau.example.dk/launch/callback',
    ]);
  });

  test.each([
    ['/launch', 'launch-incomplete', 400],
    ['/launch?launch=abc', 'launch-incomplete', 400],
    ['/launch?iss=IT', 'launch-incomplete', 400],
    ['/launch?iss=IT&launch=', 'launch-incomplete', 400],
    ['/launch?iss=IT&iss=https://evil.example/fhir&launch=abc', 'launch-incomplete', 400],
    ['/launch?iss=https://evil.example/fhir&launch=abc', 'launch-unknown', 403],
    ['/launch?iss=IT/other&launch=abc', 'launch-unknown', 403],
    ['/launch?iss=IT%2F..&launch=abc', 'launch-unknown', 403],
    ['/launch?iss=javascript:alert(1)&launch=abc', 'launch-unknown', 403],
    ['/launch?iss=http://169.254.169.254/fhir&launch=abc', 'launch-unknown', 403],
  ])('%s', async (path, code, status) => {
    const answer = await ask(path.replace('IT', encodeURIComponent(ehr.iss)));
    expect([answer.headers.get('location'), ...(await codeIn(answer))]).toEqual([null, status, code]);
  });

  test.each<[string, SignInOtherwise, string]>([
    ['a citizen whom the EHR does not have', { along: { patient: 'none' } }, 'launch-citizen'],
    ['a citizen who is somebody else there', { along: { patient: 'other' } }, 'launch-citizen'],
    ['what is no Patient', { along: { patient: 'kind' } }, 'launch-citizen'],
    ['an id that is an address', { along: { patient: '../../evil' } }, 'launch-citizen'],
    ['an id that is another address', { along: { patient: 'https://evil.example/p1' } }, 'launch-citizen'],
    ['an id that is none', { along: { patient: 7 } }, 'launch-citizen'],
    ['no user', { claims: { sub: undefined } }, 'sign-in-failed'],
    ['a token without the nonce', { claims: { nonce: undefined } }, 'sign-in-failed'],
    ['a token for another client', { claims: { aud: 'another' } }, 'sign-in-failed'],
    ['a token of another issuer', { claims: { iss: 'https://evil.example' } }, 'sign-in-failed'],
    ['another state', { back: { state: 'x'.repeat(43) } }, 'sign-in-failed'],
    ['the issuer of another answer', { back: { iss: 'https://evil.example' } }, 'sign-in-failed'],
  ])('brings %s: nobody is signed in', async (_what, otherwise, code) => {
    const answer = await comeBack(otherwise);
    expect([cookiesOf(answer), (await codeIn(answer))[1]]).toEqual([[], code]);
  });

  test.each([
    ['Practitioner/none', 'Practitioner/none'],
    ['https://evil.example/fhir/Practitioner/d1', 'https://evil.example/fhir/Practitioner/d1'],
    ['Practitioner/../Patient/p1', 'Practitioner/../Patient/p1'],
    ['Patient/p1', 'Patient/p1'],
  ])(
    'a user who cannot be read there is signed in by that name, and no token goes elsewhere: %s',
    async (fhirUser, name) => {
      ehr.asked.length = 0;
      const cookies = cookiesOf(await comeBack({ claims: { fhirUser } }));
      const session = await (await ask('/session', cookies.join('; '))).json();
      expect(session).toMatchObject({ signedIn: true, name, launched: true });
      expect(ehr.asked.map(({ path }) => path).filter((path) => path !== '/fhir/Practitioner/none')).toEqual([]);
    },
  );

  test('a sign-in at a provider is not a way back from an EHR', async () => {
    const { address, cookie } = await launch();
    expect((await ask(`/sign-in/callback?${ehr.signIn(address)}`, cookie)).status).toBe(404);
  });

  test('what was brought along is told to nobody who is not signed in, nor without the token of the page', async () => {
    const cookies = cookiesOf(await comeBack({ along: { patient: 'p1' } }));
    const along = cookies.filter((cookie) => cookie.includes('-launch=')).join();
    const post = (cookie: string) =>
      fetch(`${open.url}/launch/brought`, {
        method: 'POST',
        headers: { host: 'niveau.example.dk', origin: 'https://niveau.example.dk', cookie },
      });
    expect(await codeIn(await post(along))).toEqual([401, 'unauthenticated']);
    expect(await codeIn(await post(cookies.join('; ')))).toEqual([403, 'request-forged']);
    const readable = along.split(/[=.]/).map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(readable.join()).not.toMatch(/2512489996|Nancy/);
  });

  test('an EHR without PKCE, or that names no issuer, is not gone to', async () => {
    for (const smart of [{ code_challenge_methods_supported: ['plain'] }, { issuer: undefined }]) {
      ehr.smart = smart;
      const publicUrl = new URL('https://niveau.example.dk');
      const ehrs = [
        {
          ...{ iss: ehr.iss, clientId: 'x', clientSecret: undefined, clientKey: undefined },
          ...{ scope: 'launch openid', grants: ['user/*.rs'], organizations: [] },
        },
      ];
      const other = await startStoredService({
        config: { auth: ['sign-in'], publicUrl, ehrs, sessionKey: randomBytes(32) },
      });
      const answer = await fetch(`${other.url}/launch?iss=${encodeURIComponent(ehr.iss)}&launch=abc`, {
        redirect: 'manual',
        headers: { host: 'niveau.example.dk' },
      });
      expect(await codeIn(answer)).toEqual([503, 'sign-in-unavailable']);
      await other.close();
    }
    ehr.smart = {};
  });
});
