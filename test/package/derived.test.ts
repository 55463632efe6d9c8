import { expect, test } from 'vitest';
import { withExpansion } from '../../src/package/expansion.ts';
import { withResources } from '../../src/package/guide.ts';
import { inOrder } from '../../src/package/order.ts';
import { loadModel, readProfiles } from '../../src/profiles.ts';

const resources = readProfiles();
const codeSystems = resources.filter((resource) => resource.resourceType === 'CodeSystem');
const valueSets = resources.filter((resource) => resource.resourceType === 'ValueSet');

test.each(valueSets.map((valueSet) => [valueSet.id, valueSet]))(
  'ValueSet %s is expanded as `npm run profiles` does',
  (_, it) => {
    expect(withExpansion(it, codeSystems)).toEqual(it);
  },
);

test('a ValueSet of a CodeSystem that is not there is a mistake of the profiles', () => {
  const wrong = {
    resourceType: 'ValueSet',
    id: 'x',
    status: 'active',
    compose: { include: [{ system: 'y' }] },
  } as const;
  expect(() => withExpansion({ ...wrong, compose: { include: [{ system: 'y' }] } }, [])).toThrow(
    'ValueSet x: cannot expand y',
  );
});

test('the ImplementationGuide lists everything else', () => {
  const guide = resources.find((resource) => resource.resourceType === 'ImplementationGuide');
  if (guide === undefined) throw new Error('no ImplementationGuide');
  expect(withResources(guide, resources)).toEqual(guide);
  expect(guide.definition?.resource).toHaveLength(resources.length - 1);
});

test('what others build on comes first', () => {
  const types = inOrder(resources).map(({ resourceType }) => resourceType);
  expect([...new Set(types)]).toEqual([
    'CodeSystem',
    'ValueSet',
    'ConceptMap',
    'StructureDefinition',
    'SearchParameter',
    'OperationDefinition',
    'Questionnaire',
    'ActivityDefinition',
    'PlanDefinition',
    'CapabilityStatement',
    'ImplementationGuide',
  ]);
});

test('FSIII is related to, never the same, and only actions that exist are mapped', () => {
  const map = resources.find((resource) => resource.resourceType === 'ConceptMap');
  const elements = map?.group?.flatMap(({ element }) => element) ?? [];
  expect(elements.length).toBeGreaterThan(0);
  for (const { code, display, target } of elements) {
    expect(loadModel().concept('handling', code ?? '')?.text.da, code).toBe(display);
    expect(target?.map(({ equivalence }) => equivalence)).toEqual(target?.map(() => 'relatedto'));
  }
});

test('every resource has what an administrator looks for', () => {
  for (const resource of resources) {
    expect(resource, `${resource.resourceType}/${resource.id}`).toMatchObject({
      language: 'da',
      version: '1.0.0',
      status: 'active',
      experimental: false,
      publisher: 'Niveau',
      contact: [{ name: 'Niveau' }],
      description: expect.any(String),
      jurisdiction: [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'DK' }] }],
    });
  }
});
