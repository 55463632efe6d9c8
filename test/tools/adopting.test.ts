import type { CodeSystem, FhirResource, PlanDefinition, Questionnaire } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { buildModel, buildModels } from '../../src/model/build.ts';
import { sortProfiles } from '../../src/model/profiles.ts';
import { exampleResponse } from '../../src/package/archive/example-response.ts';
import { partOf } from '../../src/package/part.ts';
import { loadModel, readProfiles } from '../../src/profiles.ts';
import { software } from '../../src/version.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { adopted } from '../../tools/adopt/adopt.ts';
import { changedResources, digestOf, publishedName } from '../../tools/adopt/digest.ts';
import { othersVersion, publishedVersion } from '../../tools/adopt/keep.ts';
import { derivedProfiles } from '../../tools/derive/profiles.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

/**
 * What docs/adopting.md says, on the resources alone; `test/conformance/adopting.ts` runs the command and the whole
 * suite after it.
 */
const stored = readProfiles();
const present = loadModel();
const base = 'https://fhir.region.example/niveau';
const adoption = {
  base,
  version: '2.0.0',
  publisher: 'Region X',
  contact: 'https://region.example',
  date: '2027-01-01',
};

type Concept = NonNullable<CodeSystem['concept']>[number];
type Edit = (resource: FhirResource) => void;

/** The profiles as a region has them after the command, its edits and the command again. */
function region(...edits: readonly Edit[]): readonly FhirResource[] {
  const moved = structuredClone(adopted(stored, present.base, adoption)) as FhirResource[];
  const activity = moved.find(({ id }) => id === 'netvaerksmoede');
  for (const edit of edits) for (const resource of moved) edit(resource);
  const own = JSON.parse(JSON.stringify(activity).replaceAll('netvaerksmoede', 'hjemmebesoeg')) as FhirResource;
  return derivedProfiles(edits.includes(action) ? [...moved, own] : moved);
}

function concept(resource: FhirResource, id: string, code: string): Concept | undefined {
  const isIt = resource.resourceType === 'CodeSystem' && resource.id === id;
  return isIt ? resource.concept?.find((one) => one.code === code) : undefined;
}

/** Level 3 of the somatic variant only where three heavy ratings meet, not two. */
const rule: Edit = (resource) => {
  const minimum = concept(resource, 'niveau-somatik', '3')?.property?.find(({ code }) => code === 'minimum');
  if (minimum !== undefined) minimum.valueInteger = 3;
};

/** A rating above 4. */
const scale: Edit = (resource) => {
  if (resource.resourceType !== 'CodeSystem' || resource.id !== 'belastning') return;
  resource.concept?.splice(5, 0, {
    code: '5',
    display: 'uoverskuelig belastning',
    designation: [{ language: 'en', value: 'overwhelming burden' }],
    property: [{ code: 'itemWeight', valueInteger: 5 }],
  });
};

const wording: Edit = (resource) => {
  const level = concept(resource, 'niveau-somatik', '2')?.property?.find(({ code }) => code === 'mestring');
  if (level !== undefined) level.valueString = 'Klarer det meste selv';
  const done = concept(resource, 'handling', 'udpeg-koordinator');
  if (done !== undefined) done.display = 'Der udpeges en tovholder';
};

/** One more action that somebody decides on, at level 2 of the somatic variant. */
function action(resource: FhirResource): void {
  if (resource.resourceType === 'CodeSystem' && resource.id === 'handling') {
    const designation = [{ language: 'en', value: 'Joint home visit' }];
    resource.concept?.push({ code: 'hjemmebesoeg', display: 'Fælles hjemmebesøg', designation });
  }
  if (resource.resourceType !== 'PlanDefinition' || resource.id !== 'somatik') return;
  const coding = [{ system: `${base}/CodeSystem/handling`, code: 'hjemmebesoeg' }];
  resource.action?.[2]?.action?.push({ code: [{ coding }], requiredBehavior: 'could' });
}

