import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Variant } from '../../src/model/types.ts';
import { loadModel } from '../../src/profiles.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { ports } from '../ports.ts';
import { rendererParts } from './browser.ts';
import { type Form, lformsFolder, type Renderer, startRenderer } from './lforms.ts';
import {
  answer,
  asBytes,
  comment,
  decisions,
  expectAgreed,
  partiesOf,
  reason,
  refusal,
  type Shown,
  withHost,
} from './own-forms.ts';

/**
 * Both questionnaires in the real LHC-Forms, filled in as a professional does (FHIR.md "Real renderers"). Without
 * Chromium or the npm registry this is left out, and said so; with CI set it fails instead.
 */
const model = loadModel();
const parts = await rendererParts('the questionnaires in LHC-Forms', lformsFolder);

describe.skipIf(parts === undefined)('LHC-Forms in Chromium', () => {
  let renderer: Renderer;

  beforeAll(async () => {
    if (parts !== undefined) renderer = await startRenderer(parts.chromium, parts.dist);
  });
  afterAll(() => renderer?.close());

  describe.each(model.variants.map((variant) => [variant.code, variant] as const))('%s', (_, variant) => {
    const ratings = variant.factors.map((factor) => factor.linkId.rating);

    test('score and suggestion appear live, follow the weight, and the response is accepted with the same', async () => {
      const form = await renderer.open(variant.questionnaire);
      expect(await shown(form)).toEqual({ score: '', forslag: '', lav: '0', hoej: '4' });

      await rate(form, ratings.slice(0, 5), ['3', '0', '1', '0', '2']);
      await becomes(form, { score: '', forslag: '', lav: '2', hoej: '3' });
      await rate(form, ratings.slice(5), ['1']);
      await becomes(form, { score: '7', forslag: '2', lav: '2', hoej: '2' });

      await form.choose(variant.factors[0]?.linkId.weight ?? '', 'afgoerende');
      await becomes(form, { score: '10', forslag: '3', lav: '3', hoej: '3' });

      const [open = ''] = decisions(variant, '3');
      await opens(form, variant, []);
      await form.choose('niveau', '3');
      await form.choose('inddragelse', 'delvist');
      await form.choose('aftale.niveau', '3');
      for (const { code } of partiesOf(variant)) await form.choose('aftale.parter', code);
      await form.write('aftale.dato', '01/22/2026');
      await opens(form, variant, decisions(variant, '3'));
      await form.choose(`handling.${open}.beslutning`, 'nej');
      await form.write(`handling.${open}.begrundelse`, reason);
      await form.write('kommentar', comment);

      const sent = await form.response();
      expect(answer(sent, 'score')).toEqual([{ valueInteger: 10 }]);
      expectAgreed(variant, sent, open);
    });

    test('a level outside the suggestion asks for its reason, and its own actions open', async () => {
      const form = await renderer.open(variant.questionnaire);
      await rate(form, ratings, ['1', '1', '0', '0', '0', 'ikke-vurderet']);
      await becomes(form, { score: '', forslag: '', lav: '1', hoej: '2' });
      expect(await form.item('niveau.begrundelse').count()).toBe(0);
      await form.choose('inddragelse', 'deltog');
      await form.choose('niveau', '2');
      await opens(form, variant, decisions(variant, '2'));
      await form.choose('niveau', '4');
      await opens(form, variant, decisions(variant, '4'));
      await form.item('niveau.begrundelse').waitFor();

      const unexplained = withHost(await form.response());
      expect(refusal(unexplained)).toEqual(['deviation-unexplained']);

      await form.write('niveau.begrundelse', 'Borgeren er netop udskrevet og kan ikke selv.');
      const sent = await form.response();
      const { assessment, warnings } = scoreResponse(ports, asBytes(withHost(sent)));
      expect(warnings).toEqual([]);
      expect(answer(sent, 'score')).toBeUndefined();
      expect(assessment.suggestion).toMatchObject({ low: { code: '1' }, high: { code: '2' }, level: undefined });
      expect(assessment.suggestion.missing).toEqual(variant.factors.slice(5));
      expect(assessment.assessed).toMatchObject({
        level: { code: '4' },
        reason: 'Borgeren er netop udskrevet og kan ikke selv.',
      });
      expect(assessment.statement).toMatchObject({ level: { code: '4' }, basis: 'vurderet' });
    });

    test('the form shows the source’s words, in Danish', async () => {
      const form = await renderer.open(variant.questionnaire);
      const text = await form.page.locator('#form').innerText();
      expect(text).toContain(variant.title.da);
      for (const factor of variant.factors) {
        expect(text).toContain(factor.text.da);
        for (const rating of factor.ratings.values()) expect(text).toContain(rating.text.da);
      }
      for (const level of variant.levels) for (const each of level.texts) expect(text).toContain(each.text.da);
    });
  });

  test('no page reported an error, and none asked for anything outside this machine', () => {
    expect(renderer.troubles).toEqual([]);
  });
});

async function rate(form: Form, linkIds: readonly string[], codes: readonly string[]): Promise<void> {
  for (const [index, linkId] of linkIds.entries()) await form.choose(linkId, codes[index] ?? '');
}

/**
 * What stands in the calculated fields: the score, and of each level its code ("Niveau 3 - 3": the display, and the
 * ordinal behind it).
 */
async function shown(form: Form): Promise<Shown> {
  const value = (linkId: string) => form.field(linkId).inputValue();
  const code = async (linkId: string) => (await value(linkId)).replace(/^Niveau (\d) - \1$/, '$1');
  return {
    // The score is hidden while a factor is without a number.
    score: (await form.item('score').count()) === 0 ? '' : await value('score'),
    forslag: await code('forslag'),
    lav: await code('forslag.lav'),
    hoej: await code('forslag.hoej'),
  };
}

/** Waits until the form has computed that. */
async function becomes(form: Form, expected: Shown): Promise<void> {
  await expect.poll(() => shown(form), { timeout: 10_000 }).toEqual(expected);
}

/** Waits until the form shows the groups of these actions, and no others. */
async function opens(form: Form, variant: Variant, expected: readonly string[]): Promise<void> {
  const visible = async () => {
    const counts = await Promise.all(variant.actions.map(({ code }) => form.item(`handling.${code}`).count()));
    return variant.actions.filter((_, index) => counts[index] !== 0).map(({ code }) => code);
  };
  await expect.poll(visible, { timeout: 10_000 }).toEqual(expected);
}
