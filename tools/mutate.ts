/**
 * `npm run mutate -- [--anew] <folder or file of src> [test files]`: mutation testing of one room by Stryker, with the
 * tests that stand nearest to it. Prints the mutants that no test noticed; for a folder also writes its line of
 * docs/mutation.md anew. What was tried before is kept in .cache, and tried again where the mutant's lines or its tests
 * changed; `--anew` tries all.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { readMutants, tally } from './mutation/mutants.ts';
import { namedEquivalent, withLine } from './mutation/page.ts';
import { nearestTests } from './mutation/tests.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = `${root}docs/mutation.md`;
if (import.meta.main) await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  process.chdir(root);
  const force = args.includes('--anew');
  const testRunner = args.includes('--vitest') ? 'vitest' : 'kept';
  const [given = '', ...givenTests] = args.filter((arg) => !arg.startsWith('--'));
  const place = given.replace(/\/$/, '');
  if (!/^src\/./.test(place) || !existsSync(place)) {
    process.stderr.write(
      'npm run mutate -- [--anew] <folder or file of src> [test files], such as: npm run mutate -- src/scoring\n',
    );
    process.exit(2);
  }
  const isFolder = statSync(place).isDirectory();
  const testFiles = givenTests.length > 0 ? givenTests : nearestTests(place, globSync('test/**/*.test.ts'));

  // Stryker works on a copy in .stryker-tmp. The tests look for MedCom's schemas and letters beside the project, so
  // beside the copy too.
  rmSync('.stryker-tmp', { recursive: true, force: true });
  mkdirSync('.stryker-tmp');
  if (existsSync('../shared')) symlinkSync('../../shared', '.stryker-tmp/shared');

  const mutate = [isFolder ? `${place}/**/*.ts` : place];
  const incrementalFile = `.cache/mutation/${place.replaceAll('/', '.')}.${testRunner}.json`;
  await new Stryker({ mutate, testFiles, incremental: true, incrementalFile, force, testRunner }).runMutationTest();

  const mutants = readMutants(readFileSync('.cache/mutation/report.json', 'utf8'));
  const named = namedEquivalent(readFileSync(page, 'utf8'));
  const unnamed = mutants.filter(({ outcome, name }) => outcome === 'survived' && !named.has(name));
  for (const { name, line } of unnamed) process.stdout.write(`line ${line}: ${name}\n`);
  const result = tally(mutants, named);
  process.stdout.write(`${JSON.stringify({ place, ...result })}\n`);
  if (isFolder && givenTests.length === 0) {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
    const changed = git('status', '--porcelain', '--', 'src', 'test') === '' ? '' : ' and changes';
    const commit = git('rev-parse', '--short', 'HEAD') + changed;
    const date = new Date().toISOString().slice(0, 10);
    writeFileSync(page, withLine(readFileSync(page, 'utf8'), { folder: place, date, commit, ...result }));
  }
}
