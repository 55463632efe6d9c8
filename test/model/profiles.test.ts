import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { QuestionnaireItem } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { loadModel, profilesFolder, readProfiles } from '../../src/profiles.ts';
import { decimalExtension, url as extensionUrl } from '../../src/questionnaire/extensions.ts';

const model = loadModel();
const seeds = new URL('../../../shared/seeds/', import.meta.url);

describe("the levels and their actions are the sources' own rows, in their order", () => {
  const rows = {
    somatik: [
      ['henvisning-epikrise must', 'information-til-borgeren must'],
      ['henvisning-epikrise must', 'orientering-til-fra-kommunen must', 'information-til-borgeren must'],
      [
        'henvisning-epikrise must',
        'orientering-til-fra-kommunen must',
        'stillingtagen-koordinator must-unless-documented',
        'information-til-borgeren must',
      ],
      [
        'henvisning-epikrise must',
        'orientering-til-fra-kommunen must',
        'information-til-borgeren must',
        'netvaerksmoede could',
        'udpeg-koordinator must',
      ],
      [
        'henvisning-epikrise must',
        'orientering-til-fra-kommunen must',
        'information-til-borgeren must',
        'netvaerksmoede could',
        'tvaerfagligt-team must',
      ],
    ],
    psykiatri: [
      ['orientering-til-egen-laege must'],
      ['orientering-til-egen-laege must', 'orientering-til-kommunen must', 'teknologiske-hjaelpemidler must'],
      [
        'overvej-samarbejdsaftale must-unless-documented',
        'overvej-koordinering must-unless-documented',
        'vurder-opfoelgning must-unless-documented',
        'vurder-egen-laege must-unless-documented',
      ],
      [
        'udskrivningsaftale must',
        'udpeg-koordinering must',
        'koordiner-planer must',
        'aftal-netvaerksmoeder must',
        'inddrag-egen-laege must-unless-documented',
      ],
      ['tvaersektorielt-team must', 'aftale-om-patienter must', 'personbaaret must', 'faelles-supervision could'],
    ],
  } as const;
  test.each(Object.entries(rows))('%s', (code, expected) => {
    const variant = model.variants.find((candidate) => candidate.code === code);
    const actual = variant?.levels.map((level) => level.actions.map((action) => `${action.code} ${action.strength}`));
    expect(actual).toEqual(expected);
  });
});

describe.each(model.variants.map((variant) => [variant.code, variant] as const))('Questionnaire %s', (_, variant) => {
  const items = flatten(variant.questionnaire.item ?? []);
  const item = (linkId: string) => items.find((candidate) => candidate.linkId === linkId);

  test("every rating but ikke-vurderet has itemWeight and ordinalValue, and they are the CodeSystem's", () => {
    for (const { linkId } of variant.factors) {
      for (const option of item(linkId.rating)?.answerOption ?? []) {
        const weights = [extensionUrl.itemWeight, extensionUrl.ordinalValue].map((url) =>
          decimalExtension(option, url),
        );
        const code = option.valueCoding?.code;
        const expected = code === 'ikke-vurderet' ? undefined : Number(code);
        expect(weights, `${linkId.rating} ${code}`).toEqual([expected, expected]);
      }
    }
  });

  test('decisions are asked for exactly the consider and could actions, open at exactly their levels', () => {
    const asked = items.filter((candidate) => candidate.linkId.match(/^handling\.[^.]+$/)).map(({ linkId }) => linkId);
    const optional = variant.actions.filter((action) => action.strength !== 'must');
    expect(asked.toSorted()).toEqual(optional.map((action) => `handling.${action.code}`).toSorted());
    for (const action of optional) {
      const levels = variant.levels.filter((level) => level.actions.some((one) => one.code === action.code));
      const conditions = item(`handling.${action.code}`)?.enableWhen ?? [];
      const opened = conditions.map(
        (condition) => `${condition.question} ${condition.operator} ${condition.answerCoding?.code}`,
      );
      const expected = ['niveau', 'aftale.niveau'].flatMap((question) =>
        levels.map((level) => `${question} = ${level.code}`),
      );
      expect(opened.toSorted(), action.code).toEqual(expected.toSorted());
    }
  });

  test('the form keeps its rules: inddragelse alone is required, every choice has its options, kommentar is last', () => {
    expect(items.filter((candidate) => candidate.required === true).map(({ linkId }) => linkId)).toEqual([
      'inddragelse',
    ]);
    for (const choice of items.filter((candidate) => candidate.type === 'choice')) {
      expect(choice.answerOption?.length, choice.linkId).toBeGreaterThan(1);
      expect(choice.answerValueSet, choice.linkId).toBeUndefined();
    }
    expect(variant.questionnaire.item?.at(-1)?.linkId).toBe('kommentar');
    expect(items.some((candidate) => candidate.linkId === 'redskaber')).toBe(variant.code === 'somatik');
  });

  test('every text has an English translation', () => {
    const untranslated = items.filter((candidate) => JSON.stringify(candidate._text ?? {}).includes('"en"') === false);
    expect(untranslated.map(({ linkId }) => linkId)).toEqual([]);
  });
});

