import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { software } from '../../src/version.ts';
import { fixturesFolder } from '../fixtures.ts';

/**
 * The published package as others get it: packed, installed in a folder of its own, imported, run and type-checked
 * there. Without the npm registry (and nothing of it in npm's cache) this is left out, and said so; with CI set it
 * fails instead.
 */
const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const needed = (process.env.CI ?? '') !== '';
const scenario = `${fixturesFolder}somatik-3-aftalt`;
const refused = `${fixturesFolder}afvist-anden-score`;

let folder: string;
let files: readonly string[];
let missing: string | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'niveau-package-'));
  await writeFile(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  const tarball = await pack();
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball];
  try {
    await inFolder('npm', [...install, '--fetch-retries', needed ? '2' : '0']);
  } catch (error) {
    const text = String(error);
    if (needed || !/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENOTCACHED|EHOSTUNREACH|ENETUNREACH/.test(text)) throw error;
    missing = 'the npm registry is out of reach';
    console.warn(`Left out: the installed package, because ${missing}.`);
  }
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `npm pack`, which builds first. A build that fails, fails here. */
async function pack(): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--pack-destination', folder, '--json'], { cwd: root });
  const [packed]: { filename: string; files: { path: string }[] }[] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  files = (packed?.files ?? []).map(({ path }) => path);
  return join(folder, packed?.filename ?? '');
}

/** Runs a command in the consumer's folder, with the Node that runs this test. */
function inFolder(command: string, argv: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const PATH = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  return run(command, argv, { cwd: folder, env: { ...process.env, PATH }, maxBuffer: 2 ** 26 });
}

function installed({ skip }: TestContext): void {
  if (missing !== undefined) skip(missing);
}

test('holds the program, the profiles and what people read, and nothing else', () => {
  const kinds = files.map((path) => /^(dist|guide|profiles)\//.exec(path)?.[1] ?? path);
  expect([...new Set(kinds)].sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist',
    'guide',
    'package.json',
    'profiles',
    'src/cli/niveau.js',
  ]);
  expect(files).toContain('profiles/Questionnaire-somatik.json');
  expect(files).toContain('dist/index.d.ts');
  expect(files).toContain('dist/page/main.js');
  expect(files).toContain('guide/da/index.html');
});

test('scores a response when it is imported', async (context) => {
  installed(context);
  const script = `
    import { readFileSync } from 'node:fs';
    import { loadModel, makeBundle, scoreResponse } from 'niveau';
    const model = loadModel();
    const scored = scoreResponse({ model, clock: () => new Date() }, readFileSync(process.argv[2]));
    process.stdout.write(JSON.stringify(makeBundle(model, scored), null, 2));`;
  await writeFile(join(folder, 'score.js'), script);
  const { stdout } = await inFolder('node', ['score.js', `${scenario}/response.json`]);
  expect(`${stdout}\n`).toBe(await readFile(`${scenario}/expected.json`, 'utf8'));
});

describe('as a command', () => {
  const niveau = (...argv: string[]) => inFolder('npx', ['--no-install', 'niveau', ...argv]);

  test('says its version', async (context) => {
    installed(context);
    expect((await niveau('--version')).stdout).toBe(`${software.version}\n`);
  });

  test('scores a response', async (context) => {
    installed(context);
    const { stdout } = await niveau('score', `${scenario}/response.json`);
    expect(stdout).toBe(await readFile(`${scenario}/expected.json`, 'utf8'));
  });

  test('refuses one with exit code 1 and the outcome', async (context) => {
    installed(context);
    const stdout = await readFile(`${refused}/expected.json`, 'utf8');
    await expect(niveau('score', `${refused}/response.json`)).rejects.toMatchObject({ code: 1, stdout });
  });
});

test('serves from its joined files', async (context) => {
  installed(context);
  const traced =
    "require('node:module').registerHooks({ load: (url, more, next) => (console.error(url), next(url, more)) })";
  await writeFile(join(folder, 'trace.cjs'), traced);
  const argv = ['--require', './trace.cjs', 'node_modules/niveau/src/cli/niveau.js', 'serve', '--port', '0'];
  const child = spawn(process.execPath, argv, {
    cwd: folder,
    env: { ...process.env, NIVEAU_STORE: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let loaded = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    loaded += text;
  });
  try {
    const [welcome] = await once(child.stdout, 'data');
    const [, url] = /(http:\S+)\/fhir$/m.exec(String(welcome)) ?? [];
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const own = loaded.split('\n').filter((line) => /node_modules\/niveau\/(?!src\/cli\/niveau\.js$)/.test(line));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((line) => !line.includes('/niveau/dist/joined/service/'))).toEqual([]);
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
});

describe('has types', () => {
  const consumer = `
    import type { Bundle } from 'fhir/r4.js';
    import {
      type Assessment, isError, type Language, loadModel, makeBundle, type Model, type Ports, type Problem, Refusal,
      scoreResponse, sentence, toOutcome, validateResponse, type Variant,
    } from 'niveau';

    const model: Model = loadModel();
    const ports: Ports = { model, clock: () => new Date() };
    export const titles: readonly string[] = model.variants.map((variant: Variant) => variant.title.en);
    export const errors = (bytes: Uint8Array): number => validateResponse(ports, bytes).filter(isError).length;
    export function score(bytes: Uint8Array, language: Language): Bundle | string[] {
      try {
        const scored = scoreResponse(ports, bytes);
        const assessment: Assessment = scored.assessment;
        const level: string | undefined = assessment.statement?.level.code;
        return level === undefined ? [] : makeBundle(model, scored);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { issue } = toOutcome(error.problems, language);
        return [String(issue.length), ...error.problems.map((problem: Problem) => sentence(problem, language))];
      }
    }
    // @ts-expect-error: a model is no bytes. Fails where the types are not found, and everything is any.
    scoreResponse(ports, model);`;

  test.for([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])('moduleResolution %s', async ([resolution = '', module = ''], context) => {
    installed(context);
    await writeFile(join(folder, 'consumer.ts'), consumer);
    const options = ['--noEmit', '--strict', '--target', 'es2024', '--types', ''];
    const modules = ['--module', module, '--moduleResolution', resolution];
    const tsc = join(root, 'node_modules/.bin/tsc');
    const result = await inFolder(tsc, [...options, ...modules, 'consumer.ts']).catch((error: unknown) => error);
    expect(result).toMatchObject({ stdout: '' });
  });
});