const named = <Type extends FhirResource>(all: readonly FhirResource[], type: Type['resourceType'], id: string) =>
  all.find((one) => one.resourceType === type && one.id === id) as Type;
const modelOf = (all: readonly FhirResource[]) => buildModels(sortProfiles(all), [sortProfiles(stored)]);

describe('the command alone', () => {
  const all = region();
  const text = JSON.stringify(all);

  test('everything stands under the new base and version; error codes and operations stay the program’s', () => {
    const left = text.match(new RegExp(`${present.base}[\\w/-]*`, 'g')) ?? [];
    expect([...new Set(left)].sort()).toEqual([`${present.base}/CodeSystem/issue`, `${present.base}/ValueSet/issue`]);
    for (const resource of all) {
      const { version, publisher, contact } = Object(resource);
      const own = partOf(resource) !== 'software';
      expect([resource.resourceType, resource.id, version]).toEqual([
        resource.resourceType,
        resource.id,
        own ? '2.0.0' : software.version,
      ]);
      if (resource.id === 'issue') continue;
      expect([publisher, contact]).toEqual([
        'Region X',
        [{ name: 'Region X', telecom: [{ system: 'url', value: 'https://region.example' }] }],
      ]);
    }
  });

  test('run again it changes nothing', () => {
    expect(derivedProfiles(adopted(all, base, { ...adoption, date: '2027-02-02' }))).toEqual(all);
  });

  test('a response to the version so far gives the very result that it gave', () => {
    const bytes = responseBytes('somatik-3-aftalt');
    const before = scoreResponse(ports, bytes).assessment;
    expect(JSON.stringify(scoreResponse({ ...ports, model: modelOf(all) }, bytes).assessment)).toBe(
      JSON.stringify(before),
    );
  });
});

describe('what a region edits in one place is followed everywhere', () => {
  test('another rule: the program, the formulas and the words', () => {
    const all = region(rule);
    const form = JSON.stringify(named<Questionnaire>(all, 'Questionnaire', 'somatik').extension);
    expect(form).toContain('%w3 >= 3');
    const { concept: [inWords] = [] } = named<CodeSystem>(all, 'CodeSystem', 'regel');
    expect(inWords?.definition).toContain('niveau 3, hvis W3 er mindst 3');
    expect(inWords?.definition).toContain('niveau 3, hvis W3 er mindst 2');
    expect(JSON.stringify(inWords?._definition)).toContain('level 3 if W3 is at least 3');
  });

  test('another scale: the options of every factor, their numbers, the highest in the rule, the maximum of the score', () => {
    const all = region(scale);
    const model = modelOf(all);
    expect(model.highestRating).toBe(5);
    for (const factor of model.variants.flatMap(({ factors }) => factors)) {
      expect(factor.ratings.get('5')).toMatchObject({ value: 5, text: { da: '5 - uoverskuelig belastning' } });
    }
    expect(JSON.stringify(named<CodeSystem>(all, 'CodeSystem', 'regel'))).toContain('det højeste med 5');
  });

  test('other words: plan, form, activity, and the longer wording of a level', () => {
    const all = region(wording);
    const plan = JSON.stringify(named<PlanDefinition>(all, 'PlanDefinition', 'somatik'));
    const form = JSON.stringify(named<Questionnaire>(all, 'Questionnaire', 'somatik'));
    for (const text of [plan, form]) expect(text).not.toContain('jævnligt behov for støtte');
    expect(plan).toContain('"title":"Der udpeges en tovholder"');
    expect(plan).not.toContain('Udpegning af koordinerende fagperson');
    expect(form).toContain('"Niveau 2: Klarer det meste selv"');
    expect(JSON.stringify(named(all, 'ActivityDefinition', 'udpeg-koordinator'))).not.toContain('Udpegning af');
  });

  test('one more action: its question, its definition, its parties, its place in the row', () => {
    const all = region(action);
    const model = modelOf(all);
    const somatik = model.variants.find(({ code }) => code === 'somatik');
    const added = somatik?.levels[2]?.actions.at(-1);
    expect(added).toMatchObject({
      code: 'hjemmebesoeg',
      strength: 'could',
      definition: `${base}/ActivityDefinition/hjemmebesoeg|2.0.0`,
      text: { da: 'Fælles hjemmebesøg', en: 'Joint home visit' },
    });
    expect(added?.parties).toHaveLength(4);
    const question = somatik?.questionnaire.item?.find(({ linkId }) => linkId === 'handling.hjemmebesoeg');
    expect(question?.enableWhen?.map(({ answerCoding }) => answerCoding?.code)).toEqual(['2', '2']);
    expect(question?.item?.map(({ linkId }) => linkId)).toEqual([
      'handling.hjemmebesoeg.beslutning',
      'handling.hjemmebesoeg.begrundelse',
    ]);
  });

  test('all at once: a response for each level is scored to it', () => {
    const model = modelOf(region(rule, scale, wording, action));
    for (const variant of model.variants) {
      for (const level of variant.levels) {
        const bytes = Buffer.from(JSON.stringify(exampleResponse(model, variant, level)));
        const { assessment } = scoreResponse({ ...ports, model }, bytes);
        expect(assessment.statement?.level.code, `${variant.code} ${level.code}`).toBe(level.code);
        expect(assessment.suggestion.level?.code, `${variant.code} ${level.code}`).toBe(level.code);
      }
    }
  });
});

