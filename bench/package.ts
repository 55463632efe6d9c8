import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, print, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const profiles = fileURLToPath(new URL('../profiles/', import.meta.url));

/** `niveau package` as a process of its own, against tar and gzip of the same profiles: alternately, seven times. */
export function run(): Result {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-bench-'));
  const ours: number[] = [];
  const reference: number[] = [];
  try {
    for (let round = 0; round < 7; round += 1) {
      ours.push(timeOf(process.execPath, [program, 'package', '--out', join(folder, String(round))]));
      reference.push(timeOf('tar', ['-czf', join(folder, 'plain.tgz'), '-C', profiles, '.']));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [own, other] = [median(ours), median(reference)];
  const result = {
    bench: 'package',
    ratio: round(own / 5000, 2),
    goal: 1,
    ours: round(own, 0),
    reference: round(other, 0),
    unit: 'ms',
  };
  print(result, [
    ['niveau package', `${own.toFixed(0)} ms (goal: under 5000)`],
    ['tar and gzip of the profiles', `${other.toFixed(0)} ms`],
    ['ratio of the two', (own / other).toFixed(1)],
  ]);
  return result;
}

function timeOf(command: string, args: readonly string[]): number {
  const start = process.hrtime.bigint();
  execFileSync(command, args, { stdio: 'ignore' });
  return Number(process.hrtime.bigint() - start) / 1e6;
}
