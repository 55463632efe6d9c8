import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { delimiter, extname, join, normalize } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { listenOn } from '../loopback.ts';

/** A Chromium: CHROMIUM_PATH, else one on the PATH or where systems put it. Undefined where there is none. */
export function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin', '/usr/lib/chromium'];
  const common = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  const given = process.env.CHROMIUM_PATH;
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return (given === undefined ? [...candidates, ...common] : [given]).find((path) => existsSync(path));
}

/** Starts it as it runs in a container, too; `more` are further switches of it. */
export function launchChromium(executablePath: string, more: readonly string[] = []): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', ...more];
  return chromium.launch({ executablePath, args });
}

/**
 * The browser and the page of a renderer for its tests. Undefined where npm cannot fetch the page or no Chromium is
 * found: the tests are left out then, and that is said. Throws instead with CI set.
 */
export async function rendererParts(
  tests: string,
  fetchPage: () => Promise<string>,
): Promise<{ readonly chromium: string; readonly dist: string } | undefined> {
  const chromium = findChromium();
  let missing = 'no Chromium was found (set CHROMIUM_PATH, or install chromium)';
  if (chromium !== undefined) {
    try {
      return { chromium, dist: await fetchPage() };
    } catch (error) {
      missing = `npm could not fetch or build the renderer: ${String(error).split('\n')[0]}`;
    }
  }
  if ((process.env.CI ?? '') !== '') throw new Error(`With CI set nothing is left out: ${missing}`);
  console.warn(`Left out: ${tests}, because ${missing}.`);
  return undefined;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Serves a folder. `page` is what `/` gives; without, its index.html. */
function serverOf(folder: string, page: string | undefined): Server {
  return createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === '/' && page !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
      return;
    }
    const file = join(folder, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (bytes) => response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
}

/**
 * A folder's page in a Danish browser. `troubles` fills with whatever the pages report: errors, and requests that leave
 * this machine.
 */
export interface Stage {
  readonly troubles: string[];
  open(): Promise<Page>;
  close(): Promise<void>;
}

/** Starts the browser and the server of its page. */
export async function openStage(executablePath: string, folder: string, html?: string): Promise<Stage> {
  const server = serverOf(folder, html);
  const origin = `http://127.0.0.1:${await listenOn(server)}`;
  const browser = await launchChromium(executablePath);
  const troubles: string[] = [];
  return {
    troubles,
    async open() {
      const page = await browser.newPage({
        viewport: { width: 1200, height: 1000 },
        locale: 'da-DK',
        timezoneId: 'Europe/Copenhagen',
      });
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) troubles.push(request.url());
      });
      await page.goto(`${origin}/`);
      return page;
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
