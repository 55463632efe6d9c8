import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/**
 * What a process took is known to itself alone: at its end it says so, on a descriptor that it uses for nothing else.
 * Threads count in their process.
 */
const account = `
  import { readFileSync, writeSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const [, memory] = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    writeSync(3, JSON.stringify({ processor: (user + system) / 1e6, memory: Number(memory) / 1024 }));
  });`;

/** What commands that ran at the same time took: seconds until the last had ended, seconds of processors, MB of one. */
export interface Taken {
  readonly seconds: number;
  readonly processor: number;
  readonly memory: number;
}

/** A run of Node: what it is called with, and a file as its standard input. */
export interface Command {
  readonly args: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs commands at the same time until the last one has ended; what they write is read at once. */
export async function timed(...commands: readonly Command[]): Promise<Taken> {
  const start = performance.now();
  const reporting = ['--import', `data:text/javascript,${encodeURIComponent(account)}`];
  const taken = await Promise.all(
    commands.map(async ({ args, input, env }) => {
      const descriptor = input === undefined ? undefined : openSync(input, 'r');
      const child = spawn(process.execPath, [...reporting, ...args], {
        stdio: [descriptor ?? 'ignore', 'pipe', 'ignore', 'pipe'],
        env: { ...process.env, ...env },
      });
      if (descriptor !== undefined) closeSync(descriptor);
      child.stdout?.resume();
      const [said] = await Promise.all([text(child.stdio[3] as Readable), once(child, 'close')]);
      if (child.exitCode !== 0) throw new Error(`a command ended with ${child.exitCode}`);
      return JSON.parse(said) as Pick<Taken, 'processor' | 'memory'>;
    }),
  );
  return {
    seconds: (performance.now() - start) / 1000,
    processor: taken.reduce((sum, { processor }) => sum + processor, 0),
    memory: Math.max(...taken.map(({ memory }) => memory)),
  };
}
