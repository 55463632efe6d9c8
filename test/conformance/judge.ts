import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const judge = join(root, '../shared/fhir-validator/validate.sh');

/** What our profiles build on, as the validator names it. */
export const packages: readonly string[] = [
  'hl7.fhir.dk.core-3.7.0',
  'hl7.fhir.uv.extensions.r4-5.3.0',
  'hl7.fhir.uv.sdc-3.0.0',
];

export interface Finding {
  readonly file: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly location: string;
  readonly messageId: string;
  readonly message: string;
}

/** Ends the process where HL7's validator is not there: what is left out is said, and a failure with CI set. */
export function needJudge(leftOut: string): void {
  if (!hasJudge(leftOut)) process.exit((process.env.CI ?? '') === '' ? 0 : 1);
}

/** Whether HL7's validator is there; what is left out without it is said. */
export function hasJudge(leftOut: string): boolean {
  const isThere = existsSync(judge);
  if (!isThere) console.log(`Left out: ${leftOut}, because ${judge} is not there. With CI set this is a failure.`);
  return isThere;
}

/** Runs HL7's validator over a folder: its summary line, and what it found. */
export async function judged(
  folder: string,
  options: readonly string[] = [],
  by: readonly string[] = packages,
): Promise<{ readonly summary: string; readonly findings: readonly Finding[] }> {
  const temporary = await mkdtemp(join(tmpdir(), 'niveau-judge-'));
  const json = join(temporary, 'findings.json');
  const named = by.flatMap((name) => ['--package', name]);
  const all = [...named, '--ig', 'profiles', ...options, '--quiet', '--json', json, folder];
  try {
    const summary = await new Promise<string>((resolve, reject) => {
      execFile(judge, all, { cwd: root, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
        if (error === null || error.code === 1) resolve(stdout.trimEnd().split('\n').at(-1) ?? '');
        else reject(new Error(`the validator did not run (${error.code}): ${stderr}`));
      });
    });
    const { issues } = JSON.parse(await readFile(json, 'utf8')) as { issues: readonly Finding[] };
    return { summary, findings: issues };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
