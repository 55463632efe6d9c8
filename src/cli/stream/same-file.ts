import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EnvironmentProblem } from '../exit.ts';

/**
 * A file that is read and written at once would be lost, or grow until the disk is full: `>> input` is one too. `-` is
 * standard input. Code: output-same.
 */
export async function requireApart(read: readonly string[], written: readonly string[]): Promise<void> {
  const sources = await identities(read.map((file) => (file === '-' ? '/dev/stdin' : file)));
  const outputs = await identities(written);
  // Both of them may go to one log.
  const streams = await identities(['/dev/stdout', '/dev/stderr']);
  const mixed = [...outputs, ...streams].some((output) => sources.includes(output));
  if (mixed || new Set(outputs).size < outputs.length) throw new EnvironmentProblem({ code: 'output-same' });
}

/** What is there and is no file, such as a pipe or a terminal, has none. */
async function identities(files: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      const at = await stat(file).catch(() => undefined);
      if (at === undefined) return resolve(file);
      return at.isFile() ? `${at.dev}:${at.ino}` : undefined;
    }),
  );
  return found.filter((identity) => identity !== undefined);
}
