/**
 * What `npm ci` prepares in a clone, and what the service and streams start from: the joined files while they are those
 * of the sources, else the modules. In a clone of its own, which is changed.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../cli/run.ts';
import { until } from '../http/service.ts';
import { freePort } from '../loopback.ts';

const clone = mkdtempSync(join(tmpdir(), 'niveau-start-'));
const joined = join(clone, 'node_modules/.cache/niveau/joined');
const seen = join(clone, 'seen.txt');
/** Notes each module that a process or a thread of it loads. */
const watch = join(clone, 'watch.mjs');

beforeAll(() => {
  for (const name of ['src', 'web', 'tools', 'profiles', 'package.json']) {
    cpSync(join(root, name), join(clone, name), { recursive: true });
  }
  link(join(root, 'node_modules'), join(clone, 'node_modules'));
  writeFileSync(
    watch,
    `import { appendFileSync } from 'node:fs';
    import { registerHooks } from 'node:module';
    registerHooks({
      load: (url, context, next) => {
        appendFileSync(${JSON.stringify(seen)}, url + '\\n');
        return next(url, context);
      },
    });`,
  );
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** Every package of a folder, but for what is kept beside them. */
function link(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith('@')) link(join(from, name), join(to, name));
    else if (!name.startsWith('.')) symlinkSync(join(from, name), join(to, name));
  }
}

function prepare(): string {
  return execFileSync('sh', ['-c', 'npm run --silent prepare 2>&1'], { cwd: clone, encoding: 'utf8' });
}

/** What the service answers, and the modules of ours that were loaded for it. */
async function started(
  ...more: readonly string[]
): Promise<{ answers: readonly unknown[]; modules: readonly string[] }> {
  rmSync(seen, { force: true });
  const port = await freePort();
  const child = spawn(process.execPath, ['src/cli/niveau.js', 'serve', '--port', String(port), ...more], {
    cwd: clone,
    env: { ...process.env, NODE_OPTIONS: `--import ${pathToFileURL(watch)}`, NIVEAU_STORE: 'none' },
    stdio: 'ignore',
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await until(async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok === true);
    const answers = [
      await (await fetch(`${url}/fhir/Questionnaire/somatik`)).json(),
      await (await fetch(`${url}/`, { headers: { Accept: 'text/html' } })).text(),
      await (await fetch(`${url}/fhir/QuestionnaireResponse/$validate`, asked(ofItsOwn))).json(),
      await (await fetch(`${url}/fhir/QuestionnaireResponse/$extract`, asked(readFileSync(scored)))).json(),
    ];
    return { answers, modules: loaded() };
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}

function loaded(): readonly string[] {
  return readFileSync(seen, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${pathToFileURL(clone)}/`))
    .map((line) => line.slice(`${pathToFileURL(clone)}/`.length))
    .filter((line) => !/^node_modules\/(?!\.cache)|^watch/.test(line));
}

/** What a command says of lines that are long enough for threads, and the modules that were loaded for it. */
function ofLines(...args: readonly string[]): { answers: string; sum: string; modules: readonly string[] } {
  rmSync(seen, { force: true });
  const lines = join(clone, 'lines.ndjson');
  writeFileSync(lines, `${JSON.stringify(JSON.parse(readFileSync(scored, 'utf8')))}\n`.repeat(400));
  const store = `sqlite:${join(mkdtempSync(join(clone, 'store-')), 'niveau.db')}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['src/cli/niveau.js', ...args, lines], {
    cwd: clone,
    env: { ...process.env, NODE_OPTIONS: `--import ${pathToFileURL(watch)}`, NIVEAU_STORE: store },
    encoding: 'utf8',
    maxBuffer: 67_108_864,
  });
  return { answers: stdout, sum: stderr.trimEnd().split('\n').at(-1) ?? '', modules: loaded() };
}

const commands = {
  stream: ['score', '--ndjson', '--jobs', '2'],
  import: ['import'],
} as const;

const scored = join(root, 'fixtures/somatik-3-aftalt/response.json');
/** Checked in a thread of its own. */
const ofItsOwn = JSON.stringify({
  resourceType: 'QuestionnaireResponse',
  contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'active', item: [{ linkId: 'a', type: 'string' }] }],
  questionnaire: '#q',
  status: 'completed',
  authored: '2026-11-21T10:00:00+01:00',
  item: [{ linkId: 'b', answer: [{ valueString: 'x' }] }],
});

function asked(body: string | Buffer): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/fhir+json' }, body };
}

/** From the joined files alone, also in its threads. */
function expectJoined({ modules }: { readonly modules: readonly string[] }, thread: string): void {
  expect(modules.filter((name) => !name.includes('/.cache/niveau/joined/'))).toEqual(['src/cli/niveau.js']);
  expect(modules).toContain(`node_modules/.cache/niveau/joined/${thread}/main.mjs`);
}

describe('a clone', () => {
  test('without what npm ci prepares starts from its modules, and answers the same as joined', async () => {
    const plain = await started();
    expect(plain.modules).toContain('src/http/app.ts');
    const stream = ofLines(...commands.stream);
    expect(stream.modules).toContain('src/cli/stream/worker.ts');
    const history = ofLines(...commands.import);
    expect(history.modules).toContain('src/cli/import/worker.ts');
    expect(prepare()).toBe('');
    const quickStream = ofLines(...commands.stream);
    expectJoined(quickStream, 'stream');
    expect(quickStream.answers).toBe(stream.answers);
    const quickHistory = ofLines(...commands.import);
    expectJoined(quickHistory, 'reading');
    expect(history.sum).toContain('1 nye, 0 ændret, 399');
    expect(quickHistory.sum).toBe(history.sum);
    const quick = await started();
    expectJoined(quick, 'apart');
    expect(quick.answers).toEqual(plain.answers);
  });

  test('starts several processes from the joined files', async () => {
    const { modules } = await started('--processes', '2');
    expect(new Set(modules.filter((name) => name.endsWith('.ts')))).toEqual(new Set());
  });

  test('of which a file that went in has changed starts from its modules, until it is prepared anew', async () => {
    appendFileSync(join(clone, 'src/http/app.ts'), '// changed\n');
    expect((await started()).modules).toContain('src/http/app.ts');
    prepare();
    expect((await started()).modules).not.toContain('src/http/app.ts');
  });

  test('without the development dependencies is installed all the same, and says what it starts from', () => {
    rmSync(joined, { recursive: true });
    rmSync(join(clone, 'node_modules/rolldown'));
    expect(prepare()).toBe('The service will start from its modules: ERR_MODULE_NOT_FOUND\n');
    expect(existsSync(joined)).toBe(false);
  });
});
