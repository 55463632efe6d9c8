import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { loggedText, type TestService } from '../http/service.ts';

/** How somebody looks at a page. */
export interface Sight {
  readonly width: number;
  readonly language: 'da' | 'en';
  readonly scheme: 'light' | 'dark';
}

/** The widths of a ward's screen, a tablet and a telephone, in both languages, light and dark. */
export const sights: readonly Sight[] = [1280, 820, 390].flatMap((width) =>
  (['da', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((scheme) => ({ width, language, scheme })),
  ),
);

/** A page of its own, and whatever goes wrong on it: errors, reports of the policy, requests that leave the origin. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly troubles: string[];
  /** Every address that was asked for. */
  readonly addresses: string[];
}

/** Opens an address, and waits for what shows that the page is there. */
export async function visit(
  browser: Browser,
  { width, scheme }: Omit<Sight, 'language'>,
  { address, ready }: { readonly address: string; readonly ready: string },
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  const addresses: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('request', (request) => {
    addresses.push(request.url());
    if (!/^(?:blob:)?http:\/\/127\.0\.0\.1:/.test(request.url())) troubles.push(request.url());
  });
  await page.goto(address);
  await page.waitForSelector(ready);
  return { context, page, troubles, addresses };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** axe-core finds nothing, and nothing is wider than the screen. */
export async function expectSound(page: Page, view: string): Promise<void> {
  const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  expect([view, wide]).toEqual([view, false]);
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  expect(violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** Goes on by the Tab key, or by another one, until `selector` has the focus. */
export async function tabTo(page: Page, selector: string, key = 'Tab'): Promise<void> {
  for (let steps = 0; steps < 150; steps += 1) {
    const there = await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`);
    if (there) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no way to ${selector} by the keyboard`);
}

/** Nothing that the browser keeps or shows beside the page, nor the log, has the number or the name of the citizen. */
export async function expectHidden({ context, page, addresses }: Visit, by: TestService): Promise<void> {
  const state = JSON.stringify(await context.storageState({ indexedDB: true }));
  const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])');
  const seen = [...addresses, page.url(), await page.title(), state, kept, loggedText(by)].join('\n');
  expect(seen.replace(/\D/g, '').includes('2512489996')).toBe(false);
  expect(seen).not.toMatch(/251248-?9996|Nancy/);
}
