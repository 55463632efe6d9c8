import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/loopback.ts';
import { median, print, type Result, round } from './result.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const program = join(root, 'src/cli/niveau.js');
const bare =
  "import('express').then(({default: e}) => e().get('/health/ready', (q, s) => s.json({})).listen(Number(process.env.PORT), '127.0.0.1'))";

/**
 * From starting the process to its first answer, against a bare express application that is started alike: ten starts,
 * and five that are each the first one after an installation, alternating. The worse of the two ratios counts.
 */
export async function run(): Promise<Result> {
  const first: number[] = [];
  const later: number[] = [];
  const reference: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    if (round % 2 === 0) {
      // What `npm ci` does about it, and nothing that an earlier start has left.
      rmSync(join(root, 'node_modules/.cache/niveau'), { recursive: true, force: true });
      execFileSync('npm', ['run', '--silent', 'prepare'], { cwd: root, stdio: 'inherit' });
      first.push(await firstAnswer([program, 'serve']));
    }
    later.push(await firstAnswer([program, 'serve']));
    reference.push(await firstAnswer(['-e', bare]));
  }
  const [own, afterInstalling, other] = [median(later), median(first), median(reference)];
  const result = {
    bench: 'start',
    ratio: round(Math.max(own, afterInstalling) / other, 2),
    goal: 2,
    ours: round(own, 0),
    reference: round(other, 0),
    unit: 'ms',
  };
  print(result, [
    ['niveau serve to first answer', `${own.toFixed(0)} ms`],
    ['the same, first start after an installation', `${afterInstalling.toFixed(0)} ms`],
    ['bare express application', `${other.toFixed(0)} ms`],
    ['ratio to it', (own / other).toFixed(2)],
    ['ratio to it of the first start', (afterInstalling / other).toFixed(2)],
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
