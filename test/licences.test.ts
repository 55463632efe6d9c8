import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

/** What may be used in production by a program under Apache-2.0, without asking anybody. */
const fitting = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'Python-2.0', 'WTFPL OR ISC'];

/** Packages whose manifest names no licence of SPDX's list, and what their own files say. */
const lookedAt: Readonly<Record<string, string>> = {
  '@lhncbc/ucum-lhc': "LICENSE.md: the National Library of Medicine's own, like BSD; UCUM's terms for its table",
  fhirpath: "LICENSE.md: the National Library of Medicine's own, like BSD",
  'dejavu-fonts-ttf': "LICENSE: Bitstream Vera's and public domain; fonts may be embedded",
  'emitter-component': 'it names none; it is a copy of component-emitter, which is MIT',
  'png-js': 'its LICENSE is MIT',
};

interface Locked {
  readonly dev?: true;
  readonly devOptional?: true;
  readonly license?: string;
  readonly version?: string;
  readonly integrity?: string;
}

const packages = Object.entries(read('package-lock.json').packages as Record<string, Locked>).flatMap(([path, one]) =>
  path === '' ? [] : [{ name: path.replace(/^.*node_modules\//, ''), ...one }],
);
const production = packages.filter(({ dev, devOptional }) => dev !== true && devOptional !== true);

test('every package of production has a licence that fits, or one that was looked at', () => {
  const unknown = production.filter(({ license = '' }) => !fitting.includes(license)).map(({ name }) => name);
  expect([...new Set(unknown)].sort()).toEqual(Object.keys(lookedAt).sort());
  expect(production.length).toBeGreaterThan(100);
});

test('every package is pinned: one version in the manifest, a digest in the lock file', () => {
  const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
  const versions = Object.values({ ...dependencies, ...devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+[\w.-]*$/.test(version))).toEqual([]);
  expect(packages.filter(({ integrity }) => integrity === undefined).map(({ name }) => name)).toEqual([]);
});

test('the image runs without root, and the set-up takes from it what it does not need', () => {
  const text = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  expect(text('Dockerfile')).toMatch(/^USER node$/m);
  const niveau = /\n {2}niveau:\n([\s\S]*?)\n\n/.exec(text('compose.yaml'))?.[1] ?? '';
  for (const line of [
    'read_only: true',
    'cap_drop: [ALL]',
    "security_opt: ['no-new-privileges:true']",
    'tmpfs: [/tmp',
  ]) {
    expect(niveau).toContain(line);
  }
});
