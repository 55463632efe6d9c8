import { readFileSync } from 'node:fs';
import type { CodeSystem } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/package/order.ts';
import { withExpansion } from '../../tools/derive/expansion.ts';
import { derivedFiles } from '../../tools/derived.ts';
import { resources } from './published.ts';

const root = new URL('../../', import.meta.url);

test.each([...derivedFiles(resources)])('%s is as `npm run profiles` would write it', (name, text) => {
  expect(readFileSync(new URL(name, root), 'utf8')).toBe(text);
});

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

test('the ImplementationGuide lists everything else that there was when it was published', () => {
  const guide = resources.find((resource) => resource.resourceType === 'ImplementationGuide');
  if (guide === undefined) throw new Error('no ImplementationGuide');
  const listed = new Set(guide.definition?.resource.map(({ reference }) => reference.reference));
  const names = resources.map(({ resourceType, id }) => `${resourceType}/${id}`);
  // An operation that came later: the guide of a region's own version, which is made anew, lists it.
  const later = 'OperationDefinition/populate';
  expect(names).toContain(later);
  expect(names.filter((name) => !listed.has(name) && name !== later)).toEqual([`ImplementationGuide/${guide.id}`]);
});

// Written out: the table in src/package/order.ts would agree with itself.
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

test('FSIII and FFB are related to, never the same, and only actions and levels that exist are mapped', () => {
  const groups = resources.flatMap((one) => (one.resourceType === 'ConceptMap' ? (one.group ?? []) : []));
  expect(groups.map(({ source, target }) => [source?.split('/').at(-1), target])).toEqual([
    ['handling', 'urn:oid:1.2.208.176.2.21'],
    ['niveau-somatik', 'urn:oid:1.2.208.176.2.22'],
    ['niveau-psykiatri', 'urn:oid:1.2.208.176.2.22'],
  ]);
  for (const { source, element } of groups) {
    expect(element.length).toBeGreaterThan(0);
    const codes = resources.find((one) => one.resourceType === 'CodeSystem' && one.url === source) as CodeSystem;
    for (const { code, display, target } of element) {
      expect(codes.concept?.find((concept) => concept.code === code)?.display, code).toBe(display);
      expect(target?.map(({ equivalence }) => equivalence)).toEqual(target?.map(() => 'relatedto'));
    }
  }
});

test('every resource has what an administrator looks for', () => {
  for (const resource of resources) {
    const { publisher }: { publisher?: string } = Object(resource);
    expect(resource, `${resource.resourceType}/${resource.id}`).toMatchObject({
      language: 'da',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      status: 'active',
      experimental: false,
      publisher: expect.stringMatching(/./),
      contact: [{ name: publisher }],
      description: expect.any(String),
      jurisdiction: [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'DK' }] }],
    });
  }
});
