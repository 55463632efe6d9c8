import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('each test that npm test leaves out is called by .ci/run, by its name or that of its folder', () => {
  const named = readFileSync(`${root}.ci/run`, 'utf8').match(/test\/(?:conformance|faults)[\w./-]*/g) ?? [];
  const left = globSync('test/{conformance,faults}/**/*.test.ts', { cwd: root });
  expect(left.length).toBeGreaterThan(20);
  expect(left.filter((file) => !named.some((one) => file === one || file.startsWith(`${one}/`)))).toEqual([]);
});
