import { defineConfig } from 'vitest/config';
import { referenceEnvironment } from './test/reference.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: referenceEnvironment(),
    globalSetup: 'test/left-out.ts',
    // vitest leaves one core free, which on two cores is half the machine.
    maxWorkers: '100%',
    // The command line is tested as a process of its own; on two cores a cold start beside other tests takes seconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
