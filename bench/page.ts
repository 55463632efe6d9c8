import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../test/conformance/browser.ts';
import { startFilledService } from '../test/conformance/outbox-filled.ts';
import { median, print, type Result, round } from './result.ts';

/** Milliseconds and bytes that a first view of the form may take. That of /drift, with its lists, is told beside it. */
const goals = { view: 300, bytes: 150_000, answer: 50 };

/** What is there when a page can be used. */
const ready = { '/': '.card', '/drift': '.tiles' };

/**
 * Both pages in Chromium with an empty cache, ten times, in turn: from the request to the first view, what it takes on
 * the wire, and how long score and suggestion take to follow an answer.
 */
export async function run(): Promise<Result> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium was found (set CHROMIUM_PATH)');
  const service = await startFilledService({ dead: 20, failing: 2, waiting: 2 });
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
  const browser = await chromium.launch({ executablePath, args });
  const views: View[] = [];
  const others: View[] = [];
  const answers: number[] = [];
  try {
    for (let time = 0; time < 11; time += 1) {
      views.push(await firstView(browser, service.url, '/', async (page) => answers.push(await slowestAnswer(page))));
      others.push(await firstView(browser, service.url, '/drift'));
    }
  } finally {
    await browser.close();
    await service.close();
  }
  const [form, drift] = [summary(views), summary(others)];
  const answer = Math.max(...answers);
  const result = {
    bench: 'page',
    ratio: round(Math.max(form.ms / goals.view, form.bytes / goals.bytes, answer / goals.answer), 2),
    goal: 1,
    ours: round(form.ms, 0),
    reference: goals.view,
    unit: 'ms',
  };
  const told = ({ ms, bytes: sent, requests }: View) => `${ms.toFixed(0)} ms, ${sent} bytes in ${requests} answers`;
  print(result, [
    ['first view of the form', `${told(form)} (goal: under ${goals.view} ms and ${goals.bytes} bytes)`],
    ['first view of /drift', told(drift)],
    ['slowest answer', `${answer.toFixed(1)} ms (goal: under ${goals.answer})`],
  ]);
  return result;
}

interface View {
  readonly ms: number;
  readonly bytes: number;
  readonly requests: number;
}

/** The median and the most of all but the first one, which has the service strip the types. */
function summary([, ...list]: readonly View[]): View {
  return {
    ms: median(list.map(({ ms }) => ms)),
    bytes: Math.max(...list.map(({ bytes }) => bytes)),
    requests: Math.max(...list.map(({ requests }) => requests)),
  };
}

async function firstView(
  browser: Browser,
  url: string,
  path: keyof typeof ready,
  go: (page: Page) => Promise<unknown> = async () => {},
): Promise<View> {
  const page = await browser.newPage();
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  let bytes = 0;
  let requests = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  const start = performance.now();
  await page.goto(`${url}${path}`, { waitUntil: 'commit' });
  await page.waitForSelector(ready[path]);
  const ms = performance.now() - start;
  await page.waitForLoadState('networkidle');
  const view = { ms, bytes, requests };
  await go(page);
  await page.close();
  return view;
}

/** The slowest of the answers of a form, but for the first. */
async function slowestAnswer(page: Page): Promise<number> {
  await page.locator('[name="side.model"]').first().check();
  await page.waitForSelector('.factor');
  return (await page.evaluate(`(() => {
    const times = [...document.querySelectorAll('.rating input')].map((input) => {
      const start = performance.now();
      input.click();
      return performance.now() - start;
    });
    return Math.max(...times.slice(1));
  })()`)) as number;
}
