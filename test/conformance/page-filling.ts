import type { Page } from 'playwright-core';

/** The citizen of the tests, and how each factor is rated: score 12 of somatik. */
export const cpr = '2512489996';

export const ratings = [
  ['svaerhedsgrad', 3],
  ['sociale-problematikker', 3],
  ['netvaerk', 2],
  ['samarbejde', 1],
  ['funktionsniveau', 3],
  ['sygdomserkendelse', 0],
] as const;

/** Rates one factor: the `nth` of its ratings. */
export async function rate(page: Page, factor: string, nth: number): Promise<void> {
  await page.locator(`[name="faktor.${factor}.vurdering"]`).nth(nth).check({ force: true });
}

export async function rateAll(page: Page): Promise<void> {
  for (const [factor, rating] of ratings) await rate(page, factor, rating);
}

/** Whom it is about, and who assesses: the last model, and the citizen of the tests. */
export async function begin(page: Page): Promise<void> {
  await page.locator('[name="side.model"]').last().check();
  await page.locator('[id="felt-side.borger"]').fill(cpr);
  await page.locator('[id="felt-side.fagperson"]').fill('Michael Burns');
  await page.waitForSelector('.factor');
}

/** Fills in what a level needs. */
export async function fillIn(page: Page): Promise<void> {
  await begin(page);
  await rateAll(page);
  await page.locator('[name="inddragelse"]').first().check();
}
