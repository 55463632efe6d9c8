import { readFileSync } from 'node:fs';
import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { words } from '../../web/words.ts';
import { fixturesFolder } from '../fixtures.ts';
import { startService, startStoredService, type TestService, until } from '../http/service.ts';
import { findChromium, launchChromium } from './browser.ts';
import { begin, cpr, fillIn, rateAll, ratings } from './page-filling.ts';
import { expectHidden, expectSound, type Sight, sights, tabTo, visit } from './visit.ts';

/**
 * The page in a real browser, from the empty form to the letter, by keyboard alone: at three widths, in both
 * languages, light and dark. axe-core finds nothing in any view, nothing goes wrong, nothing leaves the origin, and the
 * citizen's number stands in no address, title, log or storage.
 */
const found = findChromium();
const needed = (process.env.CI ?? '') !== '';
if (found === undefined) console.warn('Left out: the page in Chromium, because none was found (set CHROMIUM_PATH).');
const letter = `${fixturesFolder}breve/epikrise.xml`;

let browser: Browser;
let service: TestService;

beforeAll(async () => {
  service = await startService();
  browser = await launchChromium(found ?? '');
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const open = (sight: Omit<Sight, 'language'>, url: string = service.url) =>
  visit(browser, sight, { address: `${url}/`, ready: '.card' });

/** Chooses the `nth` radio button of a question, by its name. */
async function choose(page: Page, name: string, nth: number): Promise<void> {
  await tabTo(page, `input[name="${name}"]`);
  await page.keyboard.press('Space');
  for (let step = 0; step < nth; step += 1) await page.keyboard.press('ArrowDown');
}

async function write(page: Page, linkId: string, text: string): Promise<void> {
  await tabTo(page, `[id="felt-${linkId}"]`);
  await page.keyboard.type(text);
}

describe.skipIf(found === undefined && !needed)('the page', () => {
  test.each(sights)(
    'from the empty form to the letter by keyboard alone: $width px, $language, $scheme',
    async ({ language, ...sight }) => {
      const visited = await open(sight);
      const { context, page, troubles } = visited;
      const say = (word: keyof typeof words) => words[word][language];
      if (language === 'en') {
        await tabTo(page, 'header button');
        await page.keyboard.press('Enter');
      }
      await page.getByRole('heading', { level: 1, name: say('heading') }).waitFor();
      await expectSound(page, 'empty');

      await tabTo(page, '[name="side.model"]');
      await page.keyboard.press('ArrowDown');
      await page.waitForSelector('.factor');
      await tabTo(page, 'button[type=submit]');
      await page.keyboard.press('Enter');
      // What is missing is said at its question, and that has the focus.
      await page.waitForSelector('.troubles');
      expect(await page.evaluate('document.activeElement.id')).toBe('felt-side.borger');
      await expectSound(page, 'missing');

      await page.keyboard.type('251248-9996');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Nancy Ann Berggren');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Michael Burns');
      for (const [factor, rating] of ratings) await choose(page, `faktor.${factor}.vurdering`, rating);
      expect(await page.textContent('.standing .level b')).toBe(say('levelNumber').replace('{level}', '3'));
      // Heard, too.
      expect(await page.textContent('[role=status].hidden')).toContain(say('score'));

      await choose(page, 'niveau', 2);
      await tabTo(page, 'button[type=submit]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.troubles');
      const focused = await page.evaluate('document.activeElement.id');
      expect(['felt-niveau.begrundelse', 'felt-inddragelse']).toContain(focused);
      expect(await page.locator('.troubles a').first().textContent()).toMatch(/^[A-ZÆØÅ][^.:]+: [A-ZÆØÅ]/);
      await expectSound(page, 'refused');

      await page.evaluate("document.getElementById('felt-niveau').focus()");
      await write(page, 'niveau.begrundelse', 'Datteren støtter fast.');
      await choose(page, 'inddragelse', 0);
      await choose(page, 'handling.stillingtagen-koordinator.beslutning', 0);
      await expectSound(page, 'filled in');
      await tabTo(page, 'button[type=submit]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.result');
      expect(await page.textContent('h1')).toContain(say('levelNumber').replace('{level}', '2'));
      expect(await page.textContent('.block pre')).toContain('samarbejdsniveau 2 af 0-4');
      await expectSound(page, 'result');

      await page.setInputFiles('input[type=file]', letter);
      await page.waitForSelector('.letter .done');
      const download = page.waitForEvent('download');
      await tabTo(page, '.letter .done a');
      await page.keyboard.press('Enter');
      const file = await download;
      expect(file.suggestedFilename()).toBe('brev-med-niveau.xml');
      const whole = readFileSync(await file.path(), 'latin1');
      expect(whole).toContain('samarbejdsniveau 2 af 0-4');
      await expectSound(page, 'letter');

      await expectHidden(visited, service);
      expect(troubles).toEqual([]);
      await context.close();
    },
    120_000,
  );

  test('a letter that is dropped on the empty page shows the level that it carries', async () => {
    const { context, page } = await open({ width: 1280, scheme: 'light' });
    const parts = new FormData();
    parts.append('letter', new Blob([readFileSync(letter)]));
    parts.append('response', readFileSync(`${fixturesFolder}somatik-3-aftalt/response.json`, 'utf8'));
    const attached = await fetch(`${service.url}/medcom/attach`, { method: 'POST', body: parts });
    const bytes = Buffer.from(await attached.arrayBuffer()).toString('latin1');
    await page.evaluate(`(() => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(${JSON.stringify(bytes)}, (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], 'brev.xml', { type: 'application/xml' }));
      document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: transfer }));
    })()`);
    await page.waitForSelector('.letter .done, .letter .error');
    expect(await page.textContent('.letter')).toContain('somatik: niveau 3, aftalt, 22. januar 2026');
    await expectSound(page, 'read');
    await context.close();
  });

  test('going back leads to the form as it was filled in, and a new citizen to an empty one', async () => {
    const { context, page } = await open({ width: 1280, scheme: 'light' });
    await fillIn(page);
    await page.click('button[type=submit]');
    await page.waitForSelector('.result');
    await page.goBack();
    await page.waitForSelector('.factor');
    expect(await page.inputValue('[id="felt-side.borger"]')).toBe(cpr);
    await page.click('button[type=submit]');
    await page.waitForSelector('.result');
    await page.getByRole('button', { name: words.another.da }).click();
    await page.locator('dialog').getByRole('button', { name: words.another.da }).click();
    await page.waitForSelector('.factor');
    expect(await page.inputValue('[id="felt-side.borger"]')).toBe('');
    expect(await page.locator('.rating :checked').count()).toBe(0);
    await context.close();
  });

  test('on paper nothing is pressed, and what is chosen is seen', async () => {
    const { context, page } = await open({ width: 1280, scheme: 'light' });
    await fillIn(page);
    await page.locator('[id="felt-side.navn"]').fill('Nancy Ann Berggren');
    const printed = async () => {
      await page.emulateMedia({ media: 'print' });
      const pressed = await page.locator('button:visible, .button:visible').allTextContents();
      const adjusted = await page.evaluate(
        "[...document.querySelectorAll('.rating :checked + .face')].map((one) => getComputedStyle(one).printColorAdjust)",
      );
      await page.emulateMedia({ media: 'screen' });
      return [pressed, adjusted];
    };
    expect(await printed()).toEqual([[], ratings.map(() => 'exact')]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('[name="inddragelse"]:checked').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.click('button[type=submit]');
    await page.waitForSelector('.result');
    expect(await printed()).toEqual([[], []]);
    // Whose level it is stands on the paper.
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.citizen').innerText()).toMatch(
      /^Borger: Nancy Ann Berggren, 251248-9996 \((?:somatik|psykiatri)\)$/,
    );
    await context.close();
  });

  test('with a store: what it refused of a result is not said at the form that one goes back to', async () => {
    const stored = await startStoredService();
    const { context, page } = await open({ width: 1280, scheme: 'light' }, stored.url);
    await fillIn(page);
    await page.click('button[type=submit]');
    await page.waitForSelector('.result');
    await page.route('**/fhir/QuestionnaireResponse', (route) => route.abort());
    await page.getByRole('button', { name: words.keep.da, exact: true }).click();
    await page.locator('.error').getByText(words.unreachable.da).waitFor();
    await page.getByRole('button', { name: words.another.da }).click();
    await page.locator('dialog').getByRole('button', { name: words.another.da }).click();
    await page.waitForSelector('.factor');
    expect(await page.locator('.troubles').count()).toBe(0);
    await context.close();
    await stored.close();
  });

  test('with a store: a draft is gone on with, kept, amended and withdrawn, and the levels over time are shown', async () => {
    const stored = await startStoredService();
    const visited = await open({ width: 1280, scheme: 'light' }, stored.url);
    const { context, page, troubles } = visited;
    const press = (word: keyof typeof words) => page.getByRole('button', { name: words[word].da }).first().click();
    await begin(page);
    await page.locator('[name="faktor.netvaerk.vurdering"]').nth(2).check({ force: true });
    await press('saveDraft');
    await page.locator('form .done').getByText(words.draftKept.da).waitFor();
    await page.locator('[name="faktor.netvaerk.vurdering"]').nth(5).check({ force: true });
    await press('lookEarlier');
    await page.getByText(words.draft.da, { exact: true }).waitFor();
    await expectSound(page, 'drafts');
    await press('goOn');
    await press('openKeptDo');
    expect(await page.locator('[name="faktor.netvaerk.vurdering"]').nth(2).isChecked()).toBe(true);
    await rateAll(page);
    await page.locator('[name="inddragelse"]').first().check();
    for (const [level, fate] of [
      [3, 'isKept'],
      [4, 'isKept'],
    ] as const) {
      await page.locator('[name="niveau"]').nth(level).check();
      if (level === 4) await page.locator('[id="felt-niveau.begrundelse"]').fill('Meget ustabil.');
      await page.click('button[type=submit]');
      await page.waitForSelector('.result');
      await press('keep');
      await page.getByText(words[fate].da).waitFor();
      await expectSound(page, 'kept');
      await page.goBack();
      await page.waitForSelector('.factor');
    }
    expect(await timesOfVersions(stored.url), 'a correction is of the same time').toHaveLength(1);
    await press('lookEarlier');
    await page.getByText('Niveau 4, vurderet', { exact: true }).waitFor();
    await press('assessAgain');
    const begun = page.locator('.note').getByText('Skemaet begynder fra vurderingen');
    await begun.waitFor();
    await expectSound(page, 'begun');
    expect(await page.locator('[name="faktor.netvaerk.vurdering"]').nth(2).isChecked()).toBe(true);
    expect(await page.locator('[name="niveau"]:checked').count()).toBe(0);
    await page.locator('[name="inddragelse"]').first().check();
    await page.click('button[type=submit]');
    await page.waitForSelector('.result');
    await press('keep');
    await page.getByText(words.isKept.da).waitFor();
    await page.goBack();
    await press('lookEarlier');
    await page.waitForSelector('.plot');
    expect(await page.textContent('.earlier')).toContain('▼ 1 lavere end før');
    await expectSound(page, 'over time');
    await press('startFromLast');
    // The note is there from before: what is begun anew has no level yet.
    await until(
      async () => (await page.locator('[name="niveau"]:checked, [name="inddragelse"]:checked').count()) === 0,
    );
    expect(await page.locator('[name="faktor.netvaerk.vurdering"]').nth(2).isChecked()).toBe(true);
    await page.getByRole('button', { name: words.amend.da }).last().click();
    await page.click('button[type=submit]');
    await page.waitForSelector('.result');
    await page.getByText(words.withdraw.da, { exact: true }).click();
    await press('withdrawSure');
    await page.getByText(words.isWithdrawn.da).waitFor();
    expect(await page.locator('.block, embed, input[type=file]').count(), 'goes into no letter').toBe(0);
    await page.goBack();
    await page.route('**/_search', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        body: (await answer.text()).replace(/\/(somatik|psykiatri)\|1\.0\.0/g, '/$1|0.9.0'),
      });
    });
    await press('lookEarlier');
    await page.getByText('Vurderet efter en anden udgave af modellen (0.9.0)').first().waitFor();
    expect(await page.getByRole('button', { name: words.amend.da }).count()).toBe(0);
    await expectHidden(visited, stored);
    expect(troubles).toEqual([]);
    await context.close();
    await stored.close();
  }, 120_000);
});

/** The times of assessment of all finished versions of the one response that is kept. */
async function timesOfVersions(url: string): Promise<readonly string[]> {
  const bundle = async (path: string) =>
    (await (await fetch(`${url}/fhir/QuestionnaireResponse${path}`)).json()) as Bundle;
  const { entry: [found] = [] } = await bundle('?_count=1');
  const { entry = [] } = await bundle(`/${found?.resource?.id}/_history`);
  const versions = entry.map(({ resource }) => resource as QuestionnaireResponse);
  expect(versions.map(({ status }) => status)).toEqual(['amended', 'completed', 'in-progress']);
  return [...new Set(versions.slice(0, 2).map(({ authored = '' }) => authored))];
}
