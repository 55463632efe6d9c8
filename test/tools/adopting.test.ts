import type { CodeSystem, FhirResource, PlanDefinition, Questionnaire, QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../src/model/build.ts';
import { sortProfiles } from '../../src/model/profiles.ts';
import type { Model } from '../../src/model/types.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { loadModel, readProfiles } from '../../src/profiles.ts';
import { idsOf } from '../../src/resources/ids.ts';
import { type ScoredResponse, scoreResponse } from '../../src/work/score.ts';
import { withRule } from '../../tools/derive/rule.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

/** What docs/adopting.md says, tried on a version of the model that a region could have published. */
const newVersion = '2.0.0';

/** Everything under a new version, and a change besides. */
function adopted(change: (resource: FhirResource) => void): readonly FhirResource[] {
  const resources = readProfiles(/^(?:CodeSystem|Questionnaire|PlanDefinition|ActivityDefinition)-/);
  const renewed = JSON.parse(
    JSON.stringify(resources).replace(/(?<=["|])1\.0\.0(?=["|])/g, newVersion),
  ) as FhirResource[];
  for (const resource of renewed) change(resource);
  return renewed;
}

function modelOf(change: (resource: FhirResource) => void): Model {
  return buildModel(sortProfiles(adopted(change)));
}

function level(system: FhirResource, code: string): NonNullable<CodeSystem['concept']>[number] | undefined {
  return system.resourceType === 'CodeSystem' && system.id === 'niveau-somatik'
    ? system.concept?.find((concept) => concept.code === code)
    : undefined;
}

/** Level 3 of the somatic variant only where three heavy ratings meet, not two. */
function stricter(resource: FhirResource): void {
  const minimum = level(resource, '3')?.property?.find(({ code }) => code === 'minimum');
  if (minimum !== undefined) minimum.valueInteger = 3;
}

function answer(version: string): Buffer {
  const response = JSON.parse(responseBytes('somatik-0-forslag').toString()) as QuestionnaireResponse;
  const rated = new Map([
    ['faktor.svaerhedsgrad', '3'],
    ['faktor.netvaerk', '3'],
  ]);
  for (const group of response.item ?? []) {
    const coding = group.item?.find(({ linkId }) => linkId.endsWith('.vurdering'))?.answer?.[0]?.valueCoding;
    const code = rated.get(group.linkId);
    if (coding === undefined || code === undefined) continue;
    coding.code = code;
    delete coding.display;
  }
  response.questionnaire = response.questionnaire?.replace(/\|.*/, `|${version}`) ?? '';
  response.item = response.item?.filter(({ linkId }) => /^faktor|^inddragelse/.test(linkId)) ?? [];
  return Buffer.from(JSON.stringify(response));
}

const suggested = ({ assessment }: ScoredResponse) => assessment.suggestion.level?.code;

describe('another rule is another version of the data', () => {
  const model = modelOf(stricter);

  test('the program follows it', () => {
    expect(suggested(scoreResponse(ports, answer('1.0.0')))).toBe('3');
    expect(suggested(scoreResponse({ ...ports, model }, answer(newVersion)))).toBe('2');
  });

  test('`npm run profiles` writes it into the form', () => {
    const form = adopted(stricter).find((resource): resource is Questionnaire => {
      return resource.resourceType === 'Questionnaire' && resource.id === 'somatik';
    });
    if (form === undefined) throw new Error('no form');
    const expressions = JSON.stringify(withRule(model, form).extension);
    expect(expressions).toContain('%w3 >= 3');
    expect(expressions).not.toContain('%w3 >= 2');
  });

  test('results name the version that they were made by', () => {
    expect(scoreResponse({ ...ports, model }, answer(newVersion)).assessment.variant.planUrl).toMatch(/\|2\.0\.0$/);
  });

  test('one installation knows one version: a response to another is refused, never measured by the wrong one', () => {
    for (const [known, version] of [
      [model, '1.0.0'],
      [loadModel(), newVersion],
    ] as const) {
      expect(() => scoreResponse({ ...ports, model: known }, answer(version))).toThrow(Refusal);
      expect(() => scoreResponse({ ...ports, model: known }, answer(version))).toThrow('questionnaire-version-unknown');
    }
  });

  test('ids depend on the identifier alone, so that an amended response replaces its results under either version', () => {
    const [older, newer] = [
      scoreResponse(ports, answer('1.0.0')),
      scoreResponse({ ...ports, model }, answer(newVersion)),
    ];
    expect(newer.assessment.identified).toBe(true);
    expect(idsOf(newer.assessment.identity).level).toBe(idsOf(older.assessment.identity).level);
  });
});

test('other actions: a row of the plan is what the program proposes', () => {
  const model = modelOf((resource) => {
    if (resource.resourceType !== 'PlanDefinition' || resource.id !== 'somatik') return;
    const rows: PlanDefinition['action'] = resource.action;
    rows?.[0]?.action?.pop();
  });
  const actions = model.variants.find(({ code }) => code === 'somatik')?.levels[0]?.actions;
  expect(actions?.map(({ code }) => code)).toEqual(['henvisning-epikrise']);
});

describe('what contradicts itself is named', () => {
  test('a level without its numbers', () => {
    const broken = (resource: FhirResource) => {
      const concept = level(resource, '3');
      if (concept !== undefined) concept.property = concept.property?.filter(({ code }) => code !== 'taerskel') ?? [];
    };
    expect(() => modelOf(broken)).toThrow('level 3: property taerskel is missing');
  });

  test('an action that is not defined', () => {
    const broken = (resource: FhirResource) => {
      if (resource.resourceType === 'ActivityDefinition' && resource.id === 'udpeg-koordinator')
        resource.version = '9.0.0';
    };
    expect(() => modelOf(broken)).toThrow('Udpegning af koordinerende fagperson');
  });

  test('weights for which there is no FHIRPath', () => {
    const model = modelOf((resource) => {
      if (resource.resourceType !== 'CodeSystem' || resource.id !== 'vaegt') return;
      const [first] = resource.concept ?? [];
      for (const property of first?.property ?? []) property.valueDecimal = 0.5;
    });
    const form = { resourceType: 'Questionnaire', id: 'somatik', status: 'active' } as const;
    expect(() => withRule(model, form)).toThrow('weight 1 and one heavier weight');
  });
});
