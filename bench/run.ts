/**
 * `npm run bench -- <name>` runs one measurement, `npm run bench` all but those by hand. Exit code 1 where a goal is
 * not met.
 */
import type { Result } from './result.ts';

const benches: Readonly<Record<string, () => Promise<{ run: () => Result | Promise<Result> }>>> = {
  score: () => import('./score.ts'),
  attach: () => import('./attach.ts'),
  check: () => import('./check.ts'),
  'check-large': () => import('./check-large.ts'),
  'check-peers': () => import('./check-peers.ts'),
  'check-repeated': () => import('./check-repeated.ts'),
  start: () => import('./start.ts'),
  memory: () => import('./memory.ts'),
  package: () => import('./package.ts'),
  creates: () => import('./creates.ts'),
  http: () => import('./http.ts'),
  growth: () => import('./growth.ts'),
  history: () => import('./history.ts'),
  hostile: () => import('./hostile.ts'),
  page: () => import('./page.ts'),
  message: () => import('./message.ts'),
  ndjson: () => import('./ndjson.ts'),
  import: () => import('./import.ts'),
  trust: () => import('./trust.ts'),
  instances: () => import('./instances.ts'),
};

/** More than half an hour, and gigabytes of disk. */
const byHand: ReadonlySet<string> = new Set(['growth']);

// So that what it has started, and its files, go with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const [name] = process.argv.slice(2);
const chosen = name === undefined ? Object.keys(benches).filter((each) => !byHand.has(each)) : [name];
for (const bench of chosen) {
  const load = benches[bench];
  if (load === undefined) {
    process.stderr.write(`no such bench; there are: ${Object.keys(benches).join(', ')}\n`);
    process.exit(2);
  }
  const { ratio, goal } = await (await load()).run();
  if (ratio > goal) process.exitCode = 1;
}
