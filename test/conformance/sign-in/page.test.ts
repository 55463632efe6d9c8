import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { words } from '../../../web/words.ts';
import { operatorWords } from '../../../web/words-operators.ts';
import { makeCertificate } from '../../certificates.ts';
import { root } from '../../cli/run.ts';
import { documentText } from '../../documents.ts';
import { loggedText, startStoredService, type TestService } from '../../http/service.ts';
import { freePort } from '../../loopback.ts';
import { findChromium, launchChromium } from '../browser.ts';
import { people, startProvider, type TestProvider, testClient } from './provider.ts';

/**
 * Signing in at the page in a real browser over TLS, with oidc-provider on the other side: in, on after the session has
 * ended without losing what was typed, and out.
 */
const found = findChromium();
const needed = (process.env.CI ?? '') !== '';
if (found === undefined) console.warn('Left out: signing in at the page, because no Chromium was found.');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'niveau-sign-in-'));
const cpr = '2512489996';

let browser: Browser;
let provider: TestProvider;
let service: TestService;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `https://127.0.0.1:${port}`;
  provider = await startProvider(url);
  const { certFile: tlsCert, keyFile: tlsKey } = makeCertificate(folder, 'page');
  service = await startStoredService({
    config: readConfig({
      ...exampleOf('docs/sign-in/oidc.env'),
      NIVEAU_ADDRESS: `127.0.0.1:${port}`,
      NIVEAU_PUBLIC_URL: url,
      NIVEAU_TLS_CERT: tlsCert,
      NIVEAU_TLS_KEY: tlsKey,
      NIVEAU_OIDC_ISSUER: provider.issuer,
      NIVEAU_OIDC_CLIENT_SECRET: testClient.secret,
      NIVEAU_SESSION_KEY: randomBytes(32).toString('base64'),
    }),
  });
  browser = await launchChromium(found ?? '');
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Settings as the page of the administrators has them. */
function exampleOf(file: string): Record<string, string> {
  const lines = readFileSync(join(root, file), 'utf8').trim().split('\n');
  expect(documentText('docs/sign-in.md')).toContain(lines.join('\n'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Whatever goes wrong: errors, reports of the policy. */
  readonly troubles: string[];
  /** Every address that was asked for. */
  readonly addresses: string[];
}

async function open(): Promise<Opened> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'da-DK' });
  const troubles: string[] = [];
  const addresses: string[] = [];
  context.on('request', (request) => void addresses.push(request.url()));
  const page = await context.newPage();
  page.on('pageerror', (error) => void troubles.push(error.message));
  page.on('console', (message) => {
    // The provider's own pages are not ours, and an answer that refuses is one that Chromium reports itself.
    const isOurs = page.url().startsWith(url) && message.type() === 'error';
    if (isOurs && !/status of 40[13]/.test(message.text())) troubles.push(message.text());
  });
  await page.goto(`${url}/`);
  return { context, page, troubles, addresses };
}

