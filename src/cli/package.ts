import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildPackage } from '../package/archive/build.ts';
import { readChanges } from '../profiles.ts';
import { EnvironmentProblem, exitCode, systemCode } from './exit.ts';
import { writeOutput } from './input.ts';
import { openModel, openProfiles } from './ports.ts';

export interface PackageArguments {
  readonly out: string;
  /** The base to publish under; the model's own when not given. */
  readonly canonical?: string;
}

/** `niveau package`: writes package.tgz and transaction.json into a folder, and names them on stdout. */
export async function writePackage({ out, canonical }: PackageArguments): Promise<number> {
  const { archive, bundle } = await buildPackage(openModel(), openProfiles(), canonical, readChanges());
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
    makeBelow(resolve(folder));
  } catch (error) {
    throw new EnvironmentProblem({ code: 'file-unwritable', values: { file: folder, reason: systemCode(error) } });
  }
}

/**
 * Folder by folder: `recursive` never ends where a file system says ENOENT to every one, such as /proc (Node 24.21).
 */
function makeBelow(folder: string): void {
  if (existsSync(folder)) return;
  makeBelow(dirname(folder));
  mkdirSync(folder);
}
