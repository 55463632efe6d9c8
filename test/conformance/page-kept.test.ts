import { readFileSync } from 'node:fs';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { words } from '../../web/words.ts';
import { fixturesFolder } from '../fixtures.ts';
import { post, startStoredService, type TestService, until } from '../http/service.ts';
import { findChromium, launchChromium } from './browser.ts';
import { begin, cpr, fillIn, rate } from './page-filling.ts';
import { expectSound, type Visit, visit } from './visit.ts';

/**
 * What is filled in is its citizen's, and is lost only where somebody says so: the page asks before it puts another
 * citizen, another model, a draft or a new form in its place, and asks nothing where nothing would be lost.
 */
const found = findChromium();
const needed = (process.env.CI ?? '') !== '';
const other = '0101010000';
const number = '[id="felt-side.borger"]';
const name = '[id="felt-side.navn"]';

let browser: Browser;
let service: TestService;
let visited: Visit;

beforeAll(async () => {
  service = await startStoredService();
  browser = await launchChromium(found ?? '');
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

async function open(): Promise<Page> {
  visited = await visit(browser, { width: 820, scheme: 'light' }, { address: `${service.url}/`, ready: '.card' });
  return visited.page;
}

async function close(): Promise<void> {
  expect(visited.troubles).toEqual([]);
  await visited.context.close();
}

const dialog = (page: Page) => page.locator('dialog[open]');
const asked = async (page: Page, word: keyof typeof words) => {
  await dialog(page).getByRole('heading', { name: words[word].da }).waitFor();
};
const answer = async (page: Page, text: string) => {
  await dialog(page).getByRole('button', { name: text }).click();
  await dialog(page).waitFor({ state: 'hidden' });
};
const press = (page: Page, word: keyof typeof words) =>
  page.getByRole('button', { name: words[word].da }).first().click();
const filledIn = async (page: Page) => [
  await page.inputValue(name),
  await page.locator('.rating :checked').count(),
  await page.inputValue(number),
];
const nameInSaid = 'Nancy Ann Berggren';

describe.skipIf(found === undefined && !needed)('another number', () => {
  test('the name and the answers of the citizen before stay hers until it is said whose they are', async () => {
    const page = await open();
    await begin(page);
    await page.locator(name).fill(nameInSaid);
    await rate(page, 'netvaerk', 2);
    await page.locator(number).press('End');
    await page.keyboard.press('Backspace');
    expect(await dialog(page).count(), 'half a number is nobody’s yet').toBe(0);
    await page.keyboard.type('0');
    await asked(page, 'otherCitizen');
    expect(await dialog(page).textContent()).toContain(`${nameInSaid}, 251248\u20119996`);
    expect(await dialog(page).textContent()).toContain('251248\u20119990');
    expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
    await expectSound(page, 'another citizen');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
    expect(await filledIn(page)).toEqual([nameInSaid, 1, cpr]);
    expect(await page.evaluate('document.activeElement.id'), 'the focus is back').toBe('felt-side.borger');

    await page.locator(number).fill(other);
    await asked(page, 'otherCitizen');
    await answer(page, words.otherCitizenSame.da);
    expect(await filledIn(page)).toEqual([nameInSaid, 1, other]);

    await page.locator(number).fill(cpr);
    await asked(page, 'otherCitizen');
    await answer(page, words.otherCitizenClear.da);
    expect(await filledIn(page)).toEqual(['', 0, cpr]);
    await page.locator(number).fill(other);
    expect(await dialog(page).count(), 'nothing is filled in that could be another’s').toBe(0);
    await close();
  });

  test('a draft stays with its citizen: what goes on under another number is a form of its own', async () => {
    const page = await open();
    await begin(page);
    await rate(page, 'netvaerk', 2);
    await press(page, 'saveDraft');
    await page.locator('form .done').waitFor();
    await press(page, 'lookEarlier');
    await page.waitForSelector('.earlier li');
    await page.locator(number).fill(other);
    await asked(page, 'otherCitizen');
    expect(await dialog(page).textContent()).toContain('Det, der er gemt, bliver under 251248\u20119996');
    await answer(page, words.otherCitizenSame.da);
    expect(await page.locator('.earlier li').count(), 'the forms of the citizen before').toBe(0);
    await press(page, 'saveDraft');
    await page.locator('form .done').waitFor();
    expect(await subjectsKept()).toEqual([other, cpr]);
    await close();
  });

  test('what comes late of the citizen before is not shown under the new number', async () => {
    const page = await open();
    await fillIn(page);
    let answered = () => {};
    const held = new Promise<void>((resolve) => {
      answered = resolve;
    });
    await page.route('**/_search', async (route) => {
      await held;
      await route.continue();
    });
    await press(page, 'lookEarlier');
    await page.locator(number).fill(other);
    await answer(page, words.otherCitizenClear.da);
    const done = page.waitForResponse('**/_search');
    answered();
    await done;
    await page.locator('button[type=submit]:enabled').waitFor();
    expect(await page.locator('.earlier li').count()).toBe(0);
    await close();
  });

  test.each([
    ['abcdefghij', 'cprWrong'],
    ['2512481AB6', 'X-eCPR'],
    ['2512480AB6', 'D-eCPR'],
    ['3512481AB6', 'cprWrong'],
  ])('%s is told at the field as what it is', async (typed, told) => {
    const page = await open();
    await page.locator(number).fill(typed);
    const hint = await page.textContent('#cpr-hjaelp');
    expect(hint).toContain(told === 'cprWrong' ? words.cprWrong.da : `(${told})`);
    expect(await page.getAttribute(number, 'aria-invalid')).toBe(told === 'cprWrong' ? 'true' : null);
    await close();
  });
});

describe.skipIf(found === undefined && !needed)('what would be lost', () => {
  test('another model, a draft, an assessment before and a new citizen take it away only when that is said', async () => {
    const page = await open();
    await begin(page);
    await page.locator('[name="side.model"]').first().check();
    await page.locator('button[type=submit]:enabled').waitFor();
    expect(await dialog(page).count(), 'nothing was answered').toBe(0);
    await page.locator('.rating input').nth(2).check({ force: true });
    await page.locator('[name="side.model"]').last().click();
    await asked(page, 'changeVariant');
    await expectSound(page, 'would lose');
    await answer(page, words.stay.da);
    expect(await page.locator('[name="side.model"]').first().isChecked(), 'the model is that of the answers').toBe(
      true,
    );
    expect(await page.locator('.rating :checked').count()).toBe(1);
    await page.locator('[name="side.model"]').last().click();
    await answer(page, words.changeVariantDo.da);
    await until(async () => (await page.locator('.rating :checked').count()) === 0);
    expect(await page.locator('[name="side.model"]').last().isChecked()).toBe(true);

    await rate(page, 'netvaerk', 3);
    await press(page, 'startFromLast');
    await asked(page, 'beginAnew');
    await answer(page, words.stay.da);
    await press(page, 'saveDraft');
    await page.locator('form .done').waitFor();
    await press(page, 'lookEarlier');
    await press(page, 'goOn');
    expect(await dialog(page).count(), 'all of it is kept').toBe(0);
    await rate(page, 'netvaerk', 4);
    await press(page, 'goOn');
    await asked(page, 'openKept');
    await answer(page, words.stay.da);
    expect(await page.locator('[name="faktor.netvaerk.vurdering"]').nth(4).isChecked()).toBe(true);
    await close();
  });

  test('leaving the page: asked by the browser with answers that are not kept, and not without', async () => {
    const page = await open();
    await begin(page);
    let asked = 0;
    page.on('dialog', (one) => {
      asked += 1;
      void one.accept();
    });
    await page.reload();
    await page.waitForSelector('.card');
    expect(asked).toBe(0);
    await begin(page);
    await rate(page, 'netvaerk', 2);
    await press(page, 'saveDraft');
    await page.locator('form .done').waitFor();
    await page.reload();
    await page.waitForSelector('.card');
    expect(asked, 'a draft that is kept').toBe(0);
    await begin(page);
    await rate(page, 'netvaerk', 2);
    await page.reload();
    await page.waitForSelector('.card');
    expect(asked).toBe(1);
    await close();
  });

  test('a date that is typed in part is told at its question, and nothing is sent without it', async () => {
    const page = await open();
    await fillIn(page);
    await page.locator('[name="niveau"]').nth(3).check();
    const date = page.locator('input[type=date]').last();
    await date.focus();
    await page.keyboard.type('12');
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    await page.click('button[type=submit]');
    await page.locator('.troubles').getByText(words.halfTyped.da).waitFor();
    expect(await page.evaluate('document.activeElement.type')).toBe('date');
    expect(await date.getAttribute('aria-invalid')).toBe('true');
    await expectSound(page, 'half typed');
    await press(page, 'saveDraft');
    await page.locator('.troubles').waitFor();
    expect(sent).toEqual([]);
    await date.fill(new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10));
    await page.click('button[type=submit]');
    await page.waitForSelector('.result');
    await close();
  });
});

test.skipIf(found === undefined && !needed)(
  'a draft is discarded after a question, and can be gone on with',
  async () => {
    const page = await open();
    await begin(page);
    await page.locator(number).fill('0202020000');
    await rate(page, 'netvaerk', 2);
    await press(page, 'saveDraft');
    await page.locator('form .done').waitFor();
    await page.locator('form > .deeds').getByRole('button', { name: words.discard.da }).click();
    await asked(page, 'discardAsked');
    await answer(page, words.discardStay.da);
    await press(page, 'lookEarlier');
    await page.getByText(words.draft.da, { exact: true }).waitFor();
    await page.locator('.earlier').getByRole('button', { name: words.discard.da }).click();
    await answer(page, words.discard.da);
    await page.getByText(words.discarded.da, { exact: true }).waitFor();
    expect(await page.locator('.rating :checked').count(), 'it was at hand').toBe(0);
    expect(await page.locator('form').getByRole('button', { name: words.discard.da }).count()).toBe(0);
    await expectSound(page, 'discarded');
    await press(page, 'goOn');
    expect(await page.locator('[name="faktor.netvaerk.vurdering"]').nth(2).isChecked()).toBe(true);
    await close();
  },
);

describe.skipIf(found === undefined && !needed)('levels over time', () => {
  const third = '0303030000';

  test('stand along the time, with what changed, which corrections they are, and a way to the oldest', async () => {
    await keepOf(third, 'somatik-1-vurderet', 'a', '2022-01-10T10:00:00+01:00');
    await keepOf(third, 'somatik-4-vaegtet', 'b', '2024-01-10T10:00:00+01:00');
    await keepOf(third, 'somatik-1-vurderet', 'c', '2024-02-10T10:00:00+01:00');
    await keepOf(third, 'somatik-1-vurderet', 'a', '2023-12-24T10:00:00+01:00', 'amended');
    for (let index = 0; index < 50; index += 1) {
      await keepOf(
        third,
        'somatik-0-forslag',
        `old-${index}`,
        `2020-01-01T10:${String(index).padStart(2, '0')}:00+01:00`,
      );
    }
    const page = await open();
    await begin(page);
    await page.locator(number).fill(third);
    await page.locator('[name="side.model"][value=somatik]').check();
    await page.locator('button[type=submit]:enabled').waitFor();
    await press(page, 'lookEarlier');
    await page.waitForSelector('.earlier li');
    expect(await page.locator('.earlier li').count()).toBe(50);
    await press(page, 'moreEarlier');
    await until(async () => (await page.locator('.earlier li').count()) === 53);
    expect(await page.getByRole('button', { name: words.moreEarlier.da }).count()).toBe(0);
    const days = await page.locator('.earlier li p:first-child .quiet').allTextContents();
    expect(days.slice(0, 3).map((text) => text.split(' · ')[0])).toEqual([
      '10. februar 2024',
      '10. januar 2024',
      '24. december 2023',
    ]);
    expect(await page.locator('.earlier li').nth(0).textContent()).toMatch(
      /sværhedsgrad af sygdom\(me\): fra \d til \d/,
    );
    expect(await page.locator('.earlier li').nth(2).textContent()).toContain(
      'Vurderet 10. januar 2022, rettet 24. december 2023',
    );
    // Fifty levels of one morning, then nothing for four years, then three within two months.
    const path = (await page.locator('.plot path').getAttribute('d')) ?? '';
    const ends = [...path.matchAll(/H([\d.]+)/g)].map(([, end]) => Number(end));
    expect(ends.length).toBe(53);
    const [morning = 0, correction = 0, fourth = 0, last = 0] = [ends[48], ends[49], ends[50], ends[51]];
    expect(morning).toBeLessThan(1);
    expect(correction - morning).toBeGreaterThan(10 * (fourth - correction));
    expect(fourth).toBeLessThan(last);
    await expectSound(page, 'over time');
    await close();
  });
});

/** Has the service keep a response of the fixtures about another citizen, of another time. */
async function keepOf(
  citizen: string,
  fixture: string,
  id: string,
  authored: string,
  status: QuestionnaireResponse['status'] = 'completed',
): Promise<void> {
  const response = JSON.parse(
    readFileSync(`${fixturesFolder}${fixture}/response.json`, 'utf8'),
  ) as QuestionnaireResponse;
  const kept = await post(`${service.url}/fhir/QuestionnaireResponse`, {
    ...response,
    ...{ status, authored, identifier: { system: 'https://ehr.example.dk/responses', value: id } },
    subject: { type: 'Patient', identifier: { system: 'urn:oid:1.2.208.176.1.2', value: citizen } },
  });
  expect([kept.status, kept.ok ? '' : await kept.text()]).toEqual([status === 'amended' ? 200 : 201, '']);
}

/** The citizens of all that is kept, in their order. */
async function subjectsKept(): Promise<readonly (string | undefined)[]> {
  const answer = await fetch(`${service.url}/fhir/QuestionnaireResponse`);
  const { entry = [] } = (await answer.json()) as {
    entry?: { resource: { subject?: { identifier?: { value?: string } } } }[];
  };
  return entry.map(({ resource }) => resource.subject?.identifier?.value).sort();
}
