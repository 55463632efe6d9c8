/**
 * `npm run picture`: the picture of the page in the README, of the real page in Chromium.
 */
import { startStoredService } from '../http/service.ts';
import { findChromium, launchChromium } from './browser.ts';

const ratings: Readonly<Record<string, number>> = {
  svaerhedsgrad: 3,
  'sociale-problematikker': 3,
  netvaerk: 2,
  samarbejde: 1,
  funktionsniveau: 3,
  sygdomserkendelse: 0,
};
const executablePath = findChromium();
if (executablePath === undefined) throw new Error('no Chromium was found (set CHROMIUM_PATH)');
const service = await startStoredService();
const browser = await launchChromium(executablePath);
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 760 }, colorScheme: 'light' });
  await page.goto(`${service.url}/`);
  await page.locator('[name="side.model"]').last().check();
  await page.waitForSelector('.factor');
  for (const [factor, rating] of Object.entries(ratings)) {
    await page.locator(`[name="faktor.${factor}.vurdering"]`).nth(rating).check({ force: true });
  }
  await page.locator('[id="felt-faktor.netvaerk.vaegt"]').check();
  await page.locator('[id="felt-faktor.svaerhedsgrad.begrundelse"]').fill('KOL i svær grad og hjertesvigt.');
  await page.evaluate("document.activeElement.blur(); document.getElementById('forhold').scrollIntoView()");
  await page.screenshot({ path: 'docs/page.png' });
} finally {
  await browser.close();
  await service.close();
}
