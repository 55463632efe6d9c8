import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Questionnaire, QuestionnaireResponse } from 'fhir/r4.js';
import type { Locator, Page } from 'playwright-core';
import { openStage } from './browser.ts';
import { cached } from './cache.ts';

const run = promisify(execFile);
const packages = ['@aehrc/smart-forms-renderer@1.4.0', 'vite@7.3.8', 'react@18.3.1', 'react-dom@18.3.1'];
const name = 'smart-forms-1.4.0';

/** A host that shows one form and gives its response, as an EHR would embed the renderer. */
const host: Readonly<Record<string, string>> = {
  'package.json': '{"name":"smart-forms-host","private":true,"type":"module"}',
  'vite.config.mjs': `export default { esbuild: { jsx: 'automatic' }, build: { outDir: 'dist', minify: false } };`,
  'index.html': `<!doctype html>
<html lang="da">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<body>
<div id="form"></div>
<script type="module" src="/main.jsx"></script>
</body>
</html>`,
  'main.jsx': `import {
  BaseRenderer, buildForm, getResponse, removeEmptyAnswersFromResponse, RendererThemeProvider, useRendererQueryClient,
} from '@aehrc/smart-forms-renderer';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Host() {
  const client = useRendererQueryClient();
  const [questionnaire, show] = useState();
  useEffect(() => {
    globalThis.host = {
      async open(given) {
        await buildForm({ questionnaire: given, terminologyServerUrl: location.origin + '/terminology' });
        show(given);
      },
      response: () => removeEmptyAnswersFromResponse(questionnaire, getResponse()),
    };
  });
  return (
    <RendererThemeProvider>
      <QueryClientProvider client={client}>{questionnaire === undefined ? null : <BaseRenderer />}</QueryClientProvider>
    </RendererThemeProvider>
  );
}

createRoot(document.getElementById('form')).render(<Host />);
`,
};

interface Host {
  open(questionnaire: Questionnaire): Promise<void>;
  response(): QuestionnaireResponse;
}

/**
 * The page of Smart Forms' renderer, installed from the npm registry and built by Vite once, in a folder of its own in
 * the cache (600 MB while it is built; 8 MB stay). Fails where the registry is out of reach and the cache is empty.
 */
export async function smartFormsFolder(): Promise<string> {
  return await cached('niveau-smart-forms', name, async (folder) => {
    for (const [file, content] of Object.entries(host)) await writeFile(join(folder, file), content);
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
    await run('npm', ['install', ...quiet, ...packages], { cwd: folder, timeout: 300_000 });
    // A warning for each of a thousand modules goes to stderr.
    await run('npx', ['vite', 'build', '--logLevel', 'error'], { cwd: folder, timeout: 300_000, maxBuffer: 2 ** 26 });
    return join(folder, 'dist');
  });
}

/**
 * A Questionnaire on the screen, answered as a person does: by clicking and typing. Items are named by linkId; `at` is
 * which of the repetitions that are on the screen is meant, from 0.
 */
export interface SmartForm {
  readonly page: Page;
  /** The question as it stands on the screen; count 0 where it is hidden. */
  item(linkId: string, at?: number): Locator;
  /** Its text field; its value is what the person reads. */
  field(linkId: string, at?: number): Locator;
  write(linkId: string, text: string, at?: number): Promise<void>;
  /** Clicks a radio button or a checkbox by the text beside it. */
  choose(linkId: string, text: string, at?: number): Promise<void>;
  /** What the renderer gives its host, once what it computes has settled. */
  response(): Promise<QuestionnaireResponse>;
}

/**
 * Smart Forms in a browser. `troubles` fills with whatever the pages report: errors, and requests that leave this
 * machine.
 */
export interface SmartForms {
  readonly troubles: readonly string[];
  open(questionnaire: Questionnaire): Promise<SmartForm>;
  close(): Promise<void>;
}

/**
 * Starts the browser and the server of the page. How to use it, in a test:
 *
 *     // findChromium: browser.ts
 *     const forms = await startSmartForms(findChromium() ?? '', await smartFormsFolder());
 *     const form = await forms.open(questionnaire);
 *     await form.choose('niveau', 'Niveau 3');
 *     await form.write('kommentar', 'tekst');
 *     const response = await form.response();
 *     await forms.close();
 *
 * The renderer asks a terminology server for ValueSets that are not contained: give them along (`contained`, `#id`). It
 * has no `%questionnaire`.
 */
export async function startSmartForms(executablePath: string, dist: string): Promise<SmartForms> {
  const stage = await openStage(executablePath, dist);
  return {
    troubles: stage.troubles,
    async open(questionnaire) {
      const page = await stage.open();
      await page.waitForFunction(() => 'host' in globalThis);
      await page.evaluate((resource) => (globalThis as unknown as { host: Host }).host.open(resource), questionnaire);
      await page.locator('[data-test^="q-item-"]').first().waitFor();
      return formOn(page);
    },
    close: stage.close,
  };
}

function formOn(page: Page): SmartForm {
  const item = (linkId: string, at = 0) => {
    const own = `[data-linkid="${linkId}"]`;
    // A field has its question's linkId too.
    return page.locator(`${own}:not(${own} ${own})`).nth(at);
  };
  const field = (linkId: string, at?: number) => item(linkId, at).locator('input, textarea').first();
  const now = () => page.evaluate(() => (globalThis as unknown as { host: Host }).host.response());
  /** Fields are taken over after a pause in typing; what comes earlier is lost. */
  const taken = async (act: () => Promise<void>) => {
    const before = JSON.stringify(await now());
    await act();
    for (let waited = 0; waited < 50 && JSON.stringify(await now()) === before; waited += 1)
      await page.waitForTimeout(100);
  };
  return {
    page,
    item,
    field,
    write: (linkId, text, at) =>
      taken(async () => {
        await field(linkId, at).fill(text);
        await field(linkId, at).blur();
      }),
    choose: (linkId, text, at) => taken(() => item(linkId, at).getByText(text, { exact: true }).first().click()),
    async response() {
      // What is computed comes a moment after what was typed.
      let given = await now();
      for (let before = ''; before !== JSON.stringify(given); given = await now()) {
        before = JSON.stringify(given);
        await page.waitForTimeout(600);
      }
      return given;
    },
  };
}
