import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from './browser.ts';

/**
 * The guide as `npm run guide` writes it, in a real browser and from the disk: no server, nothing that axe-core finds.
 */
const found = findChromium();
const needed = (process.env.CI ?? '') !== '';
if (found === undefined)
  console.warn('Left out: the guide in Chromium, because no Chromium was found (set CHROMIUM_PATH).');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const names = ['index', 'profiles', 'terminology', 'examples', 'loading', 'changes'];
const pages = ['da', 'en'].flatMap((language) => names.map((name) => `${language}/${name}.html`));

describe.skipIf(found === undefined && !needed)('the guide', () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'niveau-guide-'));
    await promisify(execFile)(process.execPath, ['tools/guide.ts', folder]);
    browser = await launchChromium(found ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(pages)(
    '%s: shown whole on a narrow and a wide screen, and in order for those who hear it',
    async (name) => {
      const page = await browser.newPage({ viewport: { width: 400, height: 800 } });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.goto(pathToFileURL(join(folder, name)).href);
      const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
      expect([wide, errors]).toEqual([false, []]);
      await page.evaluate(axe);
      const results = (await page.evaluate('axe.run()')) as AxeResults;
      expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      await page.close();
    },
  );
});
