import { fstatSync, readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { EnvironmentProblem } from './exit.ts';

/**
 * They make what goes on to somebody. Others answer by their exit code too, or do something besides: whoever calls them
 * for that may let the rest go.
 */
const making = new Set([
  ...['score', 'letter', 'attach', 'read', 'pdf', 'receipt', 'wrap', 'unwrap', 'care-communication'],
  ...['export-citizen', 'add'],
]);

/** They change something, and tell of it meanwhile: a reader that stops early does not stop them halfway. */
const changing = new Set(['load', 'import', 'retention', 'erase', 'retry', 'skip']);

/** Whether a command goes on where nobody reads its answer any more. */
export function goesOnUnread(command: Command): boolean {
  return changing.has(command.name());
}

/**
 * A command that makes something is not begun where that would be lost. Throws an EnvironmentProblem: output-closed.
 */
export function requireOutput(command: Command): void {
  // A stream looks at its files first.
  if (making.has(command.name()) && command.opts().ndjson !== true) requireOpen();
}

/** Code: output-closed. */
export function requireOpen(): void {
  if (isClosed()) throw new EnvironmentProblem({ code: 'output-closed' });
}

/**
 * Whether standard output was closed (`>&-`) when the process began: Node then opens the null device in its place, for
 * reading too, where a shell that is told to (`> /dev/null`) opens it for writing alone. Known on Linux; elsewhere it
 * counts as open.
 */
function isClosed(): boolean {
  try {
    if (fstatSync(1).rdev !== statSync('/dev/null').rdev) return false;
    const [, flags = ''] = /^flags:\s+([0-7]+)$/m.exec(readFileSync('/proc/self/fdinfo/1', 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & accessMode) === readAndWrite;
  } catch {
    return false;
  }
}

const accessMode = 0o3;
const readAndWrite = 0o2;