describe('what was published', () => {
  const published = Object.fromEntries(stored.map((one) => [publishedName(one), digestOf(one)]));

  test('other content under the same version is named', () => {
    const changed = structuredClone(stored) as FhirResource[];
    for (const resource of changed) rule(resource);
    expect(changedResources(changed, published)).toEqual([
      `${present.base}/CodeSystem/niveau-somatik|${present.version}`,
    ]);
    expect(changedResources(region(rule), published)).toEqual([]);
  });

  test('is kept as it was, without the software’s own', () => {
    const kept = publishedVersion(stored, published) ?? [];
    expect(kept.length).toBe(stored.filter((one) => partOf(one) !== 'software').length);
    expect(publishedVersion(region(), published)).toBeUndefined();
  });

  test('is kept too where another publisher never noted it: as in the last commit, or in the folder', () => {
    const kept = othersVersion(stored);
    expect(kept.map(publishedName)).toEqual(stored.filter((one) => partOf(one) !== 'software').map(publishedName));
    // A resource that no commit has is kept as it stands.
    const [own] = region();
    expect(othersVersion(own === undefined ? [] : [own])).toEqual([own]);
  });

  test('and edited since, with nothing in the last commit, is named and not kept under a false version', () => {
    const other = Object.fromEntries(Object.keys(published).map((name) => [name, 'another digest']));
    expect(() => publishedVersion(stored, other)).toThrow('Adopt first and edit then');
  });
});

describe('what contradicts itself is named', () => {
  test.each([
    [
      'a level without its numbers',
      'level 3: property taerskel is missing',
      (resource: FhirResource) => {
        const level = concept(resource, 'niveau-somatik', '3');
        if (level !== undefined) level.property = level.property?.filter(({ code }) => code !== 'taerskel') ?? [];
      },
    ],
    [
      'an action that the CodeSystem lacks',
      'has no code findes-ikke',
      (resource: FhirResource) => {
        if (resource.resourceType !== 'PlanDefinition' || resource.id !== 'somatik') return;
        const coding = [{ system: `${base}/CodeSystem/handling`, code: 'findes-ikke' }];
        resource.action?.[0]?.action?.push({ code: [{ coding }], requiredBehavior: 'must' });
      },
    ],
    [
      'weights for which there are no formulas',
      'weight 1 and one heavier weight',
      (resource: FhirResource) => {
        const lightest = concept(resource, 'vaegt', 'almindelig');
        for (const property of lightest?.property ?? []) property.valueInteger = 3;
      },
    ],
  ])('%s', (_, message, edit) => {
    expect(() => buildModel(sortProfiles(region(edit)))).toThrow(message);
  });
});
