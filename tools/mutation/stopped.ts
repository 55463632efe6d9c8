import { Worker } from 'node:worker_threads';

/** Most that one test may take of the processor, in microseconds: some times what the slowest takes. */
const most = 2_000_000;

/** Runs steps one after the other, each until it ends or is stopped because it took too much of the processor. */
export class StoppedRuns {
  readonly #run = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker = new Worker(new URL('./stop.ts', import.meta.url), { workerData: { run: this.#run, most } });
  #count = 0;
  #stopped: (count: number) => void = () => undefined;

  constructor() {
    this.#worker.on('message', (count: number) => this.#stopped(count));
    this.#worker.unref();
  }

  /** What the step gives; `stopped` where it was stopped. */
  async run<Result>(step: () => Promise<Result>): Promise<Result | 'stopped'> {
    this.#count += 1;
    const own = this.#count;
    const stopped = new Promise<'stopped'>((resolve) => {
      this.#stopped = (count) => {
        if (count === own) resolve('stopped');
      };
    });
    Atomics.store(this.#run, 0, own);
    try {
      // Begun by the event loop: what is stopped takes all with it that called it.
      return await Promise.race([Promise.resolve().then(step), stopped]);
    } finally {
      Atomics.store(this.#run, 0, 0);
    }
  }
}
