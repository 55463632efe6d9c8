import { html, nothing, type TemplateResult } from 'lit-html';
import type { OperatorWord } from '../words-operators.ts';
import type { DeliveryRow } from './ask.ts';
import { type Filter, views } from './filter.ts';
import { type Go, total } from './glance.ts';
import type { Page, Paged } from './state.ts';
import { countText, momentText, sinceText } from './times.ts';

/** What the list does. */
export interface ListDeeds {
  readonly go: Go;
  readonly open: (number: number) => void;
  /** Turns to the page that begins there; undefined is the first. */
  readonly turn: (begins: readonly (number | undefined)[]) => void;
  /** Has the service count what would be done: with those chosen, or with all that the filter shows. */
  readonly count: (deed: 'retry' | 'skip', numbers: readonly number[] | undefined) => void;
}

/** The deliveries of a view, a page at a time, and what can be done with them. */
export function listView(page: Page, deeds: ListDeeds): TemplateResult {
  const { say, state } = page;
  const { deliveries } = state;
  return html`<section class="deliveries" aria-labelledby="leverancer"><h2 id="leverancer" tabindex="-1">${say('deliveries')}</h2>
${filterView(page, deeds.go)}
${state.done === undefined ? nothing : html`<div class="done"><p>${page.tell(state.done)}</p></div>`}
${deliveries === undefined ? html`<p>${say('loading')}</p>` : html`${deedsView(page, deliveries, deeds)}${tableView(page, deliveries, deeds)}${pagesView(page, { paged: deliveries, total: totalOf(page), turn: deeds.turn })}`}
</section>`;
}

function filterView(page: Page, go: Go): TemplateResult {
  const { say, state } = page;
  const { filter, overview } = state;
  const change = (part: Partial<Filter>) => go({ ...filter, ...part });
  const picked = (event: Event) => (event.target as HTMLSelectElement).value;
  const names = new Set([
    ...(overview?.destinations ?? []).map(({ name }) => name),
    ...(filter.destination === undefined ? [] : [filter.destination]),
  ]);
  const onView = (event: Event) => {
    const view = views.find((one) => one === picked(event));
    if (view !== undefined) change({ view, code: undefined });
  };
  const onDestination = (event: Event) => change({ destination: picked(event) || undefined });
  const cause =
    filter.code === undefined
      ? nothing
      : html`<p class="cause">${say('onlyCause', { code: filter.code })} <button type="button" class="link" @click=${() => change({ code: undefined })}>${say('anyCause')}</button></p>`;
  return html`<div class="filter"><p><label for="vis">${say('show')}</label><select id="vis" .value=${filter.view} @change=${onView}>${views.map(
    (view) => html`<option value=${view} ?selected=${view === filter.view}>${say(view)}</option>`,
  )}</select></p>
<p><label for="modtager">${say('destination')}</label><select id="modtager" @change=${onDestination}><option value="" ?selected=${filter.destination === undefined}>${say('all')}</option>${[
    ...names,
  ].map(
    (name) => html`<option value=${name} ?selected=${name === filter.destination}>${name}</option>`,
  )}</select></p>${cause}</div>`;
}

/** How many the filter shows in all, where the overview has counted them. */
export function totalOf({ state: { overview, filter } }: Page): number | undefined {
  const { view, destination, code } = filter;
  if (overview === undefined || view === 'delivered' || view === 'skipped') return undefined;
  const chosen = overview.destinations.filter(({ name }) => destination === undefined || name === destination);
  if (code === undefined) return total({ ...overview, destinations: chosen }, view).count;
  const causes = chosen.flatMap((one) => one.causes).filter((one) => one.code === code && one.view === view);
  return view === 'waiting' ? undefined : causes.reduce((sum, { count }) => sum + count, 0);
}

/** Dead ones can be tried again; dead and waiting ones can be skipped. */
function deedsView(page: Page, { rows }: Paged<DeliveryRow>, { count }: ListDeeds): TemplateResult | typeof nothing {
  const { state, say } = page;
  const { view } = state.filter;
  if (view === 'delivered' || view === 'skipped' || rows.length === 0) return nothing;
  const chosen = rows.filter(({ number }) => state.chosen.has(number)).map(({ number }) => number);
  const some = chosen.length > 0;
  const all = countText(totalOf(page) ?? rows.length, state.language);
  const text = (deed: 'retry' | 'skip'): string => {
    if (!some) return say(deed === 'retry' ? 'retryAll' : 'skipAll', { count: all });
    if (chosen.length === 1) return say(deed === 'retry' ? 'retryOneChosen' : 'skipOneChosen');
    return say(deed === 'retry' ? 'retryChosen' : 'skipChosen', { count: chosen.length });
  };
  const button = (deed: 'retry' | 'skip') =>
    html`<button type="button" data-deed=${deed} ?disabled=${state.busy} @click=${() => count(deed, some ? chosen : undefined)}>${text(deed)}</button>`;
  // Whatever waits is skipped only where it was chosen: the next moment others wait.
  if (view !== 'dead') return some ? html`<p class="deeds">${button('skip')}</p>` : nothing;
  return html`<p class="deeds">${button('retry')} ${button('skip')}</p>`;
}

