import type { Operators } from '../../../outbox/operators.ts';
import { caredFor } from '../../../work/letters/desk.ts';
import { refuseQuery } from '../../query.ts';
import { type Handler, jsonAnswer } from '../../route.ts';
import { stateTexts } from '../letters/state.ts';
import { readPage } from './page-query.ts';
import { timeOf } from './told.ts';

/** A page of letters that somebody waits for or has to look at. Code: query-value. */
export function listLetters({ letters }: Operators): Handler {
  return async ({ query, language }) => {
    const { after, count } = readPage(query);
    const found = await letters.list({ states: statesOf(query.getAll('state')), after, limit: count + 1 });
    const shown = found.slice(0, count);
    return jsonAnswer({
      letters: shown.map(({ id, direction, type, sender, receiver, state, reason, createdAt, dueAt }) => ({
        ...{ id, direction, type, sender, receiver, state, text: stateTexts[state][language] },
        // The words of whoever refused it may name somebody: they are told where the letter is opened.
        reason: reason?.code,
        createdAt: timeOf(createdAt),
        dueAt: timeOf(dueAt),
      })),
      next: found.length > count ? shown.at(-1)?.number : undefined,
    });
  };
}

function statesOf(given: readonly string[]): typeof caredFor {
  if (given.length === 0) return caredFor;
  return given.map((state) => caredFor.find((known) => known === state) ?? refuseQuery('state', caredFor.join(', ')));
}
