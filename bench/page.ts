import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../test/conformance/browser.ts';
import { startService } from '../test/http/service.ts';
import { median, print, type Result, round } from './result.ts';

/** Milliseconds and bytes that a first view may take. */
const goals = { view: 300, bytes: 150_000, answer: 50 };

/**
 * The page in Chromium with an empty cache: from the request to the first view, what it takes on the wire, and how long
 * score and suggestion take to follow an answer. Ten times.
 */
export async function run(): Promise<Result> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium was found (set CHROMIUM_PATH)');
  const service = await startService();
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    // The first one has the service strip the types.
    const [, ...views] = await inTurn(11, () => firstView(browser, service.url));
    const view = median(views.map(({ ms }) => ms));
    const bytes = Math.max(...views.map((one) => one.bytes));
    const answer = Math.max(...views.map((one) => one.answer));
    const ratio = Math.max(view / goals.view, bytes / goals.bytes, answer / goals.answer);
    const result = {
      bench: 'page',
      ratio: round(ratio, 2),
      goal: 1,
      ours: round(view, 0),
      reference: goals.view,
      unit: 'ms',
    };
    print(result, [
      ['first view', `${view.toFixed(0)} ms (goal: under ${goals.view})`],
      ['on the wire', `${bytes} bytes (goal: under ${goals.bytes})`],
      ['slowest answer', `${answer.toFixed(1)} ms (goal: under ${goals.answer})`],
    ]);
    return result;
  } finally {
    await browser.close();
    await service.close();
  }
}

async function inTurn<Value>(times: number, make: () => Promise<Value>): Promise<readonly Value[]> {
  const made: Value[] = [];
  for (let time = 0; time < times; time += 1) made.push(await make());
  return made;
}

async function firstView(browser: Browser, url: string) {
  const page = await browser.newPage();
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  let bytes = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const start = performance.now();
  await page.goto(`${url}/`, { waitUntil: 'commit' });
  await page.waitForSelector('.card');
  const ms = performance.now() - start;
  await page.waitForLoadState('networkidle');
  const whole = bytes;
  await page.locator('[name="side.model"]').first().check();
  await page.waitForSelector('.factor');
  const answer = (await page.evaluate(`(() => {
    const times = [...document.querySelectorAll('.rating input')].map((input) => {
      const start = performance.now();
      input.click();
      return performance.now() - start;
    });
    return Math.max(...times.slice(1));
  })()`)) as number;
  await page.close();
  return { ms, bytes: whole, answer };
}
