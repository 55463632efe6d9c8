import { html, svg, type TemplateResult } from 'lit-html';
import type { Hour } from './ask.ts';
import type { Page } from './state.ts';
import { countText, momentText } from './times.ts';

const width = 560;
const height = 190;
const foot = 22;
const head = 16;

/** Tries per hour as columns, what was sent below and what failed on top; the table beside says the same. */
export function hoursView(page: Page, hours: readonly Hour[]): TemplateResult {
  const { say, state } = page;
  const { language } = state;
  const sum = (what: 'delivered' | 'failed') => hours.reduce((all, hour) => all + hour[what], 0);
  if (sum('delivered') + sum('failed') === 0) {
    return html`<section class="hours" aria-labelledby="timer"><h2 id="timer">${say('hours')}</h2><p>${say('hoursNone')}</p></section>`;
  }
  const most = Math.max(0, ...hours.map(({ delivered, failed }) => delivered + failed));
  const told = say('hoursTold', {
    delivered: countText(sum('delivered'), language),
    failed: countText(sum('failed'), language),
    most: countText(most, language),
  });
  const rows = hours
    .toReversed()
    .map(
      ({ from, delivered, failed }) =>
        html`<tr><th scope="row">${momentText(from, language)}</th><td>${countText(delivered, language)}</td><td>${countText(failed, language)}</td></tr>`,
    );
  return html`<section class="hours" aria-labelledby="timer"><h2 id="timer">${say('hours')}</h2><p>${told}</p>
${plot(page, hours, most, told)}
<p class="legend"><span class="key sent"></span>${say('sentTries')} <span class="key failed"></span>${say('failedTries')}</p>
<details><summary>${say('asTable')}</summary><table class="figures"><thead><tr><th scope="col">${say('hour')}</th><th scope="col">${say('sentTries')}</th><th scope="col">${say('failedTries')}</th></tr></thead><tbody>${rows}</tbody></table></details></section>`;
}

function plot(page: Page, hours: readonly Hour[], most: number, told: string): TemplateResult {
  const { language } = page.state;
  const top = niceTop(most);
  // Room for the figures beside, and for half of the last hour's own.
  const step = (width - 46 - 8) / Math.max(hours.length, 1);
  const scale = (count: number) => (count / top) * (height - foot - head);
  const base = height - foot;
  const columns = hours.map(({ from, delivered, failed }, index) => {
    const x = 46 + index * step + 2;
    const [low, high] = [scale(delivered), scale(failed)];
    const label = svg`<text x=${x + step / 2} y=${height - 5} text-anchor="middle">${hourText(from)}</text>`;
    return svg`<rect class="sent" x=${x} y=${base - low} width=${step - 4} height=${low}></rect>
<rect class="failed" x=${x} y=${base - low - high} width=${step - 4} height=${high}></rect>${index % 3 === (hours.length - 1) % 3 ? label : ''}`;
  });
  const lines = [0, 0.5, 1].map(
    (part) =>
      svg`<path class="line" d=${`M46 ${base - scale(top * part)}H${width}`}></path><text x="40" y=${base - scale(top * part) + 4} text-anchor="end">${countText(top * part, language)}</text>`,
  );
  return html`<svg class="columns" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${told}>${lines}${columns}</svg>`;
}

function hourText(from: string): string {
  return String(new Date(from).getHours()).padStart(2, '0');
}

/** An even number that is easy to read, at or above the highest column. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [2, 4, 6, 8, 10].map((times) => times * power).find((top) => top >= most) ?? 2;
}
