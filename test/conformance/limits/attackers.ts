import { connect, type Socket } from 'node:net';

/** Many connections of one kind, each of which does as little or as slowly as it can. */
export interface Attack {
  /** How many of them the service has not ended. */
  readonly open: () => number;
  readonly stop: () => void;
}

/** How one connection begins, and what it says again and again, every half second. */
export interface Manner {
  readonly begin: string;
  readonly drip?: string;
  /** Takes nothing of what comes back. */
  readonly deaf?: true;
}

export async function attack(url: string, count: number, { begin, drip, deaf }: Manner): Promise<Attack> {
  const { hostname, port } = new URL(url);
  const sockets = await Promise.all(
    Array.from({ length: count }, () => {
      const socket = connect(Number(port), hostname);
      // To be cut off is what is waited for.
      socket.on('error', () => {});
      if (deaf === true) socket.pause();
      else socket.resume();
      return new Promise<Socket>((resolve) => {
        socket.once('connect', () => socket.write(begin, () => resolve(socket)));
        socket.once('close', () => resolve(socket));
      });
    }),
  );
  const dripping = setInterval(() => {
    for (const socket of sockets) if (drip !== undefined && socket.writable) socket.write(drip);
  }, 500);
  return {
    // Whoever takes nothing does not hear of the end either, but for what it writes: that is refused.
    open: () => sockets.filter((socket) => !socket.destroyed && !socket.readableEnded).length,
    stop: () => {
      clearInterval(dripping);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What a storm was answered: how often each status, and what did not say when to come again. */
export interface Storm {
  readonly statuses: ReadonlyMap<number, number>;
  readonly silent: () => number;
  stop(): Promise<void>;
}

/** After a refusal, in milliseconds: far less than it is asked to wait, and the machine has its tests to run. */
const rest = 50;

/** Sends the same request from so many clients at once, again as soon as it is answered. */
export function storm(atOnce: number, request: () => Promise<Response>): Storm {
  const state = { stopping: false, silent: 0 };
  const statuses = new Map<number, number>();
  const run = async () => {
    while (!state.stopping) {
      // 0: the connection was ended, as that of a body which is refused may be.
      const answer = await request().catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      const status = answer?.status ?? 0;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 429 && !(Number(answer?.headers.get('retry-after')) > 0)) state.silent += 1;
      if (status >= 400 || status === 0) await new Promise((resolve) => setTimeout(resolve, rest));
    }
  };
  const running = Array.from({ length: atOnce }, run);
  return {
    statuses,
    silent: () => state.silent,
    stop: async () => {
      state.stopping = true;
      await Promise.all(running);
    },
  };
}