describe.skipIf(!existsSync(seeds))(
  "the wording is the sources' own (left out where ../shared/seeds is not there)",
  () => {
    // Line breaks, broken hyphens, bullets and full stops are the page layout's; one spelling is mended (MODEL.md).
    const bare = (text: string) => text.replace(/[\s\-–•�.]/g, '').replace(/potientiale/g, 'potentiale');
    // The body of a describe is run even where its tests are left out.
    const files = existsSync(seeds) ? readdirSync(seeds) : [];
    const sources = files.map((name) => bare(readFileSync(new URL(name, seeds), 'utf8')));
    const inSources = (text: string) => sources.some((source) => source.includes(bare(text)));

    test.each(model.variants.map((variant) => [variant.code, variant] as const))('%s', (_, variant) => {
      const texts = [
        ...variant.factors.map((factor) => factor.text.da),
        ...variant.actions.map((action) => action.text.da),
        ...variant.levels.flatMap((level) => level.texts.map((text) => text.text.da)),
      ];
      expect(texts.filter((text) => !inSources(text))).toEqual([]);
      const paragraphs = (variant.questionnaire.purpose ?? '').split(/\n+/).filter((line) => line.trim() !== '');
      expect(paragraphs.filter((line) => !inSources(line.replace(/^[*#-] */, '')))).toEqual([]);
    });
  },
);

test('every profile is named after its type and id, and lies below the canonical base', () => {
  for (const resource of readProfiles()) {
    expect('url' in resource ? resource.url : undefined).toBe(`${model.base}/${resource.resourceType}/${resource.id}`);
    expect(readdirSync(profilesFolder)).toContain(`${resource.resourceType}-${resource.id}.json`);
  }
});

function flatten(items: readonly QuestionnaireItem[]): QuestionnaireItem[] {
  return items.flatMap((item) => [item, ...flatten(item.item ?? [])]);
}

describe.each(model.variants.map((variant) => [variant.code, variant] as const))(
  'the rule in the form %s',
  (_, variant) => {
    const { item = [], extension = [] } = variant.questionnaire;

    test('takes its levels from a hidden item that comes first, is filled in from the start and that nobody changes', () => {
      const [first] = item;
      expect(first).toMatchObject({ linkId: 'niveauer', type: 'choice', repeats: true, readOnly: true });
      expect(first?.extension?.map(({ url, valueBoolean }) => [url.split('/').at(-1), valueBoolean])).toEqual([
        ['questionnaire-hidden', true],
      ]);
      expect(
        first?.answerOption?.map(({ valueCoding, initialSelected }) => [valueCoding?.code, initialSelected]),
      ).toEqual(variant.levels.map(({ code }) => [code, true]));
    });

    test('uses nothing that a renderer may lack: no %questionnaire, and only codes and numbers', () => {
      const all = [...extension, ...item.flatMap((one) => one.extension ?? [])];
      const expressions = all.flatMap(({ valueExpression }) => valueExpression?.expression ?? []);
      expect(expressions.length).toBeGreaterThan(4);
      for (const expression of expressions) expect(expression).not.toMatch(/%questionnaire|%factory|sum\(|weight\(/);
    });
  },
);
