import type { Problem } from '../outcome/problem.ts';
import type { Desk } from './desk.ts';

/**
 * A destination that nothing was ever for and that nothing leads to (`led`) is a slip: an empty list would say that all
 * is well there. Code: destination-unknown, with those that there are.
 */
export async function destinationProblem(
  desk: Desk,
  destination: string | undefined,
  led: () => Iterable<string>,
): Promise<Problem | undefined> {
  if (destination === undefined) return undefined;
  const names = new Set([...led(), ...(await desk.depths()).map((depth) => depth.destination)]);
  // What has arrived is looked at last: there may be a million of them, by no index of their destination.
  if (names.has(destination) || (await desk.list({ destination, limit: 1 })).length > 0) return undefined;
  const known = names.size === 0 ? '-' : [...names].sort().join(', ');
  return { code: 'destination-unknown', place: { option: 'destination' }, values: { known } };
}
