import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../src/cli/niveau.js', import.meta.url));

/** The service as a process of its own, which can be killed. */
export interface Process {
  readonly url: string;
  readonly pid: number | undefined;
  /** Ends it by a signal, if it has not ended yet, and gives its exit code; null for one that did not end by itself. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** Starts `niveau serve` and waits until it is ready. `started` is told how to kill it, before that. */
export async function startProcess(
  port: number,
  env: Readonly<Record<string, string>>,
  started?: (kill: () => void) => void,
): Promise<Process> {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { ...process.env, NIVEAU_ADDRESS: `127.0.0.1:${port}`, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => void child.kill('SIGKILL');
  started?.(kill);
  process.once('exit', kill);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', kill);
      resolve();
    });
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-2_000);
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(child, url, () => errors);
  return {
    url,
    pid: child.pid,
    end: async (signal) => {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

async function ready(child: ChildProcess, url: string, errors: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the service ended: ${errors()}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
