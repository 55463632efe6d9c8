import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operatorWords as words } from '../../web/words-operators.ts';
import { until } from '../http/service.ts';
import { findChromium, launchChromium } from './browser.ts';
import { type FilledService, type Filling, startFilledService } from './outbox-filled.ts';
import { expectHidden, expectSound, type Sight, sights, tabTo, type Visit, visit } from './visit.ts';

/**
 * The page of those who run the service, in a real browser: what waits, what failed and why, by keyboard alone, at
 * three widths, in both languages, light and dark, and with ten thousand under way.
 */
const found = findChromium();
const needed = (process.env.CI ?? '') !== '';
if (found === undefined) console.warn('Left out: /drift in Chromium, because none was found (set CHROMIUM_PATH).');
const shownCpr = '251248-9996';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(found ?? '');
});
afterAll(() => browser?.close());

interface Opened extends Visit {
  readonly service: FilledService;
}

async function open(service: FilledService, sight: Omit<Sight, 'language'>, at = '/drift'): Promise<Opened> {
  const visited = await visit(browser, sight, { address: `${service.url}${at}`, ready: '.tiles' });
  await settled(visited.page);
  return { ...visited, service };
}

/** The lists are there. */
async function settled(page: Page): Promise<void> {
  await page.waitForSelector('.deliveries .rows, .deliveries .empty');
}

async function withService(filling: Filling, work: (service: FilledService) => Promise<void>): Promise<void> {
  const service = await startFilledService(filling);
  try {
    await work(service);
  } finally {
    await service.close();
  }
}

/** Nothing went wrong, and the citizen stands in nothing that is kept or shown beside the page. */
async function expectQuiet(opened: Opened): Promise<void> {
  await expectHidden(opened, opened.service);
  expect(opened.troubles).toEqual([]);
  await opened.context.close();
}

const numbersIn = async (page: Page) =>
  (await page.locator('.deliveries .rows tbody th').allTextContents()).map((text) => Number(text));
/** Waits until so many deliveries are shown. */
const rowsOf = (page: Page, count: number) => until(async () => (await numbersIn(page)).length === count);
const acts = ({ audited }: FilledService) => audited().map(({ act }) => act);

