/**
 * Each constraint of our profiles has an example that breaks it alone, and HL7's validator says so: what a profile does not forbid, every judge
 * passes. The unbroken examples are judged too, and are in order. Run by `.ci/run`; exit 1 where the judge overlooks a break.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { breaks, whole } from './breaks.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const judge = join(root, '../shared/fhir-validator/validate.sh');
const packages = ['hl7.fhir.dk.core-3.7.0', 'hl7.fhir.uv.extensions.r4-5.3.0', 'hl7.fhir.uv.sdc-3.0.0'];

interface Finding {
  readonly file: string;
  readonly severity: string;
  readonly message: string;
  readonly location: string;
}

async function judged(folder: string): Promise<readonly Finding[]> {
  const json = join(folder, '..', 'findings.json');
  const named = packages.flatMap((name) => ['--package', name]);
  const all = [...named, '--ig', 'profiles', '--quiet', '--json', json, folder];
  await new Promise<void>((resolve, reject) => {
    execFile(judge, all, { cwd: root, maxBuffer: 2 ** 28 }, (error, _, stderr) => {
      if (error === null || error.code === 1) resolve();
      else reject(new Error(`the validator did not run: ${stderr}`));
    });
  });
  return (JSON.parse(await readFile(json, 'utf8')) as { issues: Finding[] }).issues;
}

if (!existsSync(judge)) {
  console.log(`Left out: the breaking examples, because ${judge} is not there. With CI set this is a failure.`);
  process.exit((process.env.CI ?? '') === '' ? 0 : 1);
}
const temporary = await mkdtemp(join(tmpdir(), 'niveau-breaking-'));
try {
  const folder = await mkdtemp(join(temporary, 'examples-'));
  for (const [name, resource] of whole) await writeFile(join(folder, `ok-${name}.json`), JSON.stringify(resource));
  for (const { name, resource } of breaks) await writeFile(join(folder, `${name}.json`), JSON.stringify(resource));
  const findings = (await judged(folder)).filter(({ severity }) => severity === 'error');
  const of = (name: string) => findings.filter(({ file }) => file.endsWith(`/${name}.json`));
  let wrong = 0;
  for (const [name] of whole) {
    for (const { location, message } of of(`ok-${name}`)) {
      wrong += 1;
      console.log(`${name} is in order, but the judge says: ${location}: ${message}`);
    }
  }
  for (const { name, says } of breaks) {
    const found = of(name);
    if (found.some(({ message, location }) => `${location} ${message}`.includes(says))) continue;
    wrong += 1;
    console.log(
      `${name}: the judge does not say "${says}" but: ${found.map(({ message }) => message).join('; ') || 'nothing'}`,
    );
  }
  console.log(`${breaks.length} breaking examples, ${wrong} judged otherwise than expected`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  await rm(temporary, { recursive: true, force: true });
}
