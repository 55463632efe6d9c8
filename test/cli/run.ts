import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { niveauInside } from './inside.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const program = fileURLToPath(new URL('../../src/cli/niveau.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs the command line, with `input` on its standard input: within this process where nothing is read from there, for
 * to start one costs more than most commands.
 */
export function niveau(
  args: readonly string[],
  input: string | Uint8Array = '',
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  return input.length === 0 && !args.includes('-') ? niveauInside(args, env) : niveauApart(args, input, env);
}

/** The same as a process of its own. */
export async function niveauApart(
  args: readonly string[],
  input: string | Uint8Array = '',
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], { cwd: root, env: { ...process.env, ...env } });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}
