import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/loopback.ts';
import { median, print, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache/niveau', import.meta.url));
const bare =
  "import('express').then(({default: e}) => e().get('/health/ready', (q, s) => s.json({})).listen(Number(process.env.PORT), '127.0.0.1'))";

/**
 * From starting the process to its first answer, against a bare express application that is started alike. Alternating,
 * ten times.
 */
export async function run(): Promise<Result> {
  const ours: number[] = [];
  const reference: number[] = [];
  // The first start after an installation fills Node's compile cache; it is measured apart.
  rmSync(cache, { recursive: true, force: true });
  const cold = await firstAnswer([program, 'serve']);
  for (let round = 0; round < 10; round += 1) {
    ours.push(await firstAnswer([program, 'serve']));
    reference.push(await firstAnswer(['-e', bare]));
  }
  const [own, other] = [median(ours), median(reference)];
  const result = {
    bench: 'start',
    ratio: round(own / 500, 2),
    goal: 1,
    ours: round(own, 0),
    reference: round(other, 0),
    unit: 'ms',
  };
  print(result, [
    ['niveau serve to first answer', `${own.toFixed(0)} ms (goal: under 500)`],
    ['the very first start', `${cold.toFixed(0)} ms`],
    ['bare express application', `${other.toFixed(0)} ms`],
    ['ratio of the two', (own / other).toFixed(2)],
  ]);
  return result;
}

async function firstAnswer(command: readonly string[]): Promise<number> {
  const port = await freePort();
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, command, {
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), NIVEAU_ADDRESS: `127.0.0.1:${port}`, NIVEAU_STORE: 'none' },
  });
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok) return Number(process.hrtime.bigint() - start) / 1e6;
    }
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}
