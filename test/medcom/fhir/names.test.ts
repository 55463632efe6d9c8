import type { Patient } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { namesOf } from '../../../src/medcom/fhir/names.ts';

const cpr = { kind: 'cpr', value: '2512489996' } as const;

test.each([
  ['family and given names', { family: 'Berggren', given: ['Nancy', 'Ann'] }, 'Nancy Ann Berggren'],
  ['a text', { text: 'Nancy Berggren', family: 'Berggren' }, 'Nancy Berggren'],
  ['given names that are no list', { family: 'Berggren', given: 'Nancy' }, 'Berggren'],
  ['given names of which one has an extension alone', { family: 'Berggren', given: [null, 'Ann'] }, 'Ann Berggren'],
  ['parts that are no texts', { text: 5, family: {}, given: [7] }, undefined],
])('the name of a Patient with %s', (_, name, citizenName) => {
  const patient = { resourceType: 'Patient', name: [name] } as unknown as Patient;
  expect(namesOf(patient, cpr)).toEqual({ citizenName, citizenSystem: undefined });
});
