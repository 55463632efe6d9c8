import { readStoreSettings } from '../config.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { environmental } from './exit.ts';

/** Work at the store beside the service that may be running. What is refused on the way is the environment's. */
export async function atStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  try {
    const store = await openStore(readStoreSettings(process.env), { alone: false });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw environmental(error);
  }
}

/** A time of the store's as a line of a list has it. */
export function timeText(moment: number): string {
  return new Date(moment).toISOString();
}
