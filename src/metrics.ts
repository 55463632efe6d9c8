import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Desk } from './outbox/desk.ts';
import type { Store } from './store/store.ts';
import type { LetterDesk } from './work/letters/desk.ts';

/** What is measured while the service runs. No label holds what somebody sent. */
export interface Metrics {
  /** Everything in Prometheus' text format. Throws a Refusal: store-unavailable. */
  text(): Promise<string>;
  readonly contentType: string;
  /** A try to deliver has ended. */
  delivery(destination: string, code: string, ms: number): void;
  /** A request was answered. */
  request(method: string, route: string, status: number, ms: number): void;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Depth and age of the outbox are asked for when they are read. Of several processes at one address each counts for
 * itself, and says by the label `process` which one it is.
 */
export function createMetrics(
  desk: Desk,
  letterDesk: Pick<LetterDesk, 'counts'>,
  commits: Store['commits'],
  process?: string,
): Metrics {
  const registry = new Registry();
  if (process !== undefined) registry.setDefaultLabels({ process });
  const registers = [registry];
  const depth = new Gauge({
    name: 'niveau_outbox_depth',
    help: 'Deliveries by destination and state (pending, dead).',
    labelNames: ['destination', 'state'],
    registers,
  });
  const age = new Gauge({
    name: 'niveau_outbox_oldest_seconds',
    help: 'Age of the oldest delivery by destination and state (pending, dead).',
    labelNames: ['destination', 'state'],
    registers,
  });
  const letters = new Gauge({
    name: 'niveau_letters',
    help: 'Letters that wait for something, or that somebody has to look at, by their state.',
    labelNames: ['state'],
    registers,
  });
  const lettersAge = new Gauge({
    name: 'niveau_letters_oldest_seconds',
    help: 'Age of the oldest of them, by their state.',
    labelNames: ['state'],
    registers,
  });
  const tries = new Counter({
    name: 'niveau_delivery_tries_total',
    help: 'Tries to deliver, by destination and how they ended.',
    labelNames: ['destination', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'niveau_delivery_seconds',
    help: 'How long a try to deliver took.',
    labelNames: ['destination'],
    buckets: seconds,
    registers,
  });
  const requests = new Histogram({
    name: 'niveau_request_seconds',
    help: 'How long a request took, by the pattern of its route.',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  for (const [name, help, value] of [
    ['niveau_store_commits_total', 'Transactions committed by this instance.', () => commits.count],
    ['niveau_store_writes_total', 'Writes in those transactions.', () => commits.writes],
  ] as const) {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  }
  return {
    contentType: registry.contentType,
    text: async () => {
      const depths = await desk.depths();
      depth.reset();
      age.reset();
      for (const { destination, state, count, oldest } of depths) {
        depth.set({ destination, state }, count);
        age.set({ destination, state }, Math.max(0, (Date.now() - oldest) / 1000));
      }
      const counts = await letterDesk.counts();
      letters.reset();
      lettersAge.reset();
      for (const { state, count, oldest } of counts) {
        letters.set({ state }, count);
        lettersAge.set({ state }, Math.max(0, (Date.now() - oldest) / 1000));
      }
      return registry.metrics();
    },
    delivery: (destination, code, ms) => {
      tries.inc({ destination, code });
      durations.observe({ destination }, ms / 1000);
    },
    request: (method, route, status, ms) => requests.observe({ method, route, status }, ms / 1000),
  };
}
