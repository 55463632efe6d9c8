import { isDeclined } from '../../scoring/decision.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import type { DeliveryEvent, Left } from '../keep/records.ts';
import { isLetter, isMessage } from './form.ts';
import type { Conditions, Route, Routes } from './route.ts';

/** What may leave: a level, and on what occasion. */
export interface Occasion {
  readonly event: DeliveryEvent;
  readonly variant: string;
  /** Undefined where the response states no level. */
  readonly statement: LevelStatement | undefined;
  /** A newer level has taken its place. */
  readonly history: boolean;
  /** It came by letter, and stands in no response. */
  readonly byLetter: boolean;
  /**
   * By which routes, and to whom, anything has left before of the responses that become other than they were, the last
   * one first.
   */
  readonly left: readonly Left[];
}

/**
 * Why a level leaves by a route (`meets` its conditions, or `follows` what left before), or which condition keeps it;
 * `other-route` where another one takes the message to the same receiver.
 */
export type Reason = 'meets' | 'follows' | keyof Conditions | 'history' | 'receiver' | 'by-letter' | 'other-route';

export interface Choice {
  readonly route: Route;
  /**
   * For whom it leaves: names of organisations for a letter, undefined once for any other form; empty where it does not
   * leave.
   */
  readonly receivers: readonly (string | undefined)[];
  readonly reason: Reason;
}

const letterEvents: readonly DeliveryEvent[] = ['new', 'amended', 'withdrawn'];

/**
 * By which routes a level leaves. What changes something that has left goes the same way, whatever the conditions say:
 * an amendment, a withdrawal, a newer level in the place of an older one. Else a receiver would act on a level that
 * counts no more.
 */
export function chooseRoutes({ routes, parties }: Routes, occasion: Occasion): readonly Choice[] {
  return onceEach(
    routes.map((route) => choose(route, parties, occasion)),
    occasion.left,
  );
}

/**
 * Nobody gets two messages about one change by one destination: each would be one of the thread, where the second of
 * two letters has the id of the first, and counts once. It goes by the route that the one before went by, else by the
 * first.
 */
function onceEach(choices: readonly Choice[], left: readonly Left[]): readonly Choice[] {
  const takers = new Map<string, { readonly choice: Choice; readonly rank: number }>();
  for (const choice of choices) {
    for (const receiver of choice.receivers) {
      const key = threadOf(choice.route, receiver);
      if (key === undefined) continue;
      const found = left.findIndex((one) => one.route === choice.route.name && one.receiver === receiver);
      const rank = found < 0 ? left.length : found;
      const taker = takers.get(key);
      if (taker === undefined || rank < taker.rank) takers.set(key, { choice, rank });
    }
  }
  return choices.map((choice) => {
    const own = choice.receivers.filter((receiver) => {
      const key = threadOf(choice.route, receiver);
      return key === undefined || takers.get(key)?.choice === choice;
    });
    if (own.length === choice.receivers.length) return choice;
    return { ...choice, receivers: own, reason: own.length === 0 ? 'other-route' : choice.reason };
  });
}

/** A message with its page and one without are of one thread; undefined for what is no message. */
function threadOf({ destination, form }: Route, receiver: string | undefined): string | undefined {
  return isMessage(form) ? JSON.stringify([destination, receiver]) : undefined;
}

function choose(route: Route, parties: Routes['parties'], occasion: Occasion): Choice {
  const { event, left } = occasion;
  // Whoever wrote it knows it; an answer by letter would go round and round.
  if (occasion.byLetter && route.form !== 'Bundle') return { route, receivers: [], reason: 'by-letter' };
  const before = new Set(left.filter(({ route: name }) => name === route.name).map(({ receiver }) => receiver));
  if (!isLetter(route.form)) {
    // A page shows one level.
    const page = route.form === 'PDF' && occasion.statement === undefined ? 'levels' : undefined;
    const unmet = unmetBy(route.when, occasion) ?? page;
    const leaves = unmet === undefined || before.size > 0;
    return { route, receivers: leaves ? [undefined] : [], reason: reasonFor(unmet, before.size > 0) };
  }
  // Whoever got both levels by letter knows by their days which one counts.
  if (event === 'superseded' || event === 'restored') return { route, receivers: [], reason: 'events' };
  const unmet = unmetByLetter(route, occasion);
  const now = unmet === undefined ? receiversOf(route, parties, occasion) : [];
  const receivers = [...new Set([...now, ...before])];
  return { route, receivers, reason: reasonFor(unmet ?? (now.length === 0 ? 'receiver' : undefined), before.size > 0) };
}

function reasonFor(unmet: Reason | undefined, follows: boolean): Reason {
  if (unmet === undefined) return 'meets';
  return follows ? 'follows' : unmet;
}

function unmetBy(
  { variants, levels, basis = ['vurderet', 'aftalt'], events, parties }: Conditions,
  { event, variant, statement }: Occasion,
): keyof Conditions | undefined {
  if (variants?.includes(variant) === false) return 'variants';
  if (!basis.includes(statement?.basis ?? 'forslag')) return 'basis';
  if (levels?.includes(statement?.level.code ?? '') === false) return 'levels';
  if (events?.includes(event) === false) return 'events';
  if (parties?.some((party) => partiesOf(statement).has(party)) === false) return 'parties';
  return undefined;
}

/**
 * A letter tells of a level that is in force, unless its route asks for late ones by name; a withdrawal only to whoever
 * got the level.
 */
function unmetByLetter({ when }: Route, occasion: Occasion): Reason | undefined {
  const { event, history, statement } = occasion;
  const unmet = unmetBy({ ...when, events: when.events ?? letterEvents }, occasion);
  if (unmet !== undefined) return unmet;
  if (statement === undefined) return 'levels';
  if (event === 'withdrawn') return 'events';
  return history && event !== 'late' ? 'history' : undefined;
}

function receiversOf({ receiver }: Route, parties: Routes['parties'], { statement }: Occasion): readonly string[] {
  if (receiver !== undefined) return [receiver];
  return [...partiesOf(statement)].flatMap((party) => parties.get(party) ?? []);
}

/** Who has something to do at this level. */
function partiesOf(statement: LevelStatement | undefined): ReadonlySet<string> {
  const actions = statement?.actions.filter((decision) => !isDeclined(decision)) ?? [];
  return new Set(actions.flatMap(({ action }) => action.parties.map(({ code }) => code)));
}
