/**
 * `npm run adopt` from end to end, as docs/adopting.md has it: a clone, another base, version and publisher, then
 * another rule, scale, wording and action; the service serves both versions, and the whole suite passes without an
 * edit. Takes as long as the suite. Exit 1 where anything fails.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeSystem, FhirResource, PlanDefinition } from 'fhir/r4.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const base = 'https://fhir.region.example/niveau';
const folder = mkdtempSync(join(tmpdir(), 'niveau-adopting-'));
const clone = join(folder, 'niveau');
const adopt = ['--base', base, '--version', '2.0.0', '--publisher', 'Region X'];

function run(...command: readonly string[]): string {
  const [name = '', ...rest] = command;
  return execFileSync(name, rest, { cwd: clone, encoding: 'utf8', maxBuffer: 1e9 });
}

function edit<Resource extends FhirResource>(name: string, change: (resource: Resource) => void): void {
  const file = join(clone, 'profiles', `${name}.json`);
  const resource = JSON.parse(readFileSync(file, 'utf8')) as Resource;
  change(resource);
  writeFileSync(file, `${JSON.stringify(resource, null, 2)}\n`);
}

/** What a region might want otherwise: one edit each. */
function changeModel(): void {
  edit<CodeSystem>('CodeSystem-niveau-somatik', ({ concept = [] }) => {
    for (const property of concept.find(({ code }) => code === '3')?.property ?? []) {
      if (property.code === 'minimum') property.valueInteger = 3;
      if (property.code === 'mestring') property.valueString = 'Deltager, men har brug for en tæt samordnet indsats';
    }
  });
  edit<CodeSystem>('CodeSystem-belastning', ({ concept = [] }) => {
    const designation = [{ language: 'en', value: 'overwhelming burden' }];
    const property = [{ code: 'itemWeight', valueInteger: 5 }];
    concept.splice(5, 0, { code: '5', display: 'uoverskuelig belastning', designation, property });
  });
  edit<CodeSystem>('CodeSystem-handling', ({ concept = [] }) => {
    const designation = [{ language: 'en', value: 'Joint home visit' }];
    concept.push({ code: 'hjemmebesoeg', display: 'Fælles hjemmebesøg', designation });
  });
  const like = readFileSync(join(clone, 'profiles/ActivityDefinition-netvaerksmoede.json'), 'utf8');
  const own = like.replaceAll('netvaerksmoede', 'hjemmebesoeg').replaceAll('Netvaerksmoede', 'Hjemmebesoeg');
  writeFileSync(join(clone, 'profiles/ActivityDefinition-hjemmebesoeg.json'), own);
  edit<PlanDefinition>('PlanDefinition-somatik', ({ action = [] }) => {
    const coding = [{ system: `${base}/CodeSystem/handling`, code: 'hjemmebesoeg' }];
    action[2]?.action?.push({ code: [{ coding }], requiredBehavior: 'could' });
  });
}

/** Both versions from one service: by id the newest, by url and version each, and responses to both. */
async function serveBoth(): Promise<void> {
  const service = spawn(process.execPath, ['src/cli/niveau.js', 'serve'], {
    cwd: clone,
    env: { ...process.env, NIVEAU_ADDRESS: '127.0.0.1:0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let url = '';
    for await (const chunk of service.stdout) {
      url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0] ?? '';
      if (url !== '') break;
    }
    const get = async (path: string) => (await (await fetch(`${url}/fhir/${path}`)).json()) as Record<string, unknown>;
    const same = (what: string, found: unknown, wanted: unknown) => {
      if (found !== wanted) throw new Error(`${what}: ${String(found)} instead of ${String(wanted)}`);
    };
    same('by id', (await get('Questionnaire/somatik')).url, `${base}/Questionnaire/somatik`);
    const older = 'url=http://differentieringsmodellen.dk/fhir/Questionnaire/somatik&version=1.0.0';
    same('by url and version', (await get(`Questionnaire?${older}`)).total, 1);
    for (const name of ['somatik-3-aftalt', 'eksempel-somatik-2']) {
      const body = readFileSync(join(clone, `fixtures/${name}/response.json`));
      const headers = { 'content-type': 'application/fhir+json' };
      const answer = await fetch(`${url}/fhir/QuestionnaireResponse/$extract`, { method: 'POST', body, headers });
      same(name, answer.status, 200);
    }
  } finally {
    service.kill();
  }
}

const left = new Set(['node_modules', '.git', 'dist']);
cpSync(root, clone, { recursive: true, filter: (path) => !left.has(path.slice(root.length)) });
symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
// What the tests need beside the clone.
symlinkSync(join(root, '../shared'), join(folder, 'shared'));
try {
  run('npm', 'run', '-s', 'adopt', '--', ...adopt);
  changeModel();
  run('npm', 'run', '-s', 'adopt', '--', ...adopt);
  await serveBoth();
  execFileSync('npm', ['test'], { cwd: clone, stdio: 'inherit' });
  console.log('adopted: another rule, scale, wording and action; both versions are served, and the suite passes');
} finally {
  rmSync(folder, { recursive: true });
}
