const firstPause = 1_000;
const longestPause = 15 * 60_000;
/** A destination that asks for a longer pause is asked again all the same. */
const longestAsked = 60 * 60_000;

/**
 * So often a destination may say of one delivery that something of its own is in the way (409, 423), or fail at it
 * (500, a time-out) while it takes others between: with the pauses, two hours and more. Then it is given up, so that
 * what comes after it of the same citizen is not held up for good.
 */
export const mostRefusals = 20;

/**
 * Milliseconds until the next try: doubled with each one that failed, up to a quarter of an hour, a random half of it,
 * so that what failed together does not come back together; at least as long as the destination asks. `random`: 0 to 1.
 */
export function pauseAfter(failed: number, random: number, retryAfter = 0): number {
  const full = Math.min(firstPause * 2 ** Math.min(failed - 1, 20), longestPause);
  const pause = full / 2 + (random * full) / 2;
  return Math.round(Math.max(pause, Math.min(retryAfter, longestAsked)));
}
