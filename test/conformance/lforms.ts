import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Questionnaire, QuestionnaireResponse } from 'fhir/r4.js';
import type { Locator, Page } from 'playwright-core';
import { openStage } from './browser.ts';
import { cached } from './cache.ts';

const run = promisify(execFile);
const version = '40.1.3';

/**
 * The `dist/` of LHC-Forms, fetched once into the cache. Its tarball already holds the bundle; `npm install` of it
 * would resolve the whole of Angular. Fails where the registry is out of reach and the cache is empty.
 */
export async function lformsFolder(): Promise<string> {
  const fetched = await cached('niveau-lforms', version, async (folder) => {
    const patience = ['--fetch-retries', '1', '--fetch-retry-mintimeout', '1000'];
    const pack = ['pack', `lforms@${version}`, '--silent', '--pack-destination', folder, ...patience];
    await run('npm', pack, { timeout: 180_000 });
    await run('tar', ['-xzf', join(folder, `lforms-${version}.tgz`), '-C', folder]);
    return join(folder, 'package');
  });
  return join(fetched, 'dist');
}

// zone.min.js first: without it Angular refuses to start (NG0908).
const host = `<!doctype html>
<html lang="da">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/lforms/webcomponent/styles.css">
<body>
<div id="form"></div>
<script src="/lforms/webcomponent/assets/lib/zone.min.js"></script>
<script src="/lforms/webcomponent/lhc-forms.js"></script>
<script src="/lforms/fhir/R4/lformsFHIR.min.js"></script>
</body>
</html>`;

interface LForms {
  readonly Util: {
    convertFHIRQuestionnaireToLForms(questionnaire: Questionnaire, fhirVersion: 'R4'): unknown;
    addFormToPage(form: unknown, element: string): Promise<void>;
    getFormFHIRData(type: 'QuestionnaireResponse', fhirVersion: 'R4'): QuestionnaireResponse;
  };
}

/**
 * A Questionnaire on the screen, answered as a person does: by clicking and typing. Items are named by linkId, options
 * by code.
 */
export interface Form {
  readonly page: Page;
  choose(linkId: string, code: string): Promise<void>;
  write(linkId: string, text: string): Promise<void>;
  /** The question as it stands on the screen; count 0 where it is hidden. */
  item(linkId: string): Locator;
  /** The field of a calculated item; its value is what the person reads. */
  field(linkId: string): Locator;
  /** What LHC-Forms gives its host. */
  response(): Promise<QuestionnaireResponse>;
}

/**
 * LHC-Forms in a browser. `troubles` fills with whatever the pages report: errors, and requests that leave this
 * machine.
 */
export interface Renderer {
  readonly troubles: readonly string[];
  open(questionnaire: Questionnaire): Promise<Form>;
  close(): Promise<void>;
}

/** Starts the browser and the server of the page. */
export async function startRenderer(executablePath: string, dist: string): Promise<Renderer> {
  const stage = await openStage(executablePath, dist, host);
  return {
    troubles: stage.troubles,
    async open(questionnaire) {
      const page = await stage.open();
      await page.evaluate(async (resource) => {
        const { Util } = (globalThis as unknown as { LForms: LForms }).LForms;
        await Util.addFormToPage(Util.convertFHIRQuestionnaireToLForms(resource, 'R4'), 'form');
      }, questionnaire);
      return formOn(page);
    },
    close: stage.close,
  };
}

/** LHC-Forms ids: `<linkId>/1/1`, an index for each ancestor and itself; an option's adds `|<system>|<code>`. */
function formOn(page: Page): Form {
  const item = (linkId: string) => page.locator(`[id^="item-${linkId}/1"]`);
  return {
    page,
    item,
    field: (linkId) => item(linkId).locator('input, textarea'),
    choose: (linkId, code) => page.locator(`[id^="${linkId}/1"][id$="|${code}"]`).click(),
    async write(linkId, text) {
      const field = item(linkId).locator('input, textarea');
      await field.fill(text);
      // A date is taken over by Enter, a text by leaving its field; in a text of several lines Enter would be a line.
      if ((await item(linkId).locator('textarea').count()) === 0) await field.press('Enter');
      await field.blur();
    },
    response: () =>
      page.evaluate(() => {
        const { Util } = (globalThis as unknown as { LForms: LForms }).LForms;
        return Util.getFormFHIRData('QuestionnaireResponse', 'R4');
      }),
  };
}
