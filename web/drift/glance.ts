import { html, nothing, type TemplateResult } from 'lit-html';
import { filled } from '../page.ts';
import type { Language } from '../state.ts';
import { type OperatorWord, operatorWords } from '../words-operators.ts';
import type { Count, Destination, Overview } from './ask.ts';
import type { Filter } from './filter.ts';
import type { Page } from './state.ts';
import { countText, sinceText } from './times.ts';

/** Shows deliveries that are meant. */
export type Go = (filter: Filter) => void;

/** Letters whose receipt is overdue, or that were refused: somebody has to look. */
function overdueCount({ letters }: Overview): number {
  return letters.find(({ state }) => state === 'receipt-overdue')?.count ?? 0;
}

/** Of all destinations together. */
export function total(overview: Overview, what: 'waiting' | 'failing' | 'dead'): Count {
  const counts = overview.destinations.map((destination) => destination[what]);
  const [oldest] = counts.flatMap((one) => one.oldest ?? []).sort();
  const count = counts.reduce((sum, one) => sum + one.count, 0);
  return oldest === undefined ? { count } : { count, oldest };
}

/** What has to be cared for, in words; heard when it changes. */
export function verdict(overview: Overview, language: Language): readonly string[] {
  const told = (count: number, one: OperatorWord, many: OperatorWord) => {
    const text = operatorWords[count === 1 ? one : many][language];
    return count === 0 ? [] : [filled(text, { count: countText(count, language) })];
  };
  const sentences = [
    ...told(total(overview, 'dead').count, 'deadOne', 'deadMany'),
    ...told(overdueCount(overview), 'overdueOne', 'overdueMany'),
    ...told(total(overview, 'failing').count, 'failingOne', 'failingMany'),
  ];
  return sentences.length === 0 ? [operatorWords.allWell[language]] : sentences;
}

/** Everything at a glance: four counts, each a way to what it counts. */
export function glanceView(page: Page, overview: Overview, go: Go): TemplateResult {
  const { say } = page;
  const letters = overview.letters.find(({ state }) => state === 'receipt-overdue');
  const tile = (view: 'waiting' | 'failing' | 'dead', hint: OperatorWord) => {
    const href = `#view=${view}`;
    const chosen = (event: Event) => {
      event.preventDefault();
      go({ view, destination: undefined, code: undefined });
    };
    return tileView(page, { word: view, hint, count: total(overview, view), href, chosen, bad: view === 'dead' });
  };
  const toLetters = (event: Event) => {
    event.preventDefault();
    document.getElementById('breve')?.focus();
    document.getElementById('breve')?.scrollIntoView();
  };
  return html`<section class="glance" aria-labelledby="nu"><h2 id="nu">${say('now')}</h2>
<ul class="verdict">${verdict(overview, page.state.language).map((sentence) => html`<li>${sentence}</li>`)}</ul>
<ul class="tiles">${tile('waiting', 'waitingHint')}${tile('failing', 'failingHint')}${tile('dead', 'deadHint')}
${tileView(page, { word: 'overdue', hint: 'overdueHint', count: letters ?? { count: 0 }, href: '#breve', chosen: toLetters, bad: true })}</ul></section>`;
}

interface Tile {
  readonly word: OperatorWord;
  readonly hint: OperatorWord;
  readonly count: Count;
  readonly href: string;
  readonly chosen: (event: Event) => void;
  /** Whether any at all is one too many. */
  readonly bad: boolean;
}

function tileView(page: Page, { word, hint, count, href, chosen, bad }: Tile): TemplateResult {
  const { language } = page.state;
  const since = count.oldest === undefined ? undefined : sinceText(count.oldest, language);
  return html`<li class=${`tile${count.count > 0 && bad ? ' stuck' : ''}${count.count === 0 ? ' clear' : ''}`}><a href=${href} @click=${chosen}><b>${countText(count.count, language)}</b> <span class="name">${page.say(word)}</span>
<span class="hint">${page.say(hint)}</span> ${since === undefined ? nothing : html`<span class="hint">${page.say('oldest', { since })}</span>`}</a></li>`;
}

/** For whom something waits, since when, and what is wrong with it. */
export function destinationsView(page: Page, { destinations }: Overview, go: Go): TemplateResult {
  const { say } = page;
  const rows =
    destinations.length === 0
      ? html`<p>${say('noDestinations')}</p>`
      : html`<ul class="destinations">${destinations.map((one) => destinationView(page, one, go))}</ul>`;
  return html`<section aria-labelledby="modtagere"><h2 id="modtagere">${say('destinations')}</h2>${rows}</section>`;
}

function destinationView(page: Page, destination: Destination, go: Go): TemplateResult {
  const { say, state } = page;
  const { name, kind, waiting, failing, dead, causes } = destination;
  const counts = (
    [
      ['waiting', waiting],
      ['failing', failing],
      ['dead', dead],
    ] as const
  ).map(
    ([view, one]) =>
      html`<div class=${one.count === 0 ? 'quiet' : ''}><dt>${say(view)}</dt><dd>${countText(one.count, state.language)}</dd></div>`,
  );
  const since = waiting.oldest ?? dead.oldest;
  const oldest =
    since === undefined
      ? nothing
      : html`<p class="hint">${say('oldest', { since: sinceText(since, state.language) })}</p>`;
  const list = causes.map(({ view, code, text, mend, count }) => {
    const show = () => go({ view, destination: name, code });
    const told = count === 1 ? say('showThis') : say('showThese', { count: countText(count, state.language) });
    return html`<li><p><b>${say(view)}: ${countText(count, state.language)}.</b> ${text ?? nothing} <span class="quiet">${mend ?? nothing}</span> <code>${code}</code></p><p class="ways"><button type="button" class="link" @click=${show}>${told}<span class="hidden"> (${name}, ${code})</span></button></p></li>`;
  });
  return html`<li><div class="head"><h3>${name} <span class="quiet">${kind === undefined ? say('gone') : say(kind)}</span></h3><dl class="counts">${counts}</dl>${oldest}</div>
${list.length === 0 ? html`<p class="quiet">${say('nothingStuck')}</p>` : html`<ul class="causes">${list}</ul>`}</li>`;
}
