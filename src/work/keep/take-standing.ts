import type { KeptResponse, Records } from './records.ts';
import { isLevel, superseded } from './standing.ts';

/** A response whose place among the citizen's levels has changed. */
export interface Change {
  readonly response: KeptResponse;
  /** The one that took its place; undefined where it is in force again, or a suggestion that stands. */
  readonly by: KeptResponse | undefined;
}

/** A response whose version has just been kept. */
export interface Changed {
  readonly own: KeptResponse;
  /** As it was before, where it was kept before. */
  readonly known: KeptResponse | undefined;
}

/**
 * Notes which of the citizen's responses have lost their place to another one, or have it again, and gives them. One
 * that was closed already stays so, whoever is above it now: only those are read that stand, however many there are.
 */
export async function takeStanding(records: Records, { own, known }: Changed): Promise<readonly Change[]> {
  const { number, citizen, variant } = own;
  const stood = known !== undefined && isLevel(known) && known.supersededBy === undefined;
  const candidates = new Map(
    [
      ...(await records.standing(citizen)),
      // Those below the one that has moved, or gone.
      ...(stood ? await records.newest(citizen, variant) : []),
      ...(isLevel(own) ? [own] : []),
    ].map((one) => [one.number, one]),
  );
  const inOrder = [...candidates.values()].sort((one, other) => one.number - other.number);
  const changes: Change[] = [];
  for (const group of Map.groupBy(inOrder, (one) => one.variant).values()) {
    const above = aboveEach(group);
    for (const response of group) {
      const by = above(response);
      // Of its own, which may have said no level for a while, another one may be above now than the last one that was.
      const isOwn = response.number === number;
      const stays = isOwn
        ? by?.number === response.supersededBy
        : (by === undefined) === (response.supersededBy === undefined);
      if (stays) continue;
      await records.supersede(response.number, by?.number);
      // It stands again since this one has moved, or gone: that was the one above it.
      const again = by === undefined && !isOwn;
      changes.push({ response: again ? { ...response, supersededBy: number } : response, by });
    }
  }
  return changes;
}

/**
 * A response with the one that is above it now: kept with it is which one has closed it. Where it takes part no more,
 * the last one that was above it.
 */
export async function withAbove(records: Records, response: KeptResponse): Promise<KeptResponse> {
  const { number, citizen, variant, supersededBy } = response;
  if (supersededBy === undefined || !isLevel(response)) return response;
  const standing = (await records.standing(citizen)).filter((one) => one.variant === variant && one.number !== number);
  return { ...response, supersededBy: aboveEach([...standing, response])(response)?.number ?? supersededBy };
}

/** Which of some responses of one variant is above one of them. */
function aboveEach(group: readonly KeptResponse[]): (response: KeptResponse) => KeptResponse | undefined {
  const stated = group.flatMap(({ number, level, firstAuthored }) =>
    level === undefined
      ? []
      : [{ response: number, day: level.day, authored: firstAuthored ?? 0, suggested: level.basis === 'forslag' }],
  );
  const by = superseded(stated);
  return ({ number }) => group.find((one) => one.number === by.get(number));
}
