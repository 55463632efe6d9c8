import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for young objects at the size that it has now. It would double with the traffic and never shrink: a
 * service that held 26 MB took 260 MB after 110,000 responses (bench/memory.ts). To be called once the program is
 * loaded, since loading gains from a larger one.
 */
export function keepYoungSpace(): void {
  cutSmallSlabs();
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Node cuts small Buffers from slabs, of 64 KB each. Where young objects are collected every 50 responses, such a slab
 * outlived two collections, counted as old and was held until V8 collected those: a stream held 190 MB after 10,000
 * lines and 300 after 500,000. Of 8 KB none lives that long. To be called in each thread.
 */
export function cutSmallSlabs(): void {
  Buffer.poolSize = 8_192;
}

/** Both halves of it, of 8 MB each. */
const steady = 16_777_216;

/** Milliseconds until a service sees that V8 has taken its space down. */
const lookEvery = 1_000;

/**
 * Holds that space of a service at 8 MB for each half. Chance would else decide whether it has 8 or 16: with 16 it
 * takes some 20 MB more, and is a little quicker. V8 takes it down to 1 MB while nobody calls, and lets it grow at the
 * end of a collection: each is looked at until it has grown. A service that was kept from growing for good collected
 * after every sixth request once it had been idle for some seconds, and all its garbage was marked as if it lived.
 */
export function steadyYoungSpace(): void {
  cutSmallSlabs();
  collectAlone();
  let mayGrow: boolean | undefined;
  const look = (): void => {
    const isSmall = sizeOfYoungSpace() < steady;
    if (isSmall === mayGrow) return;
    mayGrow = isSmall;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
    // Node tells of a collection at the price of some hundredths of all time.
    if (mayGrow) collections.observe({ entryTypes: ['gc'] });
    else collections.disconnect();
  };
  const collections = new PerformanceObserver(look);
  look();
  setInterval(look, lookEvery).unref();
}

function sizeOfYoungSpace(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}

/**
 * Has the threads that are started from now on begin with 4 MB in each half of that space. `keepYoungSpace` holds for
 * them too, and they would begin with 1 and stay there: those of a stream collected every second line, and took a fifth
 * more time. With 16 MB they are no quicker. Of more than four threads each gets half of it: eight took 460 MB.
 */
export function widenYoungSpaceOfThreads(threads = 1): void {
  collectAlone();
  setFlagsFromString(`--min-semi-space-size=${threads > 4 ? 2 : 4}`);
}

/**
 * Each thread collects its young objects itself, and frees the few Buffers that died with them. V8's own threads, which
 * would help, took the cores from the others: a stream of 100,000 lines took a twentieth more processor time on two
 * cores by the first, and the threads of a service a twenty-fifth more by the second.
 */
function collectAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--no-concurrent-array-buffer-sweeping');
}

/**
 * Has the threads that are started from now on collect between turns of their event loop, as soon as young objects fill
 * three tenths of their space and not eight. It is for work that comes in blocks: after one of them nothing of it
 * lives, and a collection takes a third of the time of one amid it.
 */
export function collectBetweenTurns(): void {
  setFlagsFromString('--minor-gc-task-trigger=30');
}

/**
 * Limits of a thread that reads what will be kept: young objects get 8 MB in each half of their space. Where that space
 * could grow, it grew until V8's limit lay less than its size above what lives, and V8 marked all of the thread's heap
 * every 60 creates: that took up to 300 us of processor time for each of them.
 */
export const steadyThread = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 24 } as const;

/**
 * Of each letter that gets a level some 500 bytes live for long, and are garbage when V8 collects its old objects. It
 * did that so late that a service held 162 MB after 10,000 letters and 195 after 70,000. Now it does once they take 40
 * percent more than what lived: 150 MB, and 161. Once many create at the same time, `collectSeldom` counts.
 */
export function collectOldSoon(): void {
  setFlagsFromString('--heap-growing-percent=40');
}

/**
 * What a create leaves behind dies young. Yet V8 marked all the rest, 30 MB of model and program, after every 90
 * creates of 64 callers, since its limit lay less than a space for young objects above what lived: a fifth of the
 * processor time of both threads. Now the limit lies so many percent above it; the service takes no more memory by it.
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=200');
}
