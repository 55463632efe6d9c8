import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './cli/run.ts';
import { scenarios } from './fixtures.ts';

/** Every command in the documentation is run here as it stands, but for the port and for what the set-up itself is. */
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/```sh\n([^`]*)```/g)].map(([, command]) => command?.trim() ?? '');
// `.ci/run` and a fresh clone run these; inside the tests they would run themselves.
const setUp = ['npm ci && npm start', 'npm ci && npm test'];
const folder = mkdtempSync(join(tmpdir(), 'niveau-readme-'));

let service: ChildProcess;
let url = '';

beforeAll(async () => {
  // A folder that looks like the clone, so that what the commands write does not stay in it.
  for (const name of ['fixtures', 'node_modules', 'package.json', 'profiles', 'src']) {
    symlinkSync(join(root, name), join(folder, name));
  }

  service = spawn(process.execPath, ['src/cli/niveau.js', 'serve'], {
    cwd: root,
    env: { ...process.env, NIVEAU_ADDRESS: '127.0.0.1:0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const chunk of service.stdout ?? []) {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0];
    if (found === undefined) continue;
    url = found;
    break;
  }
});

afterAll(async () => {
  service.kill('SIGTERM');
  if (service.exitCode === null) await once(service, 'exit');
  rmSync(folder, { recursive: true });
});

async function run(command: string): Promise<string> {
  const here = command.replaceAll('http://127.0.0.1:8080', url);
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
  const options = { cwd: folder, env: { ...process.env, PATH: path }, encoding: 'latin1', maxBuffer: 1e8 } as const;
  const { stdout } = await promisify(execFile)('bash', ['-c', here], options);
  const file = /> (\S+)$/.exec(command)?.[1];
  return file === undefined
    ? Buffer.from(stdout, 'latin1').toString('utf8')
    : readFileSync(join(folder, file), 'latin1');
}

/** What a command shows, by a part of it; of a file that it writes, the file's first bytes. */
const shown: readonly (readonly [part: string, output: string])[] = [
  ['afvist-', 'The assessed level lies outside the suggested one'],
  ['niveau attach', '<?xml version="1.0" encoding="ISO-8859-1"?>'],
  ['niveau read', '"code":"samarbejdsniveau"'],
  ['niveau pdf', '%PDF-'],
  ['niveau package', 'transaction.json'],
  ['letter XDIS91', '<VersionCode>XD9134L</VersionCode>'],
  ['validate', 'Svaret er i orden.'],
  ['/Questionnaire/somatik', '"resourceType":"Questionnaire"'],
  ['', 'samarbejdsniveau'],
];

describe('README.md', () => {
  test('begins with the two commands', () => {
    expect(commands.slice(0, 2)).toEqual(setUp);
  });

  // In the order of the page: what one command writes, a later one reads.
  test.each(commands.filter((command) => !setUp.includes(command)))('%s', async (command) => {
    const output = await run(command);
    const [, expected] = shown.find(([part]) => command.includes(part)) ?? [];
    expect(expected, 'the table below says what each command shows').toBeDefined();
    expect(output.replaceAll('": "', '":"')).toContain(expected);
  });

  test('what it says of the first result is so', async () => {
    const [extract] = commands.filter(
      (command) => command.includes('$extract') && command.includes('somatik-3-aftalt'),
    );
    const { parameter } = JSON.parse(await run(extract ?? ''));
    const resources = parameter[0].resource.entry.map(
      (entry: { resource: { resourceType: string } }) => entry.resource,
    );
    const types = resources.map((resource: { resourceType: string }) => resource.resourceType);
    expect(types).toEqual([
      'QuestionnaireResponse',
      'Observation',
      'Observation',
      'CarePlan',
      ...Array.from({ length: 5 }, () => 'Task'),
      'CareTeam',
      'Provenance',
    ]);
    expect(resources[1].status).toBe('final');
    const score = resources[1].component.at(-1);
    expect([score.valueQuantity.value, score.referenceRange[0].high.value]).toEqual([14, 28]);
    expect(readme).toContain('(14 of 28)');
  });

  test('the number of scenarios is right, and every link leads somewhere', () => {
    expect(readme).toContain(`lists ${scenarios.length} scenarios`);
    const documents = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
    for (const document of documents.filter((name) => name.endsWith('.md'))) {
      const text = readFileSync(join(root, document), 'utf8');
      for (const [, link = ''] of text.matchAll(/\]\(([^)#]+)\)/g)) {
        if (!/^https?:/.test(link))
          expect(existsSync(join(root, dirname(document), link)), `${document}: ${link}`).toBe(true);
      }
    }
  });
});
