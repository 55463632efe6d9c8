import { momentOf } from '../../src/scoring/day.ts';
import type { FactorAnswer } from '../../src/scoring/types.ts';
import type { Earlier, Page } from '../state.ts';

/** The level that counts; a draft and what was withdrawn have none. */
export function levelOf({ response, assessment }: Earlier): number | undefined {
  const counts = response.status === 'completed' || response.status === 'amended';
  return counts ? assessment?.statement?.level.ordinal : undefined;
}

/** The last one before it that counts. */
export function before(earlier: readonly Earlier[], index: number): Earlier | undefined {
  return earlier.slice(index + 1).find((one) => levelOf(one) !== undefined);
}

/**
 * The newest first, as the service has it: by the day of the level, then by when it was first assessed. A correction
 * goes where its assessment stood, at whatever time it was written.
 */
export function inOrder(earlier: readonly Earlier[]): readonly Earlier[] {
  return earlier.toSorted((one, other) =>
    one.day === other.day ? momentOf(other.first) - momentOf(one.first) : one.day < other.day ? 1 : -1,
  );
}

/** Whether a level is higher or lower than the one before it. */
export function changeText(page: Page, one: Earlier, before: Earlier | undefined): string {
  const [level, other] = [levelOf(one), before && levelOf(before)];
  if (level === undefined || other === undefined) return '';
  if (level === other) return page.say('unchanged');
  return page.say(level > other ? 'higher' : 'lower', { by: Math.abs(level - other) });
}

/** Which factors are rated or weighed otherwise than in the one before it. */
export function factorChanges(page: Page, one: Earlier, before: Earlier | undefined): readonly string[] {
  if (levelOf(one) === undefined) return [];
  const others = new Map(before?.assessment?.factors.map((answer) => [answer.factor.code, answer]));
  return (one.assessment?.factors ?? []).flatMap((now) => {
    const was = others.get(now.factor.code);
    if (was === undefined || (was.rating === now.rating && was.weight === now.weight)) return [];
    const isWeighed = was.weight !== now.weight;
    const text = (answer: FactorAnswer) => answerText(page, answer, isWeighed);
    return [page.say('factorChanged', { factor: page.tell(now.factor.text), before: text(was), now: text(now) })];
  });
}

function answerText(page: Page, { rating, weightConcept }: FactorAnswer, isWeighed: boolean): string {
  const rated = rating === undefined ? page.say('unrated') : String(rating);
  return isWeighed ? `${rated} (${page.tell(weightConcept.text)})` : rated;
}
