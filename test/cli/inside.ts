import { main } from '../../src/cli/main.ts';
import type { Ran } from './run.ts';

let before: Promise<unknown> = Promise.resolve();

/**
 * The command line within this process: its arguments and environment are what it is given, its output what it writes.
 * One after the other, since a process has one standard output.
 */
export function niveauInside(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const ran = before.then(() => run(args, env));
  before = ran.catch(() => {});
  return ran;
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const giveBack = [
    instead(process.stdout, 'write', writesTo(stdout)),
    instead(process.stderr, 'write', writesTo(stderr)),
    instead(process, 'env', { ...process.env, ...env }),
  ];
  const listeners = process.stdout.listeners('error');
  try {
    const code = await main([process.execPath, 'niveau', ...args]);
    return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') };
  } finally {
    for (const one of process.stdout.listeners('error')) {
      if (!listeners.includes(one)) process.stdout.removeListener('error', one as () => void);
    }
    for (const back of giveBack) back();
  }
}

/** A property with another value, until what is returned is called. */
function instead(target: object, name: string, value: unknown): () => void {
  const held = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, writable: true, value });
  return () => {
    if (held === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, held);
  };
}

function writesTo(chunks: Buffer[]) {
  return (chunk: string | Uint8Array, encoding?: BufferEncoding | Written, done?: Written) => {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk));
    const written = typeof encoding === 'function' ? encoding : done;
    written?.();
    return true;
  };
}

type Written = (error?: Error | null) => void;
