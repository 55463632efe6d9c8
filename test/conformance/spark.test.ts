/** docs/examples/spark_score.py on a cluster of two executors, one of which is killed in the middle. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { acceptedResponses, numbered } from '../../bench/inputs.ts';
import { niveauApart as niveau, root } from '../cli/run.ts';
import { cached } from './cache.ts';

const version = '4.3.0';
const folder = mkdtempSync(join(tmpdir(), 'niveau-spark-'));
const gate = join(folder, 'gate');
let packages: string | undefined;

beforeAll(async () => {
  packages = await pyspark();
}, 600_000);
const started: ChildProcess[] = [];
afterAll(() => {
  // The machines of the cluster end with its driver.
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  // What the executors write lies beside the program.
  if (packages !== undefined) rmSync(join(packages, 'pyspark', 'work'), { recursive: true, force: true });
});

/** Where PySpark is, brought by pip; undefined where it cannot be had, or Java 17 is missing. */
async function pyspark(): Promise<string | undefined> {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return await cached('niveau-spark', `pyspark-${version}`, async (made) => {
      const packages = join(made, 'packages');
      const args = ['-m', 'pip', 'install', '--quiet', '--target', packages, `pyspark==${version}`];
      execFileSync('python3', args, { stdio: ['ignore', 'ignore', 'inherit'] });
      return packages;
    });
  } catch (error) {
    if ((process.env.CI ?? '') !== '') throw error;
    console.warn(`LEFT OUT: Apache Spark. It needs Java 17 and PySpark ${version} (pip): ${String(error)}`);
    return undefined;
  }
}

const responses = [...acceptedResponses().values()];
const lines = Array.from({ length: 300 }, (_, index) =>
  index % 50 === 7 ? '{"resourceType":"Patient"}' : numbered(responses[index % responses.length] ?? Buffer.of(), index),
);

function python(args: readonly string[], found: string): ChildProcess {
  const child = spawn('python3', args, {
    cwd: folder,
    env: {
      ...process.env,
      PYTHONPATH: found,
      PYSPARK_PYTHON: 'python3',
      SPARK_LOCAL_IP: '127.0.0.1',
      PYSPARK_SUBMIT_ARGS:
        '--master local-cluster[2,1,1024] --conf spark.ui.enabled=false --conf spark.sql.files.maxPartitionBytes=200k --conf spark.sql.files.openCostInBytes=1 pyspark-shell',
      NIVEAU: join(folder, 'niveau.sh'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  return child;
}

/** The executor that a process works for. */
function executorOf(pid: number): number {
  for (let at = pid; at > 1; at = parentOf(at)) {
    if (readFileSync(`/proc/${at}/cmdline`, 'utf8').includes('CoarseGrainedExecutorBackend')) return at;
  }
  throw new Error('no executor above it');
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

async function said(child: ChildProcess): Promise<string> {
  let text = '';
  child.stderr?.on('data', (part: Buffer) => {
    text += part.toString();
  });
  await once(child, 'close');
  return text;
}

describe('a cluster', () => {
  test('scores as one machine does, also where an executor is killed while it scores', {
    timeout: 500_000,
  }, async () => {
    if (packages === undefined) return;
    const source = join(folder, 'lines.ndjson');
    writeFileSync(source, `${lines.join('\n')}\n`);
    // The first task waits, so that its executor can be killed in the middle of it.
    const program = `"${process.execPath}" "${join(root, 'src/cli/niveau.js')}"`;
    writeFileSync(
      join(folder, 'niveau.sh'),
      `#!/bin/sh\nmkdir '${gate}' 2>/dev/null && { echo $$ > '${gate}/new' && mv '${gate}/new' '${gate}/pid'; exec sleep 120; }\nexec ${program} "$@"\n`,
      { mode: 0o755 },
    );
    const target = join(folder, 'scored');
    const job = python([join(root, 'docs/examples/spark_score.py'), source, target], packages);
    const ended = said(job);
    await Promise.race([vi.waitUntil(() => existsSync(join(gate, 'pid')), { timeout: 240_000 }), ended]);
    const waiting = Number(readFileSync(join(gate, 'pid'), 'utf8'));
    process.kill(executorOf(waiting), 'SIGKILL');
    process.kill(waiting, 'SIGKILL');
    const log = await ended;
    expect(job.exitCode, log.slice(-4_000)).toBe(0);
    expect(log).toMatch(/Lost executor|ExecutorLostFailure|Executor .* lost/);
    const read = join(folder, 'read.py');
    const rows = join(folder, 'rows.ndjson');
    writeFileSync(
      read,
      'import json, sys\nfrom pyspark.sql import SparkSession\nspark = SparkSession.builder.master("local[1]").getOrCreate()\n' +
        'rows = spark.read.parquet(sys.argv[1]).collect()\n' +
        'open(sys.argv[2], "w").writelines(json.dumps([r.line, r.answer, r.kind]) + "\\n" for r in rows)\n',
    );
    const reading = python([read, target, rows], packages);
    const problems = await said(reading);
    expect(reading.exitCode, problems.slice(-4_000)).toBe(0);
    const came = readFileSync(rows, 'utf8')
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row) as [string, string, string]);
    const one = await niveau(['score', '--ndjson', source]);
    const answers = one.stdout.toString().trimEnd().split('\n');
    const expected = lines.map((line, index) => {
      const answer = answers[index] ?? '';
      return [line, answer, answer.startsWith('{"resourceType":"Bundle"') ? 'results' : 'refusals'];
    });
    const sorted = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join('\n')).sort();
    expect(sorted(came)).toEqual(sorted(expected));
    expect(came.filter(([, , kind]) => kind === 'refusals')).toHaveLength(6);
  });
});
