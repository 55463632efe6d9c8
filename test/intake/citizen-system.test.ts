import { expect, test } from 'vitest';
import { citizenSystem } from '../../src/intake/citizen-system.ts';

const cpr = 'urn:oid:1.2.208.176.1.2';

test.each([
  cpr,
  ' urn:oid:1.2.208.176.1.2 ',
  'urn:oid: 1.2.208.176.1.2',
  'urn:oid:1.2.208.\t176.1.2',
  'urn:oid:1.2.208.176.1.2/.',
  'OID:1.2.208.176.1.2',
  'urn:1.2.208.176.1.2',
])('%j is the system of CPR numbers', (system) => {
  expect(citizenSystem(system)).toBe(cpr);
});

test('a text of 1,000 characters may be a spelling, a longer one is none', () => {
  const spelled = (length: number) => cpr.padEnd(length, '/');
  expect([citizenSystem(spelled(1_000)), citizenSystem(spelled(1_001))]).toEqual([cpr, undefined]);
});

test.each([
  '',
  'urn:oid:',
  'urn:oid:1.2.208.176.1.20',
  'urn:oid:1.2.208.176.1',
  'urn:oid:10.2.208.176.1.2',
  'urn:oid:1.2.208.176.1.2 x',
  'urn:oid:1.2.208.176.1.6.1.34',
  'https://1.2.208.176.1.2',
])('%j is the system of no citizen’s number', (system) => {
  expect(citizenSystem(system)).toBeUndefined();
});

test.each([
  ['urn:oid:1.2.208.176.1.6.1.1', 'urn:oid:1.2.208.176.1.6.1.1'],
  ['urn:oid:1.2.208.176.1.6.1.3', 'urn:oid:1.2.208.176.1.6.1.3'],
  ['1.2.208.176.1.6.1.3.084', 'urn:oid:1.2.208.176.1.6.1.3.84'],
  ['urn:oid:1.2.208.176.1.6.1.3.80', 'urn:oid:1.2.208.176.1.6.1.3.80'],
])('%s is that of replacement numbers, %s', (system, expected) => {
  expect(citizenSystem(system)).toBe(expected);
});
