import type { ChildProcess } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { words } from '../../web/words.ts';
import { operatorWords } from '../../web/words-operators.ts';
import { present, startProxy, stopProxy } from '../http/proxies.ts';
import { findChromium, launchChromium } from './browser.ts';
import { type FilledService, startFilledService } from './outbox-filled.ts';

/** Both pages through the real proxies of docs/proxy.md, below a path that the proxy takes off. */
const found = findChromium();
const needed = (process.env.CI ?? '') !== '';
if (found === undefined)
  console.warn('Left out: the page behind a proxy, since no Chromium was found (CHROMIUM_PATH).');
const cpr = '2512489996';

const below = new URL('http://niveau.example.dk/niveau');
const base = `${below.href}/`;

describe.skipIf(found === undefined && !needed).each(present)('behind %s, below a path', (name) => {
  let browser: Browser;
  let service: FilledService;
  let proxy: ChildProcess;
  beforeAll(async () => {
    service = await startFilledService({ dead: 4, failing: 0, waiting: 3 }, { config: { publicUrl: below } });
    const started = await startProxy(name, service, below.pathname);
    proxy = started.proxy;
    browser = await launchChromium(found ?? '', [
      // The proxy's own port, so that browsers call it by its name alone.
      `--host-resolver-rules=MAP ${below.host} 127.0.0.1:${started.port}`,
      // Stands for its TLS.
      `--unsafely-treat-insecure-origin-as-secure=${below.origin}`,
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await stopProxy(proxy, service);
  });

  test('a level is assessed and kept, and its operators find their way there and back', async () => {
    const page = await browser.newPage({ locale: 'da-DK' });
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    page.on('request', (request) => {
      if (
        !request
          .url()
          .replace(/^blob:/, '')
          .startsWith(below.href)
      )
        troubles.push(request.url());
    });
    await page.goto(base);
    await page.locator('[name="side.model"]').last().check();
    await page.waitForSelector('.factor');
    await page.locator('[id="felt-side.borger"]').fill(cpr);
    await page.locator('[id="felt-side.fagperson"]').fill('Michael Burns');
    for (const rating of await page.locator('.ratings').all())
      await rating.locator('input').nth(2).check({ force: true });
    await page.locator('[name="niveau"]').nth(2).check();
    await page.locator('[name="inddragelse"]').first().check();
    await page.click('button[type=submit]');
    await page.waitForSelector('.result');
    await page.getByRole('button', { name: words.keep.da, exact: true }).click();
    await page.getByText(words.isKept.da).waitFor();

    await page.getByRole('link', { name: words.toOperations.da }).click();
    await page.waitForSelector('.tiles');
    expect(page.url()).toBe(`${base}drift`);
    await page.getByRole('link', { name: operatorWords.dead.da }).click();
    await page.locator('.deliveries .way button').first().click();
    await page.locator('dialog .main').click();
    await page.locator('dialog .order .main').click();
    await page.waitForSelector('.deliveries .done');
    expect(service.inState('dead')).toHaveLength(3);
    await page.getByRole('link', { name: operatorWords.toForm.da }).click();
    await page.waitForSelector('.card');
    expect([page.url(), troubles]).toEqual([base, []]);
    await page.close();
  }, 60_000);
});
