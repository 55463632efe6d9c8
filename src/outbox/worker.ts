import { randomUUID } from 'node:crypto';
import type { Verdict } from '../delivery/send.ts';
import type { Log } from '../log.ts';
import { mostRefusals, pauseAfter } from './policy.ts';
import type { Ended, Leased, Queue } from './queue.ts';

/** Delivers what is held. Resolves with a verdict, whatever the network or the disk does. */
export type Deliver = (leased: Leased) => Promise<Verdict>;

export interface WorkerParts {
  readonly queue: Queue;
  /** By the name of the destination. */
  readonly destinations: ReadonlyMap<string, Deliver>;
  readonly log: Log;
  readonly settings?: Partial<WorkerSettings>;
  /** Told of each try that ended, and of how long it took in milliseconds. */
  readonly observed?: (destination: string, code: string, ms: number) => void;
}

/** Milliseconds, but for `together`. */
export interface WorkerSettings {
  readonly lease: number;
  /** How often it looks for what others have written, or what has come due. */
  readonly poll: number;
  /** Deliveries to one destination at one time, of as many citizens. */
  readonly together: number;
  /** Until the next try. */
  readonly pause: typeof pauseAfter;
}

const usual: WorkerSettings = { lease: 90_000, poll: 1_000, together: 4, pause: pauseAfter };

export interface Worker {
  /** Something was written: look now. */
  wake(): void;
  /** Claims nothing more, gives running sends `patience` milliseconds, aborts the rest, and lets go of its leases. */
  stop(patience: number): Promise<void>;
}

/**
 * Delivers what is in the outbox, each destination in a loop of its own: a slow or dead one holds up no other. What a
 * worker that crashed held comes back when its lease ends; there is no second way.
 */
export function startWorker(parts: WorkerParts): Worker {
  const settings = { ...usual, ...parts.settings };
  const owner = randomUUID();
  const state = { stopping: false };
  const abort = Promise.withResolvers<undefined>();
  const loops = [...parts.destinations].map(([name, send]) =>
    startLoop(parts, settings, { name, send, owner, state, aborted: abort.promise }),
  );
  return {
    wake: () => {
      for (const { wake } of loops) wake();
    },
    stop: async (patience) => {
      state.stopping = true;
      for (const { wake } of loops) wake();
      const timer = setTimeout(() => abort.resolve(undefined), patience);
      await Promise.all(loops.map(({ ended }) => ended));
      clearTimeout(timer);
      await parts.queue.release(owner).catch(() => parts.log('warn', 'outbox-store', { code: 'store-unavailable' }));
    },
  };
}

interface Loop {
  readonly name: string;
  readonly send: Deliver;
  readonly owner: string;
  readonly state: { stopping: boolean };
  /** Settles when a stop waits no longer for what is being sent. */
  readonly aborted: Promise<undefined>;
}

