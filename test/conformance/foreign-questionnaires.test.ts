import { existsSync, writeFileSync } from 'node:fs';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChecker } from '../../src/questionnaire/checker.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';
import { filledIn, forRenderer, type Name, names, pathOf, resources } from '../questionnaire/questionnaires/forms.ts';
import { rendererParts } from './browser.ts';
import { type Form, lformsFolder, type Renderer, startRenderer } from './lforms.ts';

/**
 * Five Questionnaires of others in the real LHC-Forms, filled in by clicking and typing: no false error. What it makes
 * of them is stored (a file that is deleted is written anew), and test/questionnaire/damaged.test.ts damages it.
 * Without Chromium or the npm registry this is left out, and said so; with CI set it fails instead.
 */
const parts = await rendererParts('foreign questionnaires in LHC-Forms', lformsFolder);

/** What a person does. Fields, options and buttons are named by id: `<linkId>/<index of the repetition>/...`. */
interface Hand {
  readonly form: Form;
  readonly type: (id: string, text: string) => Promise<void>;
  readonly click: (id: string) => Promise<void>;
  /** A unit is picked from a list that opens as one types. */
  readonly unit: (id: string, text: string) => Promise<void>;
}

function handOn(form: Form): Hand {
  const byId = (id: string) => form.page.locator(`[id="${id}"]`);
  return {
    form,
    async type(id, text) {
      const field = byId(id).locator('xpath=descendant-or-self::*[self::input or self::textarea]').first();
      await field.fill(text);
      if ((await field.evaluate((element) => element.tagName)) !== 'TEXTAREA') await field.press('Enter');
      await field.blur();
    },
    click: (id) => byId(id).click(),
    async unit(id, text) {
      const field = byId(`unit_${id}`);
      await field.click();
      await field.fill(text);
      await field.press('Enter');
      await field.blur();
    },
  };
}

const code = (system: string, value: string) => `|http://example.dk/fhir/CodeSystem/${system}|${value}`;

const fill: Readonly<Record<Name, (hand: Hand) => Promise<void>>> = {
  async smerter(hand) {
    await hand.click('smerte/1|true');
    await hand.click(`steder/1${code('sted', 'hoved')}`);
    await hand.click(`steder/1${code('sted', 'knae')}`);
    await hand.type('styrke/1', '7');
    await hand.type('laege.set/1/1', '01/20/2026');
    await hand.type('laege.tid/1/1', '02/20/2026 10:30:00');
    await hand.click(`lindring/1${code('lindring', 'varme')}`);
    await hand.type('ord/1', 'Det trækker ned i benet,\nmest om morgenen.');
  },
  async maalinger(hand) {
    await hand.type('hoejde/1', '180.5');
    await hand.type('vaegt/1', '81.5');
    await hand.unit('vaegt/1', 'kg');
    await hand.type('systolisk/1', '150');
    await hand.type('diastolisk/1', '85');
    await hand.type('maalt/1', '07:45:00');
    await hand.type('udstyr/1', 'AB-1234');
    await hand.type('hvorfor/1', 'Lige gået op ad trappen');
  },
  async medicin(hand) {
    await hand.type('praeparat.navn/1/1', 'Paracetamol');
    await hand.click(`praeparat.form/1/1${code('form', 'tablet')}`);
    await hand.type('praeparat.dosis/1/1', '500');
    await hand.unit('praeparat.dosis/1/1', 'mg');
    await hand.click('praeparat.fast/1/1|false');
    await hand.type('praeparat.behov/1/1', 'Hovedpine');
    await hand.click('add-praeparat/1');
    await hand.type('praeparat.navn/2/1', 'Hydrokortison');
    await hand.click(`praeparat.form/2/1${code('form', 'salve')}`);
    await hand.click('praeparat.fast/2/1|true');
    await hand.click(`allergi/1${code('ja-nej', 'ja')}`);
    await hand.type('allergi.stof/1/1', 'Penicillin');
    // `link` stays empty: LHC-Forms 40.1.3 sends it as valueUrl, which R4 does not have (an answer is a valueUri).
  },
  async trivsel(hand) {
    await hand.click(`glad/1${code('hyppighed', 'sommetider')}`);
    await hand.click(`rolig/1${code('hyppighed', 'altid')}`);
    await hand.click(`frisk/1${code('hyppighed', 'altid')}`);
    await hand.type('lav.hvem/1/1', 'Min søster');
    await hand.click('lav.gange/1/1||To');
    const pdf = { name: 'bilag.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 %%EOF') };
    await hand.form.page.locator('[id="file-bilag/1"]').setInputFiles(pdf);
    await expect.poll(() => hand.form.item('bilag').innerText()).toContain('bilag.pdf');
  },
  async fald(hand) {
    await hand.type('antal/1', '2');
    await hand.type('fald.start/1/1', '01/10/2026');
    await hand.type('fald.slut/1/1', '01/10/2026');
    await hand.click(`fald.skade/1/1${code('skade', 'brud')}`);
    await hand.click(`fald.skade/1/1${code('skade', 'saar')}`);
    await hand.type('fald.brud/1/1', 'Håndleddet');
    await hand.click('add-fald/1');
    await hand.type('fald.start/2/1', '01/12/2026');
    await hand.click(`fald.skade/2/1${code('skade', 'ingen')}`);
    await hand.click(`hjaelp/1${code('hjaelp', 'nabo')}`);
    await hand.click('hjaelp/1|_other');
    await hand.form.item('hjaelp').locator('input[type=text]').fill('Min søn');
    await hand.form.item('hjaelp').locator('input[type=text]').blur();
  },
};

describe.skipIf(parts === undefined)('LHC-Forms in Chromium', () => {
  let renderer: Renderer;

  beforeAll(async () => {
    if (parts !== undefined) renderer = await startRenderer(parts.chromium, parts.dist);
  });
  afterAll(() => renderer?.close());

  test.each(names)('%s: what it sends is in order', async (name) => {
    const form = await renderer.open(forRenderer(name));
    form.page.setDefaultTimeout(10_000);
    await fill[name](handOn(form));
    // The form computes and opens items as it is told of answers.
    let sent: QuestionnaireResponse = await form.response();
    await expect
      .poll(async () => {
        const before = JSON.stringify(sent.item);
        sent = await form.response();
        return JSON.stringify(sent.item) === before;
      })
      .toBe(true);
    const text = JSON.stringify(sent, null, 2).replace(
      /"(authored|creation)": "[^"]+"/g,
      '"$1": "2026-01-20T10:30:00.000Z"',
    );
    expect(createChecker(resources).check(readJson(Buffer.from(text)))).toEqual([]);
    if (!existsSync(pathOf(name))) writeFileSync(pathOf(name), `${text}\n`);
    expect(JSON.parse(text)).toEqual(filledIn(name));
  });

  test('no page reported an error, and none asked for anything outside this machine', () => {
    expect(renderer.troubles).toEqual([]);
  });
});
