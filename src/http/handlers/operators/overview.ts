import type { Cause } from '../../../outbox/desk.ts';
import type { Operators } from '../../../outbox/operators.ts';
import type { Language } from '../../../outcome/outcome.ts';
import { type Handler, jsonAnswer } from '../../route.ts';
import { stateTexts } from '../letters/state.ts';
import { explained, timeOf } from './told.ts';

/** Hours that are counted. */
const hours = 24;

/** Everything at a glance: counts, moments, codes and names of ours. */
export function overview({ desk, letters, routes, kinds }: Operators): Handler {
  return async ({ language }) => {
    const [causes, counts, tries] = [await desk.causes(), await letters.counts(), await desk.hours(hours)];
    const names = new Set([...kinds.keys(), ...causes.map(({ destination }) => destination)]);
    return jsonAnswer({
      destinations: [...names].map((name) => ({
        name,
        // Undefined for one that no route leads to any more: what waits for it waits until somebody skips it.
        kind: kinds.get(name),
        ...standing(
          causes.filter(({ destination }) => destination === name),
          language,
        ),
      })),
      letters: counts.map(({ state, count, oldest }) => ({
        ...{ state, text: stateTexts[state][language], count, oldest: timeOf(oldest) },
      })),
      hours: tries.map(({ from, ...told }) => ({ from: timeOf(from), ...told })),
      routes: routes.map(({ name, destination, form, receiver, when }) => ({
        name,
        destination,
        form,
        receiver,
        when,
      })),
    });
  };
}

/** What stands at one destination: what waits, what of it has failed before, what is dead; and why. */
function standing(causes: readonly Cause[], language: Language): object {
  const waiting = causes.filter(({ state }) => state === 'pending');
  return {
    waiting: summed(waiting),
    failing: summed(waiting.filter(({ code }) => code !== undefined)),
    dead: summed(causes.filter(({ state }) => state === 'dead')),
    causes: causes.flatMap(({ state, code, count, oldest }) => {
      const view = state === 'dead' ? 'dead' : 'failing';
      return code === undefined ? [] : [{ view, ...explained(code, language), count, oldest: timeOf(oldest) }];
    }),
  };
}

function summed(causes: readonly Cause[]): object {
  const oldest = causes.length === 0 ? undefined : Math.min(...causes.map((cause) => cause.oldest));
  return { count: causes.reduce((sum, { count }) => sum + count, 0), oldest: timeOf(oldest) };
}
