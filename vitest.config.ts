import { defineConfig } from 'vitest/config';
import { referenceEnvironment } from './test/reference.ts';

const common = {
  env: referenceEnvironment(),
  // The command line is tested as a process of its own; on two cores a cold start beside other tests takes seconds.
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

/**
 * Each file has its modules for itself: tables of cases are tests where they are run, and modules where a page goes
 * through them; servers are killed.
 */
const apart = ['test/{questionnaire,conformance,faults}/**/*.test.ts'];

export default defineConfig({
  test: {
    // Once for all, and it says once what was left out.
    globalSetup: 'test/left-out.ts',
    // vitest leaves one core free, which on two cores is half the machine.
    maxWorkers: '100%',
    projects: [
      // To load the modules anew for each file took half the time of the quick ones.
      { test: { ...common, name: 'together', isolate: false, include: ['test/**/*.test.ts'], exclude: apart } },
      { test: { ...common, name: 'apart', include: apart } },
    ],
  },
});