function startLoop(parts: WorkerParts, settings: WorkerSettings, loop: Loop): { ended: Promise<void>; wake(): void } {
  const { queue, log } = parts;
  const running = new Map<number, Promise<void>>();
  const held = new Map<number, Leased>();
  let woken = () => {};
  // A call that comes while the loop is at work must not be lost.
  let called = false;
  let pausedUntil = 0;
  let failures = 0;
  const lonely = countingLonely();

  const rest = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, called ? 0 : milliseconds);
      woken = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const wake = () => {
    called = true;
    woken();
  };

  const settle = async (leased: Leased): Promise<void> => {
    const begun = performance.now();
    const startedAt = await queue.now();
    const answered = await Promise.race([tried(loop.send, leased), loop.aborted]);
    // Our own stop did not wait for it: whether it arrived is unknown, and the next worker sends the same again.
    if (answered === undefined) return;
    // A try that a crash cut off is none that failed: who was killed ten times does not wait for a quarter of an hour.
    const failed = answered.kind === 'again' ? 1 + (await queue.tries(leased)) : 0;
    const verdict = lonely(leased, await bounded(queue, leased, answered), failed);
    const now = await queue.now();
    const ended = endOf(verdict, failed, now, startedAt, settings.pause);
    const ours = await queue.end(loop.owner, leased, ended);
    const ms = Math.round(performance.now() - begun);
    parts.observed?.(loop.name, ended.code, ms);
    log(ended.state === 'delivered' ? 'info' : 'warn', 'delivery', {
      destination: loop.name,
      delivery: leased.number,
      attempt: leased.attempt,
      requestId: leased.correlation,
      code: ours ? ended.code : 'lease-lost',
      ms,
    });
    if (verdict.kind === 'again' && verdict.all) {
      failures += 1;
      pausedUntil = performance.now() + settings.pause(failures, Math.random(), verdict.retryAfter);
    } else failures = 0;
  };

  const start = (leased: Leased): void => {
    held.set(leased.number, leased);
    const done = settle(leased)
      // Only the store can be in the way here: the lease ends, and the delivery comes again.
      .catch(() => log('error', 'outbox-store', { code: 'store-unavailable', destination: loop.name }))
      .finally(() => {
        held.delete(leased.number);
        running.delete(leased.number);
        wake();
      });
    running.set(leased.number, done);
  };

  const renewal = setInterval(() => {
    queue
      .renew(loop.owner, [...held.values()], settings.lease)
      .catch(() => log('warn', 'outbox-store', { code: 'store-unavailable', destination: loop.name }));
  }, settings.lease / 3);

  const run = async (): Promise<void> => {
    let troubles = 0;
    while (!loop.state.stopping) {
      called = false;
      try {
        const paused = pausedUntil - performance.now();
        // After a failure of the whole destination one delivery alone tries it out.
        const free = (failures > 0 ? 1 : settings.together) - running.size;
        const claim = () => queue.claim(loop.owner, loop.name, free, settings.lease, [...held.keys()]);
        const claimed = paused <= 0 && free > 0 ? await claim() : [];
        troubles = 0;
        for (const leased of claimed) start(leased);
        if (claimed.length === 0) await rest(Math.max(paused, settings.poll));
      } catch {
        // A database that is away for a while must not end the loop.
        troubles += 1;
        log('error', 'outbox-store', { code: 'store-unavailable', destination: loop.name });
        await rest(settings.pause(Math.min(troubles, 5), Math.random()));
      }
    }
    await Promise.all(running.values());
    clearInterval(renewal);
  };
  return { ended: run(), wake };
}

/**
 * What is in the way of one delivery alone is waited for, but not for good. Tries at which the whole destination was
 * down do not count.
 */
async function bounded(queue: Queue, leased: Leased, verdict: Verdict): Promise<Verdict> {
  if (verdict.kind !== 'again' || verdict.all || leased.attempt < mostRefusals) return verdict;
  const { code } = verdict;
  const earlier = await queue.tries(leased, code);
  return earlier + 1 < mostRefusals ? verdict : { kind: 'dead', code };
}

/**
 * A destination that fails at one delivery over and over, and takes others between, is not down: it will never take
 * this one. Counted since the start of the program, and anew with the first failure after a person had it tried again;
 * where it takes none, or there are no others, it is waited for.
 */
function countingLonely(): (leased: Leased, verdict: Verdict, failed: number) => Verdict {
  let delivered = 0;
  const failing = new Map<number, { readonly delivered: number; readonly times: number }>();
  return ({ number }, verdict, failed) => {
    const last = failed > 1 ? failing.get(number) : undefined;
    failing.delete(number);
    if (verdict.kind === 'delivered') delivered += 1;
    if (verdict.kind !== 'again' || !verdict.all) return verdict;
    const times = (last?.times ?? 0) + (last !== undefined && delivered > last.delivered ? 1 : 0);
    if (times >= mostRefusals) return { kind: 'dead', code: verdict.code };
    failing.set(number, { delivered, times });
    return verdict;
  };
}

function endOf(
  verdict: Verdict,
  failed: number,
  now: number,
  startedAt: number,
  pauseFor: WorkerSettings['pause'],
): Ended {
  if (verdict.kind === 'delivered') return { state: 'delivered', code: 'delivered', nextAt: now, startedAt };
  const { code } = verdict;
  if (verdict.kind === 'dead') return { state: 'dead', code, nextAt: now, startedAt };
  const pause = pauseFor(failed, Math.random(), verdict.retryAfter);
  return { state: 'pending', code, nextAt: now + pause, startedAt };
}

/** A fault of ours while sending concerns this delivery alone, and would come again with every try. */
async function tried(send: Deliver, leased: Leased): Promise<Verdict> {
  try {
    return await send(leased);
  } catch {
    return { kind: 'dead', code: 'internal-error' };
  }
}
