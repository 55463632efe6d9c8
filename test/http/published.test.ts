import { readFileSync } from 'node:fs';
import type { Bundle, OperationDefinition, OperationDefinitionParameter } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitionTypes } from '../../src/http/definitions/types.ts';
import { howToApply, whichPlan } from '../../src/http/handlers/plans.ts';
import { validateInputs } from '../../src/http/handlers/validate.ts';
import { howToExpand, whichValueSet } from '../../src/http/operations/expand.ts';
import { lookupInputs } from '../../src/http/operations/lookup.ts';
import { howToTranslate, whichConceptMap } from '../../src/http/operations/translate.ts';
import { validateCodeInputs } from '../../src/http/operations/validate-code.ts';
import { profilesFolder, readProfiles } from '../../src/profiles.ts';
import { translations } from '../../src/questionnaire/extensions.ts';
import { startService, type TestService } from './service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const resources = readProfiles();

test('every type of the profiles is published, and no other', () => {
  const types = new Set(resources.map(({ resourceType }) => resourceType));
  expect(definitionTypes.map(({ type }) => type).sort()).toEqual([...types].sort());
});

test.each(definitionTypes.map(({ type }) => type))(
  '%s: read gives the bytes of the file, search finds all',
  async (type) => {
    const ours = resources.filter(({ resourceType }) => resourceType === type);
    for (const { id } of ours) {
      const response = await fetch(`${service.url}/fhir/${type}/${id}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.equals(readFileSync(`${profilesFolder}${type}-${id}.json`)), `${type}/${id}`).toBe(true);
    }
    const bundle = (await (await fetch(`${service.url}/fhir/${type}?_count=100`)).json()) as Bundle;
    expect(bundle.entry?.map(({ resource }) => resource?.id)).toEqual(ours.map(({ id }) => id));
    const [first] = ours;
    const { url, version }: Partial<Record<string, unknown>> = { ...first };
    const found = (await (await fetch(`${service.url}/fhir/${type}?url=${url}&version=${version}`)).json()) as Bundle;
    expect(found.entry?.map(({ resource }) => resource)).toEqual([first]);
  },
);

describe('an OperationDefinition says exactly what the operation takes', () => {
  test.each([
    ['validate', validateInputs.map(({ name, type, text }) => ({ name, type, text }))],
    ['expand', [...whichValueSet, ...howToExpand]],
    ['lookup', lookupInputs],
    ['validate-code', validateCodeInputs],
    ['translate', [...whichConceptMap, ...howToTranslate]],
    ['apply', [...whichPlan, ...howToApply]],
  ])('%s', (id, inputs) => {
    const definition = resources.find((one): one is OperationDefinition => {
      return one.resourceType === 'OperationDefinition' && one.id === id;
    });
    const described = (definition?.parameter ?? []).filter(({ use }) => use === 'in').map(asInput);
    expect(described).toEqual(inputs);
  });
});

function asInput({ name, type, max, _documentation }: OperationDefinitionParameter): object {
  const text = translations(_documentation).get('en');
  return { name, type, ...(max === '*' ? { repeats: true } : {}), text };
}
