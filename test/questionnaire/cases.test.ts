import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readResources } from '../../src/cli/resources.ts';
import { isError } from '../../src/outcome/outcome.ts';
import { createChecker } from '../../src/questionnaire/checker.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';

/**
 * Small inputs after real forms, each once judged wrongly (`../shared/cases/checker`, where it lies beside the
 * repository).
 */
const folder = new URL('../../../shared/cases/checker/', import.meta.url);
const isThere = existsSync(folder);

test.skipIf(!isThere).for(isThere ? readdirSync(folder).sort() : [])('%s', async (name) => {
  const at = new URL(`${name}/`, folder);
  const read = (file: string) => readFileSync(new URL(file, at));
  const resources = ['questionnaire.json', 'res'].filter((file) => existsSync(new URL(file, at)));
  const checker = createChecker(await readResources(resources.map((file) => new URL(file, at).pathname)), {
    trustContained: true,
  });
  const problems = checker.check(readJson(read('response.json')));
  const { verdict, reason } = JSON.parse(read('expected.json').toString('utf8'));
  const errors = problems.filter(isError).map(({ code, place }) => `${code} ${place}`);
  expect(errors.length === 0 ? 'valid' : 'invalid', `${reason}\n${errors.join('\n')}`).toBe(verdict);
});
