import type { Bundle, CodeSystem, FhirResource, QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { buildModel, buildModels } from '../../src/model/build.ts';
import { sortProfiles } from '../../src/model/profiles.ts';
import type { Model } from '../../src/model/types.ts';
import { ownModel, variantOfVersion, variantsOf } from '../../src/model/versions.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { loadModel, readProfiles } from '../../src/profiles.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

const stored = readProfiles(/^(?:CodeSystem|Questionnaire|PlanDefinition|ActivityDefinition)-/);
const present = loadModel();
const newBase = 'https://fhir.example.dk/model';

/** The profiles under another version, and another base where one is given; `change` is made besides. */
function published(version: string, base: string = present.base, change: (resource: FhirResource) => void = () => {}) {
  const text = JSON.stringify(stored)
    .replaceAll(new RegExp(`(?<=["|])${present.version.replaceAll('.', '\\.')}(?=["|])`, 'g'), version)
    .replaceAll(present.base, base);
  const resources = JSON.parse(text) as FhirResource[];
  for (const resource of resources) change(resource);
  return resources;
}

/** Level 3 of the somatic variant only where three heavy ratings meet, not two. */
function stricter(resource: FhirResource): void {
  if (resource.resourceType !== 'CodeSystem' || resource.id !== 'niveau-somatik') return;
  const level = (resource as CodeSystem).concept?.find(({ code }) => code === '3');
  const minimum = level?.property?.find(({ code }) => code === 'minimum');
  if (minimum !== undefined) minimum.valueInteger = 3;
}

function both(base?: string): Model {
  return buildModels(sortProfiles(published('9.0.0', base, stricter)), [sortProfiles(stored)]);
}

/** Two factors rated 3 and nothing else said of the level. */
function answer(questionnaire: string): Buffer {
  const response = JSON.parse(responseBytes('somatik-0-forslag').toString()) as QuestionnaireResponse;
  for (const group of response.item ?? []) {
    const coding = group.item?.find(({ linkId }) => linkId.endsWith('.vurdering'))?.answer?.[0]?.valueCoding;
    if (coding === undefined || !['faktor.svaerhedsgrad', 'faktor.netvaerk'].includes(group.linkId)) continue;
    coding.code = '3';
    delete coding.display;
  }
  response.item = response.item?.filter(({ linkId }) => /^faktor|^inddragelse/.test(linkId)) ?? [];
  const [base = ''] = questionnaire.split('/Questionnaire/');
  return Buffer.from(JSON.stringify({ ...response, questionnaire }).replaceAll(present.base, base));
}

const scored = (model: Model, bytes: Buffer) => scoreResponse({ ...ports, model }, bytes);

describe.each([
  ['the same base', present.base],
  ['a base of its own', newBase],
])('two versions of the model beside each other, the newer under %s', (_, base) => {
  const model = both(base);
  const older = `${present.base}/Questionnaire/somatik|${present.version}`;
  const newer = `${base}/Questionnaire/somatik|9.0.0`;

  test('each response is scored by the version that it names', () => {
    const levels = [older, newer].map((url) => scored(model, answer(url)).assessment.suggestion.level?.code);
    expect(levels).toEqual(['3', '2']);
  });

  test('a response to the older gives the very bytes that the older gave when it was alone', () => {
    const bytes = responseBytes('somatik-3-aftalt');
    const alone = makeBundle(present, scored(present, bytes));
    expect(JSON.stringify(makeBundle(model, scored(model, bytes)))).toBe(JSON.stringify(alone));
  });

  test('results say what they are under the base of their own version', () => {
    const profiles = ({ entry = [] }: Bundle) => entry.flatMap(({ resource }) => resource?.meta?.profile ?? []);
    for (const [url, expected] of [
      [older, present.base],
      [newer, base],
    ] as const) {
      const made = profiles(makeBundle(model, scored(model, answer(url)))).filter((one) => !one.endsWith('/svar'));
      expect(made).not.toEqual([]);
      for (const profile of made) expect(profile.startsWith(`${expected}/`), profile).toBe(true);
    }
  });

  test.each([
    ['questionnaire-version-unknown', `${base}/Questionnaire/somatik|5.0.0`],
    ['questionnaire-unversioned', `${base}/Questionnaire/somatik`],
  ])('a version that is not here is refused: %s', (code, url) => {
    try {
      scored(model, answer(url));
      expect.unreachable();
    } catch (error) {
      const problems = error instanceof Refusal ? error.problems : [];
      expect(problems.map((one) => [one.code, one.place])).toEqual([[code, 'QuestionnaireResponse.questionnaire']]);
    }
  });

  test('a letter finds its variant by code and version', () => {
    expect(variantOfVersion(model, 'somatik', present.version)?.questionnaireUrl).toBe(older);
    expect(variantOfVersion(model, 'somatik', '9.0.0')?.questionnaireUrl).toBe(newer);
    expect(variantOfVersion(model, 'somatik', '5.0.0')).toBeUndefined();
  });
});

test('the newest is the model itself; a variant leads to the model of its own version', () => {
  const model = buildModels(sortProfiles(published('10.0.0')), [
    sortProfiles(published('2.0.0')),
    sortProfiles(published('9.0.0')),
  ]);
  expect(model.version).toBe('10.0.0');
  expect(model.earlier.map(({ version }) => version)).toEqual(['9.0.0', '2.0.0']);
  const variants = variantsOf(model, `${present.base}/Questionnaire/somatik`);
  expect(variants.map(({ version }) => version)).toEqual(['10.0.0', '9.0.0', '2.0.0']);
  expect(variants.map((variant) => ownModel(model, variant).version)).toEqual(['10.0.0', '9.0.0', '2.0.0']);
});

test('two models of one version are refused: a letter names the version alone', () => {
  const again = () => buildModels(sortProfiles(stored), [sortProfiles(published(present.version, newBase))]);
  expect(again).toThrow(`two models have the version ${present.version}`);
});

test('a form and a plan of different versions are a mistake of the profiles, and named', () => {
  const broken = published('2.0.0', present.base, (resource) => {
    if (resource.resourceType === 'PlanDefinition' && resource.id === 'somatik') resource.version = '2.1.0';
  });
  expect(() => buildModel(sortProfiles(broken))).toThrow('PlanDefinition somatik has version 2.1.0');
});
