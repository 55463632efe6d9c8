import { expect, test } from 'vitest';
import { isOrganization } from '../../src/access/organization.ts';

test.each([
  ['a GLN', 'https://www.gs1.org/gln|5790000121526', true],
  ['a GLN that is none', 'https://www.gs1.org/gln|123', false],
  ['a P-number that begins with a date', 'urn:oid:1.2.208.176.1.50|1003291478', true],
  ['a number of a system that begins as that of CPR numbers', 'urn:oid:1.2.208.176.1.22|1003291478', true],
  ['a CPR number', 'urn:oid:1.2.208.176.1.2|2512489996', false],
  ['a CPR number, its system in capitals', 'URN:OID:1.2.208.176.1.2|2512489996', false],
  ['a CPR number with its dash', 'urn:oid:1.2.208.176.1.4|251248-9996', false],
  ['a replacement number', 'urn:oid:1.2.208.176.1.6.1.1|2512481AA6', false],
  ['a replacement number of a region', 'urn:oid:1.2.208.176.1.6.1.3.81|2512489AA6', false],
  ['no value', 'urn:oid:1.2.208.176.1.4|', false],
])('an organisation somebody belongs to: %s', (_, text, expected) => {
  expect(isOrganization(text)).toBe(expected);
});
