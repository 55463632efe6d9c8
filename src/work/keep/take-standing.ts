import type { KeptResponse, Records } from './records.ts';
import { superseded } from './standing.ts';

/** A response whose place among the citizen's levels has changed. */
export interface Change {
  readonly response: KeptResponse;
  /** The one that took its place; undefined where it is in force again, or a suggestion that stands. */
  readonly by: KeptResponse | undefined;
}

/** Notes for each of the citizen's responses which one took its place, and gives those for which that has changed. */
export async function takeStanding(records: Records, citizen: number): Promise<readonly Change[]> {
  const responses = await records.levels(citizen);
  const changes: Change[] = [];
  for (const group of Map.groupBy(responses, ({ variant }) => variant).values()) {
    const stated = group.flatMap(({ number, level, firstAuthored }) =>
      level === undefined
        ? []
        : [{ response: number, day: level.day, authored: firstAuthored ?? 0, suggested: level.basis === 'forslag' }],
    );
    const by = superseded(stated);
    for (const response of group) {
      const above = by.get(response.number);
      if (above === response.supersededBy) continue;
      await records.supersede(response.number, above);
      // One that was closed already stays so, whoever is above it now.
      if (above !== undefined && response.supersededBy !== undefined) continue;
      changes.push({ response, by: group.find(({ number }) => number === above) });
    }
  }
  return changes;
}