/** What the provider asks of whoever is not known there yet. */
async function signInAs(page: Page, user: string): Promise<void> {
  await page.locator('[name=login]').fill(user);
  await page.locator('[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function expectSound(page: Page, view: string): Promise<void> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  expect(violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
}

async function fillIn(page: Page): Promise<void> {
  await page.locator('[name="side.model"]').last().check();
  await page.locator('[id="felt-side.borger"]').fill(cpr);
  for (const rating of await page.locator('.factor').all())
    await rating.locator('[type=radio]').nth(2).check({ force: true });
  await page.locator('[name="inddragelse"]').first().check();
}

describe.skipIf(found === undefined && !needed)('at the page', () => {
  test('one signs in, goes on after the session has ended with what was typed, and signs out', async () => {
    const { context, page, troubles, addresses } = await open();
    const name = String(people.laegen?.name);
    await page.getByRole('link', { name: words.signIn.da }).waitFor();
    expect(await page.locator('.card').count()).toBe(0);
    await expectSound(page, 'before');
    await page.getByRole('link', { name: words.signIn.da }).click();
    await signInAs(page, 'laegen');
    await page.waitForSelector('.card');
    expect(page.url()).toBe(`${url}/`);
    expect(await page.locator('header .signed').innerText()).toContain(name);
    expect(await page.inputValue('[id="felt-side.fagperson"]')).toBe(name);
    await expectSound(page, 'signed in');

    await fillIn(page);
    await context.clearCookies({ name: '__Host-niveau-session' });
    await page.click('button[type=submit]');
    await page.getByRole('heading', { name: words.expired.da }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('login');
    await expectSound(page, 'expired');
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: words.signInWindow.da }).click();
    const other = await opened;
    await other.getByRole('heading', { name: 'Du er logget ind' }).waitFor();
    await expectSound(other, 'done');
    await other.close();
    await page.getByRole('button', { name: words.goOnSigned.da }).click();
    await page.getByText(words.signedAgain.da.replace('{name}', name)).waitFor({ state: 'attached' });
    expect(await page.inputValue('[id="felt-side.borger"]')).toBe(cpr);
    await page.click('main button[type=submit]');
    await page.waitForSelector('.result');
    await page.getByRole('button', { name: words.keep.da, exact: true }).click();
    await page.getByText(words.isKept.da).waitFor();
    await expectSound(page, 'kept');

    const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])');
    const seen = [...addresses, page.url(), await page.title(), kept, loggedText(service)].join('\n');
    expect(seen).not.toContain(cpr);
    expect(seen).not.toContain(name);

    // Another window has signed in anew since: this one's token is an old one.
    const beside = await context.newPage();
    await beside.goto(`${url}/sign-in`);
    await beside.waitForSelector('.card');
    await beside.close();
    await page.getByRole('button', { name: words.signOut.da }).click();
    await page.waitForURL(`${provider.issuer}/**`);
    await page.getByRole('button', { name: /Yes/ }).click();
    await page.waitForURL(`${url}/**`);
    await page.getByRole('link', { name: words.signIn.da }).waitFor();
    expect(await context.cookies(url)).not.toContainEqual(expect.objectContaining({ name: '__Host-niveau-session' }));
    expect(troubles).toEqual([]);
    await context.close();
  }, 120_000);

  test('who may only look is told so, and may not even have a level scored', async () => {
    const { context, page } = await open();
    await page.getByRole('link', { name: words.signIn.da }).click();
    await signInAs(page, 'kigger');
    await page.waitForSelector('.card');
    await fillIn(page);
    await page.click('main button[type=submit]');
    await page.locator('.troubles').getByText('QuestionnaireResponse.c').waitFor();
    await context.close();
  }, 60_000);

  test('who may operate the service signs in at its page, and the form leads there', async () => {
    const { context, page, troubles } = await open();
    await page.goto(`${url}/drift`);
    await page.getByRole('link', { name: operatorWords.signIn.da }).waitFor();
    await expectSound(page, 'operations, before');
    await page.getByRole('link', { name: operatorWords.signIn.da }).click();
    await signInAs(page, 'laegen');
    await page.waitForSelector('.tiles');
    expect(page.url()).toBe(`${url}/drift`);
    expect(await page.locator('header .signed').innerText()).toContain(String(people.laegen?.name));
    await expectSound(page, 'operations');
    await page.getByRole('link', { name: operatorWords.toForm.da }).click();
    await page.waitForSelector('.card');
    await page.getByRole('link', { name: words.toOperations.da }).click();
    await page.waitForSelector('.tiles');
    // A session that has ended: the way in is shown, and nothing else is lost.
    await context.clearCookies({ name: '__Host-niveau-session' });
    await page.getByRole('button', { name: operatorWords.update.da, exact: true }).click();
    await page.getByRole('link', { name: operatorWords.signIn.da }).waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  }, 60_000);

  test('for who may not operate it the form has no way there, and the page says what is missing', async () => {
    const { context, page } = await open();
    await page.getByRole('link', { name: words.signIn.da }).click();
    await signInAs(page, 'kigger');
    await page.waitForSelector('.card');
    expect(await page.getByRole('link', { name: words.toOperations.da }).count()).toBe(0);
    await page.goto(`${url}/drift`);
    await page.locator('.troubles').getByText('niveau/operate.r').waitFor();
    expect(await page.locator('.tiles').count()).toBe(0);
    await expectSound(page, 'no operator');
    await context.close();
  }, 60_000);

  test('who breaks off is told so, in a page of ours', async () => {
    const { context, page } = await open();
    await page.getByRole('link', { name: words.signIn.da }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Du er ikke logget ind' }).waitFor();
    await expectSound(page, 'broken off');
    await context.close();
  }, 60_000);
});
