import { refuse } from '../outcome/problem.ts';

/** Runs a step while there is a slot for it. Code: too-many-at-once. */
export type Slots = <Result>(step: () => Result | Promise<Result>) => Promise<Result>;

/** At most `atOnce` steps at one time. */
export function createSlots(atOnce: number): Slots {
  let running = 0;
  return async (step) => {
    if (running >= atOnce) refuse('too-many-at-once');
    running += 1;
    try {
      return await step();
    } finally {
      running -= 1;
    }
  };
}
