import { checkPlain, isHandling, refuseQuery } from '../query.ts';
import type { Incoming } from '../route.ts';
import { checkPageAlone } from './paging.ts';
import { answerParameters } from './parameters.ts';

const repeating = answerParameters.flatMap(({ name, repeats }) => (repeats ? [name] : []));

/** Shorter answers of R4 that are not made here: what is kept is told in full, which R4 lets a server do. */
const toldInFull = ['true', 'text', 'data'];

/** The values that change an answer, or say that it is to be as it is anyway. */
const followed: Readonly<Record<string, readonly string[]>> = {
  _summary: ['count', 'false'],
  _total: ['none', 'estimate', 'accurate'],
};

/**
 * What is asked of the answer, as far as it is followed, so that the self link tells no more than was done. A value
 * that there is not is refused, unless the client takes less (`Prefer: handling=lenient`); one of R4's that is not
 * followed is left out, unless the client wants to be told (`handling=strict`). Codes: query-value, query-modifier.
 */
export function asFollowed(incoming: Incoming): Incoming {
  const { query, prefer } = incoming;
  const followedOf = new URLSearchParams();
  for (const [given, value] of query) {
    const [name = ''] = given.split(':', 1);
    const answers = answerParameters.some((one) => one.name === name);
    if (answers) checkPlain(query, given, repeating.includes(name));
    if (!answers || isFollowed(name, value, prefer)) followedOf.append(given, value);
  }
  checkPageAlone(query);
  return { ...incoming, query: followedOf };
}

function isFollowed(name: string, value: string, prefer: string): boolean {
  const values = followed[name];
  if (values === undefined || values.includes(value)) return true;
  const isOfR4 = name === '_summary' && toldInFull.includes(value);
  const isLeftOut = isOfR4 ? !isHandling('strict', prefer) : isHandling('lenient', prefer);
  return isLeftOut ? false : refuseQuery(name, values.join(' / '));
}
