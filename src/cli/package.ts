import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage } from '../package/archive/build.ts';
import { loadModel, readProfiles } from '../profiles.ts';
import { EnvironmentProblem, exitCode, systemCode } from './exit.ts';
import { writeOutput } from './input.ts';

export interface PackageArguments {
  readonly out: string;
  /** The base to publish under; the model's own when not given. */
  readonly canonical?: string;
}

/** `niveau package`: writes package.tgz and transaction.json into a folder, and names them on stdout. */
export async function writePackage({ out, canonical }: PackageArguments): Promise<number> {
  const { archive, bundle } = await buildPackage(loadModel(), readProfiles(), canonical);
  makeFolder(out);
  const files = { 'package.tgz': archive, 'transaction.json': bundle };
  for (const [name, content] of Object.entries(files)) {
    const file = join(out, name);
    writeOutput(file, content);
    process.stdout.write(`${file}\n`);
  }
  return exitCode.done;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new EnvironmentProblem({ code: 'file-unwritable', values: { file: folder, reason: systemCode(error) } });
  }
}
