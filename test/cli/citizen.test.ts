import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCitizen } from '../../src/cli/citizen.ts';
import { refusedWith } from '../store/refused.ts';

const regions = 'urn:oid:1.2.208.176.1.6.1.3';

test.each([
  ['a region’s number', `${regions}.80|0212845AB6`, { system: `${regions}.80`, value: '0212845AB6' }],
  [
    'a letter’s number that is its sender’s own',
    `${regions}#5790001382445|0212845AB6`,
    { system: `${regions}#5790001382445`, value: '0212845AB6' },
  ],
])('a citizen is read by %s', async (_, text, expected) => {
  expect(await readCitizen(fileWith(text))).toEqual(expected);
});

test('a citizen is not read by a number of a system that is no citizens’', async () => {
  expect(await refusedWith(readCitizen(fileWith('urn:oid:1.2.3#5790001382445|0212845AB6')))).toEqual([
    'citizen-number',
  ]);
});

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'niveau-citizen-')), 'citizen.txt');
  writeFileSync(file, text);
  return file;
}