function tableView(page: Page, { rows, next }: Paged<DeliveryRow>, { open }: ListDeeds): TemplateResult {
  const { say, state } = page;
  const { view } = state.filter;
  if (rows.length === 0) return html`<p class="empty">${say(next === undefined ? `${view}None` : 'noneYet')}</p>`;
  const isDone = view === 'delivered' || view === 'skipped';
  const choosing = isDone ? nothing : chooseAll(page, rows);
  const head = (['number', 'destination', 'what', isDone ? 'ended' : 'since', 'tries', 'why'] as const).map(
    (word) => html`<th scope="col">${say(word)}</th>`,
  );
  return html`<table class="rows"><caption class="hidden">${say('deliveries')}: ${say(view)}</caption><thead><tr>${choosing}${head}<th scope="col"><span class="hidden">${say('open')}</span></th></tr></thead>
<tbody>${rows.map((row) => rowView(page, row, { isDone, open }))}</tbody></table>`;
}

function chooseAll(page: Page, rows: readonly DeliveryRow[]): TemplateResult {
  const { chosen } = page.state;
  const all = rows.every(({ number }) => chosen.has(number));
  const toggle = () => page.change({ chosen: new Set(all ? [] : rows.map(({ number }) => number)) });
  return html`<th scope="col" class="choice"><input type="checkbox" aria-label=${page.say('chooseAll')} .checked=${all} @change=${toggle}></th>`;
}

function rowView(
  page: Page,
  row: DeliveryRow,
  { isDone, open }: { readonly isDone: boolean; readonly open: ListDeeds['open'] },
): TemplateResult {
  const { say, state } = page;
  const { number, destination, receiver, form, event, tries, code, text, createdAt, nextAt, endedAt } = row;
  const moment = isDone ? (endedAt ?? createdAt) : createdAt;
  const toggle = (change: Event) => {
    const chosen = new Set(state.chosen);
    if ((change.target as HTMLInputElement).checked) chosen.add(number);
    else chosen.delete(number);
    page.change({ chosen });
  };
  const choice = isDone
    ? nothing
    : html`<td class="choice"><input type="checkbox" aria-label=${say('choose', { number })} .checked=${state.chosen.has(number)} @change=${toggle}></td>`;
  const later =
    nextAt === undefined || code === undefined
      ? nothing
      : html` <span class="quiet next">${say('nextTry', { time: momentText(nextAt, state.language) })}</span>`;
  const untried =
    tries === 0 && row.state === 'pending' ? html`<span class="quiet">${say('notTried')}</span>` : nothing;
  const why =
    code === undefined || code === 'delivered' ? untried : html`${text ?? nothing} <code>${code}</code>${later}`;
  const now = row.state === 'sending' ? html` <span class="basis">${say('sending')}</span>` : nothing;
  return html`<tr>${choice}<th scope="row" data-label=${say('number')}>${number}</th>
<td data-label=${say('destination')}>${destination}${receiver === undefined ? nothing : html` <span class="quiet">→ ${receiver}</span>`}</td>
<td data-label=${say('what')} class="what">${formText(page, form)}, ${wordFor(page, event)}${now}</td>
<td data-label=${say(isDone ? 'ended' : 'since')}><time datetime=${moment}>${momentText(moment, state.language)}</time> <span class="quiet">${sinceText(moment, state.language)}</span></td>
<td data-label=${say('tries')} class="figure">${tries}</td><td data-label=${say('why')} class="why">${why}</td>
<td class="way"><button type="button" class="link" aria-label=${say('openOne', { number })} @click=${() => open(number)}>${say('open')}</button></td></tr>`;
}

/** A code of the service by its word. */
export function wordFor({ say }: Page, code: string): string {
  return isWord(code) ? say(code) : code;
}

/** The form of a delivery; the page for people may go along with a letter. */
export function formText(page: Page, form: string): string {
  const [kind = '', beside] = form.split('+');
  const text = wordFor(page, kind);
  return beside === undefined ? text : page.say('withPdf', { form: text });
}

const codeWords = [
  ...['Bundle', 'PDF', 'notification', 'XDIS91', 'XREF15', 'care-communication'],
  ...['new', 'amended', 'withdrawn', 'late', 'superseded', 'restored', 'forslag', 'vurderet', 'aftalt'],
  ...['pending', 'sending', 'dead', 'delivered', 'skipped'],
  ...['partner-missing', 'receipt-awaited', 'receipt-overdue', 'receipt-negative', 'unmatched'],
];

function isWord(code: string): code is OperatorWord {
  return codeWords.includes(code);
}

interface Pages {
  readonly paged: Paged<unknown>;
  readonly total: number | undefined;
  readonly turn: ListDeeds['turn'];
}

/** The ways to the pages before and after; nothing where there is one page. */
export function pagesView(page: Page, { paged, total: all, turn }: Pages): TemplateResult | typeof nothing {
  const { rows, begins, next } = paged;
  const { say, state } = page;
  if (begins.length === 1 && next === undefined) return nothing;
  const values = { page: begins.length, count: rows.length, total: countText(all ?? 0, state.language) };
  const way = (word: OperatorWord, to: readonly (number | undefined)[] | undefined) =>
    html`<button type="button" ?disabled=${state.busy || to === undefined} @click=${() => to && turn(to)}>${say(word)}</button>`;
  const before = begins.length > 1 ? begins.slice(0, -1) : undefined;
  return html`<nav class="pages" aria-label=${say('onPage', values)}><p>${say(all === undefined ? 'onPage' : 'onPageOf', values)}</p>
<p class="deeds">${way('firstPage', before && [undefined])} ${way('previous', before)} ${way('next', next === undefined ? undefined : [...begins, next])}</p></nav>`;
}