describe.skipIf(found === undefined && !needed)('the page of those who run the service', () => {
  describe('by keyboard alone', () => {
    let service: FilledService;
    beforeAll(async () => {
      service = await startFilledService({ dead: 26, failing: 2, waiting: 2 });
    });
    afterAll(() => service?.close());

    test.each(sights)(
      'sees what is stuck, opens one, tries it again and skips another: $width px, $language, $scheme',
      async ({ language, ...sight }) => {
        const opened = await open(service, sight);
        const { page } = opened;
        const say = (word: keyof typeof words) => words[word][language];
        if (language === 'en') {
          await tabTo(page, 'header button');
          await page.keyboard.press('Enter');
          await page.getByRole('heading', { level: 1, name: say('heading') }).waitFor();
          await settled(page);
        }
        await expectSound(page, 'waiting');
        // Heard, too.
        expect(await page.textContent('[role=status].hidden')).toContain(
          say('deadMany').replace('{count}', String(service.inState('dead').length)),
        );

        await tabTo(page, '.tile a[href="#view=dead"]');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.deliveries [data-deed=retry]');
        const [first, second] = await numbersIn(page);
        await tabTo(page, '.deliveries .way button');
        await page.keyboard.press('Enter');
        await page.waitForSelector('dialog[open] .opened');
        expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
        await expectSound(page, 'opened');
        await tabTo(page, 'dialog .deeds .main');
        await page.keyboard.press('Enter');
        await page.waitForSelector('dialog[open] .order');
        expect(await page.textContent('dialog .count')).toBe(say('retryToldOne'));
        await expectSound(page, 'retry');
        await tabTo(page, 'dialog .order .main');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.deliveries .done');
        expect(service.inState('dead')).not.toContain(first);

        await page.waitForSelector('.deliveries .rows');
        await tabTo(page, '.deliveries td.choice input');
        await page.keyboard.press('Space');
        await tabTo(page, '.deliveries [data-deed=skip]', 'Shift+Tab');
        await page.keyboard.press('Enter');
        await page.waitForSelector('dialog[open] .order');
        await tabTo(page, 'dialog .main');
        await page.keyboard.press('Enter');
        await page.getByText(say('reasonMissing')).waitFor();
        await expectSound(page, 'reason');
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Space');
        await tabTo(page, 'dialog .main');
        await page.keyboard.press('Enter');
        await page.waitForSelector('dialog[open]', { state: 'hidden' });
        expect(service.inState('skipped')).toContain(second);
        await expectQuiet(opened);
      },
      60_000,
    );
  });

  test('filters by state, destination and cause; the address keeps it, and going back leads back', async () => {
    await withService({ dead: 12, failing: 5, waiting: 7 }, async (service) => {
      const opened = await open(service, { width: 1280, scheme: 'light' });
      const { page } = opened;
      expect(await numbersIn(page)).toEqual(service.inState('pending'));
      await page.locator('#vis').focus();
      await page.selectOption('#vis', 'failing');
      await rowsOf(page, 5);
      expect(await page.locator('#vis:focus').count()).toBe(1);
      await page.selectOption('#vis', 'dead');
      await rowsOf(page, 12);
      await page.selectOption('#modtager', 'journal');
      await rowsOf(page, 6);
      expect(new URL(page.url()).hash).toBe('#view=dead&destination=journal');
      await page.reload();
      await settled(page);
      expect((await numbersIn(page)).length).toBe(6);
      await page.locator('.causes button').first().click();
      await page.waitForSelector('.cause');
      await settled(page);
      const codes = await page.locator('.deliveries tbody code').allTextContents();
      expect(new Set(codes).size).toBe(1);
      await page.goBack();
      await rowsOf(page, 6);
      await page.selectOption('#vis', 'delivered');
      await rowsOf(page, 25);
      expect(await page.locator('.deliveries .deeds [data-deed]').count()).toBe(0);
      await expectQuiet(opened);
    });
  }, 60_000);

  test('opening one names its citizen, and is written down; nothing before that does', async () => {
    await withService({ dead: 6, failing: 0, waiting: 0 }, async (service) => {
      const opened = await open(service, { width: 1280, scheme: 'light' }, '/drift#view=dead');
      const { page } = opened;
      expect(await page.textContent('body')).not.toContain(shownCpr);
      const before = service.audited().length;
      await page.locator('.deliveries .way button').first().click();
      await page.waitForSelector('dialog[open] .opened');
      expect(await page.textContent('dialog')).toContain(shownCpr);
      const [read, ...more] = service.audited().slice(before);
      expect([read?.act, read?.target?.type, read?.citizens?.length, more]).toEqual([
        'read',
        'QuestionnaireResponse',
        1,
        [],
      ]);
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog[open]', { state: 'hidden' });
      expect(await page.textContent('body')).not.toContain(shownCpr);
      // The focus is back where it was.
      expect(await page.evaluate('document.activeElement.closest(".deliveries .way") !== null')).toBe(true);
      await expectQuiet(opened);
    });
  }, 60_000);

  test('many at once: counted first, done only when confirmed, and no other ones', async () => {
    await withService({ dead: 30, failing: 0, waiting: 0 }, async (service) => {
      const opened = await open(service, { width: 1280, scheme: 'light' }, '/drift#view=dead&destination=journal');
      const { page } = opened;
      const before = acts(service).length;
      await page.getByRole('button', { name: words.retryAll.da.replace('{count}', '15') }).click();
      await page.getByText(words.retryTold.da.replace('{count}', '15')).waitFor();
      expect([service.inState('dead').length, acts(service).length]).toEqual([30, before]);
      await page.getByRole('button', { name: words.cancel.da }).click();
      expect(service.inState('dead').length).toBe(30);
      await page.getByRole('button', { name: words.retryAll.da.replace('{count}', '15') }).click();
      await page.getByRole('button', { name: words.retryDo.da.replace('{count}', '15') }).click();
      await page.getByText(words.retried.da.replace('{count}', '15')).first().waitFor();
      expect(service.inState('dead').length).toBe(15);
      expect(acts(service).slice(before)).toEqual(Array(16).fill('outbox-retry'));

      await page.selectOption('#modtager', '');
      await page.getByRole('button', { name: words.skipAll.da.replace('{count}', '15') }).click();
      await page.getByLabel(words['not-needed'].da).check();
      await page.getByRole('button', { name: words.skipDo.da.replace('{count}', '15') }).click();
      await page.getByText(words.skippedTold.da.replace('{count}', '15')).first().waitFor();
      expect([service.inState('dead'), service.inState('skipped').length]).toEqual([[], 15]);
      expect(service.audited().at(-1)?.particulars?.reason).toBe('not-needed');
      await expectQuiet(opened);
    });
  }, 60_000);

  test('receipts that are overdue, and letters that were refused, each with its way in', async () => {
    await withService({ dead: 0, failing: 0, waiting: 0 }, async (service) => {
      const opened = await open(service, { width: 820, scheme: 'dark' });
      const { page } = opened;
      await page.getByRole('link', { name: words.overdue.da }).click();
      expect(await page.evaluate('document.activeElement.id')).toBe('breve');
      await page.selectOption('#brevtilstand', 'receipt-overdue');
      const states = page.locator(`.letters td[data-label="${words.state.da}"]`);
      const shown = async () => new Set(await states.allTextContents());
      await until(async () => [...(await shown())].join() === words['receipt-overdue'].da);
      expect(await page.locator('.letters tbody tr').count()).toBe(10);
      // For whom they are, without opening one.
      const counterparts = page.locator(`.letters td[data-label="${words.counterpart.da}"]`);
      expect(await counterparts.first().textContent()).toMatch(/^→ \d{13}$/);
      await page.locator('.letters .pages button').last().click();
      await page.getByText('Side 2').waitFor();
      const before = service.audited().length;
      await page.locator('.letters .way button').first().click();
      await page.waitForSelector('dialog[open] .opened');
      await expectSound(page, 'letter');
      expect(
        service
          .audited()
          .slice(before)
          .map(({ act, target }) => [act, target?.type]),
      ).toEqual([['read', 'letter']]);
      await expectQuiet(opened);
    });
  }, 60_000);

  test('what was refused stays until it is read, and what a look at the service meets is not said of what is done', async () => {
    await withService({ dead: 4, failing: 0, waiting: 0 }, async (service) => {
      const opened = await open(service, { width: 1280, scheme: 'light' }, '/drift#view=dead');
      const { page } = opened;
      const refused = page.locator('.refused').getByText(words.unreachable.da);
      const update = page.getByRole('button', { name: words.update.da, exact: true });
      await page.route('**/drift/deliveries/*', (route) => route.abort());
      await page.locator('.deliveries .way button').first().click();
      await refused.waitFor();
      const fetched = page.waitForResponse('**/drift/overview');
      await update.click();
      await fetched;
      await page.locator('.fresh button:enabled').waitFor();
      expect(await refused.isVisible()).toBe(true);
      await expectSound(page, 'refused');
      await page.locator('.refused button').click();
      expect(await refused.count()).toBe(0);

      await page.unroute('**/drift/deliveries/*');
      await page.locator('.deliveries .way button').first().click();
      await page.waitForSelector('dialog[open] .opened');
      await page.route('**/drift/overview', (route) => route.abort());
      // By itself the page does so every 15 seconds; the button stands behind the dialog.
      const look = `document.querySelector('.fresh button').click()`;
      await page.evaluate(look);
      await page.locator('main .troubles').getByText(words.unreachable.da).waitFor();
      expect(await page.locator('dialog .error').getByText(words.unreachable.da).count()).toBe(0);

      // Whoever is signed out meanwhile gets the way in where they look.
      await page.evaluate("document.documentElement.dataset.signIn = 'page'");
      await page.unroute('**/drift/overview');
      await page.route('**/drift/overview', (route) =>
        route.fulfill({
          status: 401,
          json: { resourceType: 'OperationOutcome', issue: [{ details: { coding: [{ code: 'session-expired' }] } }] },
        }),
      );
      await page.evaluate(look);
      await page.locator('dialog').getByRole('link', { name: words.signIn.da }).waitFor();
      await expectSound(page, 'signed out');
      await opened.context.close();
    });
  }, 60_000);

  test('with 10,000 under way a page of them is there at a time, and the last one can be reached', async () => {
    await withService({ dead: 2_000, failing: 3_000, waiting: 7_000 }, async (service) => {
      const opened = await open(service, { width: 1280, scheme: 'light' });
      const { page } = opened;
      expect(await page.locator('.tile b').allTextContents()).toEqual(['10.000', '3.000', '2.000', '21']);
      const pending = service.inState('pending');
      expect(await numbersIn(page)).toEqual(pending.slice(0, 25));
      const next = page.locator('.deliveries .pages button').last();
      await next.click();
      await page.getByText('Side 2: 25 af 10.000').waitFor();
      expect(await numbersIn(page)).toEqual(pending.slice(25, 50));
      await page.locator('.deliveries .pages button').nth(1).click();
      await page.getByText('Side 1: 25 af 10.000').waitFor();
      await page.selectOption('#vis', 'dead');
      await page.getByRole('button', { name: words.retryAll.da.replace('{count}', '2.000') }).click();
      await page.getByText('Højst 1.000 ad gangen: de ældste af 2.000 først.').waitFor();
      await page.getByRole('button', { name: words.retryDo.da.replace('{count}', '1.000') }).click();
      await page.getByText(words.retried.da.replace('{count}', '1.000')).first().waitFor();
      expect(service.inState('dead').length).toBe(1_000);
      expect(await page.evaluate('document.querySelectorAll("*").length < 2000')).toBe(true);
      await expectQuiet(opened);
    });
  }, 120_000);

  test('what has to be cared for is heard when it changes, and the list follows by itself', async () => {
    await withService({ dead: 2, failing: 0, waiting: 0 }, async (service) => {
      const opened = await open(service, { width: 1280, scheme: 'light' }, '/drift#view=dead');
      const { page } = opened;
      const heard = () => page.textContent('[role=status].hidden');
      expect(await heard()).toContain(words.deadMany.da.replace('{count}', '2'));
      const [first] = service.inState('dead');
      const body = JSON.stringify({ dry: false, numbers: [first], reason: 'test' });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${service.url}/drift/deliveries/skip`, { method: 'POST', headers, body });
      await page.getByRole('button', { name: words.update.da, exact: true }).click();
      await until(async () => (await heard())?.includes(words.deadOne.da));
      expect((await numbersIn(page)).length).toBe(1);
      await expectQuiet(opened);
    });
  }, 60_000);

  test('the form leads here, and this page back', async () => {
    await withService({ dead: 0, failing: 0, waiting: 0 }, async (service) => {
      const opened = await open(service, { width: 390, scheme: 'light' });
      const { page } = opened;
      expect(await page.textContent('.deliveries .empty')).toBe(words.waitingNone.da);
      await page.getByRole('link', { name: words.toForm.da }).click();
      await page.waitForSelector('.card');
      await page.getByRole('link', { name: words.heading.da }).click();
      await page.waitForSelector('.tiles');
      await expectQuiet(opened);
    });
  }, 60_000);

  test('on paper: the counts, the lists and the routes, and nothing to press', async () => {
    await withService({ dead: 3, failing: 0, waiting: 0 }, async (service) => {
      const opened = await open(service, { width: 1280, scheme: 'dark' }, '/drift#view=dead');
      const { page } = opened;
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('button:visible, select:visible, input:visible').count()).toBe(0);
      expect(await page.locator('.tile:visible').count()).toBe(4);
      // Which ones these are, and of when, which the screen says by what is pressed.
      expect(await page.locator('.deliveries caption').innerText()).toBe(`${words.deliveries.da}: ${words.dead.da}`);
      expect(await page.locator('.fresh .hint').isVisible()).toBe(true);
      await expectQuiet(opened);
    });
  }, 60_000);
});
