import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { type Config, readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import type { Language } from '../outcome/outcome.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';
import { exitCode, tell } from './exit.ts';

/** A process that has ended is started again after this time, in milliseconds. */
const pause = 1_000;

/** By which a process knows that it is the first of its service. */
const role = 'SERVICE_PROCESS';

/** What the first process of several does alone, such as fetching from a folder. */
export function isFirstProcess(): boolean {
  return !cluster.isWorker || process.env[role] === '1';
}

/** The name of this process among several of a service; undefined where it is alone. */
export function processName(): string | undefined {
  return cluster.isWorker ? process.env[role] : undefined;
}

/** Tells the process that started this one that the service can be reached. */
export function tellReady(url: string): boolean {
  return cluster.isWorker && process.send?.({ url }) === true;
}

/**
 * Settles when the service is told to stop: by a signal, or by the process that started this one; or when nobody needs
 * to know any more.
 */
export async function toldToStop(signal: AbortSignal): Promise<void> {
  // Of several the first process has the signals; a terminal sends its own to all of them.
  if (cluster.isWorker) process.on('SIGINT', () => {}).on('SIGTERM', () => {});
  const events = cluster.isWorker ? ['message'] : ['SIGINT', 'SIGTERM'];
  await Promise.race(events.map((event) => once(process, event, { signal }))).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Nothing more is to be heard of the others: the process can end. */
export function leaveTogether(): void {
  cluster.worker?.disconnect();
}

/**
 * `niveau serve --processes <n>`: so many processes at one address, each a service of its own at the same store. One
 * that ends is started again. `welcome` is written once all of them can be reached. Codes: those of `readConfig`;
 * processes-alone.
 */
export async function serveTogether(
  count: number,
  language: Language,
  welcome: (url: string) => string,
): Promise<number> {
  try {
    const problems = alone(readConfig(process.env));
    if (problems.length > 0) throw new Refusal(problems);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const problem of error.problems) tell(problem, language);
    return exitCode.environment;
  }
  return run(count, (url) => process.stdout.write(welcome(url)));
}

/** What only a service in one process can do. */
function alone({ store, auth, tokenUse }: Config): readonly Problem[] {
  const names = [
    ...(store?.kind === 'sqlite' ? ['NIVEAU_STORE=sqlite:...'] : []),
    ...(auth.includes('sign-in') ? ['NIVEAU_AUTH=sign-in'] : []),
    ...(tokenUse === 'once' ? ['NIVEAU_AUTH_TOKEN_USE=once'] : []),
  ];
  return names.map((name) => ({ code: 'processes-alone', values: { name } }));
}

async function run(count: number, ready: (url: string) => void): Promise<number> {
  const log = createLog(2);
  const workers = new Map<string, Worker>();
  const reached = new Set<string>();
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  let stopping = false;
  let failed: number | undefined;
  // Each process takes its connections itself. Handed out by the first one, which is Node's default, a connection on
  // its way to a process that is killed is answered by nobody, and its client waits for good.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const stop = () => {
    stopping = true;
    for (const worker of workers.values()) worker.send('stop');
    if (workers.size === 0) end(failed ?? exitCode.done);
  };
  const start = (name: string) => {
    const worker = cluster.fork({ [role]: name });
    workers.set(name, worker);
    worker.on('message', ({ url }: { readonly url?: string }) => {
      // What is said to a process that is still starting is lost.
      if (stopping) worker.send('stop');
      if (url === undefined || reached.has(name)) return;
      reached.add(name);
      if (reached.size === count) ready(url);
    });
    // One that is gone already cannot be told anything.
    worker.on('error', () => {});
    worker.on('exit', (code: number | null, killed: string | null) => {
      workers.delete(name);
      if (!stopping) log('warn', 'ended', { process: name, exit: killed ?? code ?? undefined });
      // Its address or its store are not to be had, as it has said: the others would fare no better.
      if (!reached.has(name) && !stopping && killed === null) {
        failed = code || exitCode.environment;
        stop();
      } else if (!stopping) {
        setTimeout(() => {
          if (!stopping) start(name);
        }, pause);
      }
      if (stopping && workers.size === 0) end(failed ?? exitCode.done);
    });
  };
  // The second time this process ends at once, and the others with it.
  process.once('SIGINT', stop).once('SIGTERM', stop);
  for (let number = 1; number <= count; number += 1) start(String(number));
  return ended;
}
