import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { danishDay, momentOf } from '../../src/scoring/day.ts';
import { dayText } from '../page.ts';
import type { Earlier, Page } from '../state.ts';
import { levelOf } from './course.ts';

const width = 340;
/** What the last level is drawn by, when it was stated just now. */
const tail = 24;
/** Figures that stand closer would run into each other; the list has them all. */
const closest = 12;

/** The levels as a line of steps along the time, the oldest first. The list beside it says the same in words. */
export function plot(page: Page, earlier: readonly Earlier[], now: number): TemplateResult | typeof nothing {
  const counted = earlier.filter((one) => levelOf(one) !== undefined).reverse();
  const top = page.state.form?.variant.levels.at(-1)?.ordinal ?? 0;
  if (counted.length < 2 || top === 0) return nothing;
  const moments = counted.map(momentIn).map((_, index, all) => Math.max(...all.slice(0, index + 1)));
  const [first = 0, end = 0] = [moments[0], Math.max(now, moments.at(-1) ?? 0)];
  const x = (moment: number) => ((moment - first) / Math.max(end - first, 1)) * (width - tail);
  const y = (level: number) => 8 + (1 - level / top) * 80;
  const steps = counted.map((one, index) => ({ level: levelOf(one) ?? 0, at: x(moments[index] ?? first) }));
  const path = steps.map(
    ({ level, at }, index) =>
      `${index === 0 ? 'M' : 'V'}${index === 0 ? `${at} ` : ''}${y(level)}H${steps[index + 1]?.at ?? width}`,
  );
  const marks = steps
    .filter(({ at }, index) => (steps[index + 1]?.at ?? width) - at >= closest)
    .map(({ level, at }) => svg`<text x=${at + 2} y=${y(level) - 4}>${level}</text>`);
  const days = [first, end].map((moment) => dayText(danishDay(new Date(moment).toISOString()), page.state.language));
  return html`<svg class="plot" viewBox=${`0 -8 ${width} 114`} aria-hidden="true"><path d=${path.join('')}></path>${marks}<text class="day" y="104">${days[0]}</text>${days[0] === days[1] ? nothing : svg`<text class="day" x=${width} y="104" text-anchor="end">${days[1]}</text>`}</svg>`;
}

/** By the clock where the level is of the day on which it was first assessed, else in the middle of its day. */
function momentIn({ day, first }: Earlier): number {
  return danishDay(first) === day ? momentOf(first) : momentOf(`${day}T12:00:00Z`);
}
