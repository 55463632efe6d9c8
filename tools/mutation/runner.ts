import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { collectTests, getFn, getHooks, type Suite, type Test, type VitestRunner } from '@vitest/runner';
import { expect } from 'vitest';
import { StoppedRuns } from './stopped.ts';

/** As much as is used here of what Stryker's instrumented code writes to and reads from. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: object;
}

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
}

interface Found {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly test: Test;
}

const instrumented: Instrumented = {};
Object.assign(globalThis, { __stryker__: instrumented });

// The file as it is: nothing is ever written here.
expect.extend({
  toMatchFileSnapshot(received: string, path: string) {
    const file = resolve(dirname(expect.getState().testPath ?? ''), path);
    return { pass: readFileSync(file, 'utf8') === received, message: () => `not as in ${file}` };
  },
});

/**
 * Runs vitest's tests for Stryker in one process that stays: a mutant is a switch in the code that is loaded already,
 * so that trying one takes milliseconds, where vitest loads everything anew for each (about a second). What a module
 * computes while it loads is therefore never a mutant's, and is left out of the results (`ignoreStatic`).
 */
class KeptTests {
  readonly #files: readonly string[];
  readonly #runs = new StoppedRuns();
  #found: Promise<Found[]> | undefined;

  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /**
   * Stryker asks to load everything anew for a mutant of code that also runs while a test file loads, and would start a
   * new process otherwise. There is no need: no mutant is on while files load.
   */
  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Every test once, noting which mutants it reaches. From then on the quickest come first. */
  async dryRun() {
    instrumented.activeMutant = undefined;
    const tests: object[] = [];
    const spent = new Map<string, number>();
    const found = await this.#tests();
    for (const { id, name, file, test } of found) {
      instrumented.currentTestId = id;
      const start = performance.now();
      const failure = await failureOf(test);
      const timeSpentMs = performance.now() - start;
      spent.set(id, timeSpentMs);
      const base = { id, name, fileName: file, timeSpentMs };
      tests.push(
        failure === undefined ? { ...base, status: 0 } : { ...base, status: 1, failureMessage: String(failure) },
      );
    }
    instrumented.currentTestId = undefined;
    found.sort((one, other) => (spent.get(one.id) ?? 0) - (spent.get(other.id) ?? 0));
    return { status: 'complete', tests, mutantCoverage: instrumented.mutantCoverage };
  }

  /**
   * The tests that reach a mutant, until one of them fails: first those that failed for the mutants before it, which
   * stood close by.
   */
  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRun) {
    const found = await this.#tests();
    const chosen = testFilter === undefined ? found : found.filter(({ id }) => testFilter.includes(id));
    Object.assign(instrumented, { hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    instrumented.activeMutant = activeMutant.id;
    try {
      for (const [index, { id, test }] of chosen.entries()) {
        const failure = await this.#runs.run(() => failureOf(test));
        const hits = instrumented.hitCount ?? 0;
        if (failure === 'stopped' || (hitLimit !== undefined && hits > hitLimit)) return { status: 'timeout' };
        if (failure === undefined) continue;
        found.unshift(
          ...found.splice(
            found.findIndex((one) => one.id === id),
            1,
          ),
        );
        return { status: 'killed', killedBy: [id], nrOfTests: index + 1, failureMessage: String(failure) };
      }
      return { status: 'survived', nrOfTests: chosen.length };
    } finally {
      instrumented.activeMutant = undefined;
    }
  }

  #tests(): Promise<Found[]> {
    this.#found ??= findTests(this.#files);
    return this.#found;
  }
}

async function findTests(files: readonly string[]): Promise<Found[]> {
  const runner: VitestRunner = {
    pool: 'mutation',
    config: {
      root: process.cwd(),
      setupFiles: [],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: undefined,
      allowOnly: false,
      sequence: { seed: 1, hooks: 'stack', setupFiles: 'list' },
      chaiConfig: {},
      maxConcurrency: 1,
      testTimeout: 60_000,
      hookTimeout: 60_000,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: true,
    },
    importFile: (file) => import(file),
  };
  const found: Found[] = [];
  for (const file of files.map((name) => resolve(name))) {
    const [collected] = await collectTests([{ filepath: file, testLocations: undefined }], runner);
    if (collected === undefined || collected.result?.state === 'fail') {
      throw new Error(`${file} cannot be loaded: ${collected?.result?.errors?.[0]?.message}`);
    }
    for (const test of testsOf(collected)) {
      const name = test.fullTestName ?? test.name;
      found.push({ id: `${found.length} ${name}`, name, file, test });
    }
  }
  return found;
}

function testsOf(suite: Suite): readonly Test[] {
  const { beforeAll, afterAll, beforeEach, afterEach } = getHooks(suite);
  if ([beforeAll, afterAll, beforeEach, afterEach].some((hooks) => hooks.length > 0)) {
    throw new Error(`${suite.file.filepath} has hooks: its tests depend on more than themselves`);
  }
  return suite.tasks.flatMap((task) => {
    if (task.mode !== 'run' && task.mode !== 'queued') return [];
    return task.type === 'suite' ? testsOf(task) : [task];
  });
}

async function failureOf(test: Test): Promise<unknown> {
  expect.setState({ testPath: test.file.filepath, currentTestName: test.name });
  try {
    await getFn(test)();
    return undefined;
  } catch (error) {
    return error ?? 'a failure without an error';
  }
}

function keptTests(options: { readonly testFiles: readonly string[] }): KeptTests {
  return new KeptTests(options.testFiles);
}
keptTests.inject = ['options'];

export const strykerPlugins = [{ kind: 'TestRunner', name: 'kept', factory: keptTests }];
