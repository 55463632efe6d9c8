import { html, nothing, render } from 'lit-html';
import type { Text } from '../../src/model/types.ts';
import { savedLanguage, saveLanguage } from '../language.ts';
import { both, createPage, filled, focusAgain, syncDialog } from '../page.ts';
import { fetchModel, issueText, Refused } from '../service.ts';
import { askSession, isSignInAsked, keepWhileUsed, signOut } from '../session/session.ts';
import type { Language } from '../state.ts';
import { type OperatorWord, operatorWords } from '../words-operators.ts';
import {
  fetchDeliveries,
  fetchLetters,
  fetchOverview,
  type Overview,
  openDelivery,
  openLetter,
  order as send,
} from './ask.ts';
import { dialogView } from './dialogs.ts';
import { type Filter, filterIn, hashOf } from './filter.ts';
import { destinationsView, glanceView, verdict } from './glance.ts';
import { hoursView } from './hours.ts';
import { lettersView } from './letters.ts';
import { listView, totalOf } from './list.ts';
import { routesView } from './routes.ts';
import { initial, isOpen, type Order, type Page, type State } from './state.ts';
import { countText, exactText } from './times.ts';
import { troubleView } from './trouble.ts';

/** How often the page looks by itself, in milliseconds. */
const pause = 15_000;

const root = document.getElementById('page') ?? document.body;
const first: State = { ...initial, language: savedLanguage(), filter: filterIn(location.hash) };
const page = createPage<State, OperatorWord>(first, operatorWords, show);

function show(shown: Page): void {
  const { state, say, tell } = shown;
  const { language, overview, said } = state;
  const other = language === 'da' ? 'en' : 'da';
  document.documentElement.lang = language;
  document.title = `${say('heading')} · ${say('product')}`;
  render(
    html`<a class="skip" href="#indhold" @click=${focusContent}>${say('skip')}</a>
<header><p class="brand">${say('product')}</p><nav class="places" aria-label=${say('pages')}><a href="./">${say('toForm')}</a> <a href="drift" aria-current="page">${say('heading')}</a></nav><div class="signed">${signedView(shown)}<button type="button" class="link" lang=${other} @click=${() => speak(other)}>${say('otherLanguage')}</button></div></header>
<main id="indhold" class="drift" tabindex="-1"><div class="top"><div><h1 tabindex="-1" id="overskrift">${say('heading')}</h1><p class="intro">${say('intro')}</p></div>${freshness(shown)}</div>
${troubleView(shown, read)}
${overview === undefined ? waitingView(shown) : wholeView(shown, overview)}</main>
${dialogView(shown, { close, confirm, count: (deed, numbers) => void count(deed, numbers) })}
<p class="hidden" role="status" aria-live="polite">${said === undefined ? '' : tell(said)}</p>`,
    root,
  );
  syncDialog(isOpen(shown.state));
}

/** Who is signed in, and the way out. */
function signedView({ state, say }: Page) {
  if (state.signed === undefined) return nothing;
  const leave = () => void attempted('trouble', async () => location.assign(await signOut()));
  return html`<span class="quiet">${state.signed.name}</span> <button type="button" class="link" @click=${leave}>${say('signOut')}</button>`;
}

function waitingView({ say, state }: Page) {
  return state.stale === undefined && !state.signedOut ? html`<p>${say('loading')}</p>` : nothing;
}

function wholeView(shown: Page, overview: NonNullable<State['overview']>) {
  const letterDeeds = { pick: pickLetters, open: (id: string) => void openOneLetter(id), turn: turnLetters };
  const listDeeds = {
    go,
    open: (number: number) => void openOne(number),
    turn,
    count: (deed: Order['deed'], numbers?: readonly number[]) => void count(deed, numbers),
  };
  return html`${glanceView(shown, overview, go)}<div class="pair">${destinationsView(shown, overview, go)}${hoursView(shown, overview.hours)}</div>${listView(shown, listDeeds)}${lettersView(shown, letterDeeds)}${routesView(shown, overview.routes)}`;
}

/** When the figures were fetched; they are fetched anew by themselves, unless that is switched off. */
function freshness({ state, say }: Page) {
  const { at, language, byItself } = state;
  const toggle = (event: Event) => page.change({ byItself: (event.target as HTMLInputElement).checked });
  return html`<div class="fresh"><p class="hint">${at === undefined ? nothing : say('updated', { time: exactText(at, language) })}</p>
<button type="button" @click=${() => void refresh()}>${say('update')}</button>
<label class="option"><input type="checkbox" .checked=${byItself} @change=${toggle}><span>${say('byItself')}</span></label></div>`;
}

function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById('indhold')?.focus();
}

function speak(language: Language): void {
  saveLanguage(language);
  page.change({ language });
  void refresh();
}

/** Everything that is shown, anew: each list at the page where it is. */
async function refresh(): Promise<void> {
  const { language, filter, deliveries, letters, letterState } = page.state;
  await attempted('stale', async () => {
    const seen = fetchOverview(language).then(showFirst);
    // At first nothing competes with what is seen at a glance.
    if (page.state.overview === undefined) await seen;
    const [overview, list, letterList, model] = await Promise.all([
      seen,
      fetchDeliveries(filter, deliveries?.begins.at(-1), language),
      fetchLetters(letterState, letters?.begins.at(-1), language),
      page.state.model ?? fetchModel(),
    ]);
    const here = page.state;
    // Meanwhile somebody may have gone on: what they look at now is fetched by that, or by another round.
    const isSame = here.language === language && here.filter === filter && here.letterState === letterState;
    const arePages = here.deliveries?.begins === deliveries?.begins && here.letters?.begins === letters?.begins;
    if (!isSame || !arePages) {
      if (here.deliveries === undefined || here.letters === undefined) void refresh();
      return;
    }
    const known = new Set(list.deliveries.map(({ number }) => number));
    page.change({
      model,
      overview,
      at: new Date(),
      deliveries: { rows: list.deliveries, begins: deliveries?.begins ?? [undefined], next: list.next },
      letters: { rows: letterList.letters, begins: letters?.begins ?? [undefined], next: letterList.next },
      chosen: new Set([...here.chosen].filter((number) => known.has(number))),
      said: changeSaid(here.overview, overview),
    });
  });
}

/** At first what is seen at a glance does not wait for the lists; later it changes with what it counts. */
function showFirst(overview: Overview): Overview {
  if (page.state.overview === undefined) {
    page.change({ overview, at: new Date(), said: changeSaid(undefined, overview) });
  }
  return overview;
}

/** What has to be cared for is heard when it is another one than before, and not every time that it is fetched. */
function changeSaid(before: State['overview'], now: NonNullable<State['overview']>): Text | undefined {
  const told = (overview: NonNullable<State['overview']>) => verdict(overview, 'da').join(' ');
  if (before !== undefined && told(before) === told(now)) return page.state.said;
  return both((language) => verdict(now, language).join(' '));
}

/** Shows other deliveries; the address says which. */
function go(filter: Filter): void {
  history.pushState(null, '', hashOf(filter));
  showFilter(filter);
  // Whoever goes through the choices by the arrows stays there.
  if (document.activeElement instanceof HTMLSelectElement) return;
  document.getElementById('leverancer')?.focus();
  document.getElementById('leverancer')?.scrollIntoView();
}

function showFilter(filter: Filter): void {
  page.change({ filter, deliveries: undefined, chosen: new Set(), done: undefined });
  void refresh();
}

addEventListener('popstate', () => showFilter(filterIn(location.hash)));

function turn(begins: readonly (number | undefined)[]): void {
  const { language, filter } = page.state;
  void guarded(async () => {
    const { deliveries: rows, next } = await fetchDeliveries(filter, begins.at(-1), language);
    page.change({ deliveries: { rows, begins, next }, chosen: new Set() });
    document.getElementById('leverancer')?.focus();
  });
}

function pickLetters(letterState: string | undefined): void {
  page.change({ letterState, letters: undefined });
  void refresh();
}

function turnLetters(begins: readonly (number | undefined)[]): void {
  const { language, letterState } = page.state;
  void guarded(async () => {
    const { letters: rows, next } = await fetchLetters(letterState, begins.at(-1), language);
    page.change({ letters: { rows, begins, next } });
    document.getElementById('breve')?.focus();
  });
}

let cameFrom: Element | null = null;

async function openOne(number: number): Promise<void> {
  cameFrom = document.activeElement;
  await guarded(async () => page.change({ opened: await openDelivery(number, page.state.language) }));
}

async function openOneLetter(id: string): Promise<void> {
  cameFrom = document.activeElement;
  await guarded(async () => page.change({ letter: await openLetter(id, page.state.language) }));
}

/** Most that the service does at once. */
const mostAtOnce = 1_000;

/** Has the service say what would be done; nothing is done before it is confirmed. */
async function count(deed: Order['deed'], numbers?: readonly number[]): Promise<void> {
  const { language, filter } = page.state;
  if (page.state.opened === undefined) cameFrom = document.activeElement;
  const { destination, code } = filter;
  const meant = numbers === undefined ? { destination, code, limit: mostAtOnce } : { numbers };
  const all = numbers === undefined ? totalOf(page) : undefined;
  await guarded(async () => {
    const { counts, deliveries } = await send(deed, { ...meant, dry: true }, language);
    const result = deed === 'retry' ? 'retried' : 'skipped';
    const changing = deliveries.filter((one) => one.result === result).map(({ number }) => number);
    const total = all !== undefined && all > mostAtOnce ? all : undefined;
    const { overtaken, sending, untouched } = counts;
    page.change({
      order: { deed, numbers: changing, overtaken, sending, untouched, total, reason: undefined, reasonMissing: false },
      opened: undefined,
    });
    document.getElementById('dialog')?.focus();
  });
}

/** Does what was counted, to these and no others. */
function confirm({ deed, numbers, reason }: Order): void {
  const { language } = page.state;
  void guarded(async () => {
    const { counts } = await send(deed, { numbers, dry: false, reason }, language);
    const said = both((one) => {
      const text = (word: OperatorWord, many: number) =>
        many === 0 ? [] : [filled(operatorWords[word][one], { count: countText(many, one) })];
      return [
        ...text('retried', counts.retried),
        ...text('skippedTold', counts.skipped),
        ...text('overtakenTold', counts.overtaken),
        ...text('sendingTold', counts.sending),
        ...text('untouchedTold', counts.untouched),
      ].join(' ');
    });
    page.change({ order: undefined, chosen: new Set(), deliveries: undefined, done: said });
    document.getElementById('leverancer')?.focus();
    await refresh();
    // In one text: of two that follow each other at once, the second alone is heard.
    const { overview } = page.state;
    const told = (one: Language) => (overview === undefined ? [] : verdict(overview, one));
    page.change({ said: both((one) => [said[one], ...told(one)].join(' ')) });
  });
}

/** Closes whatever is open; the focus goes back to where it was. */
function close(): void {
  page.change({ order: undefined, opened: undefined, letter: undefined, trouble: undefined });
  if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
}

/** While something is done, nothing else can be begun. */
async function guarded(deed: () => Promise<void>): Promise<void> {
  const before = document.activeElement;
  page.change({ busy: true });
  await attempted('trouble', deed);
  page.change({ busy: false });
  focusAgain(before);
  if (page.state.trouble !== undefined) document.querySelector('.troubles')?.scrollIntoView({ block: 'nearest' });
}

function read(): void {
  page.change({ trouble: undefined });
  document.getElementById('overskrift')?.focus();
}

/** What the service refuses, or that it does not answer, is said: of a look at it, or of what somebody does. */
async function attempted(what: 'trouble' | 'stale', deed: () => Promise<void>): Promise<void> {
  try {
    await deed();
    page.change({ [what]: undefined, signedOut: false });
  } catch (error) {
    const [issue] = error instanceof Refused ? error.issues : [];
    const codes = issue?.details?.coding?.map(({ code }) => code) ?? [];
    const signedOut = isSignInAsked() && codes.some((code) => code === 'unauthenticated' || code === 'session-expired');
    const told = issue === undefined ? operatorWords.unreachable : issueText(issue);
    page.change({ [what]: signedOut ? undefined : told, signedOut });
  }
}

/** Asks who is signed in, where people sign in; false where nobody is, which is said. */
async function isLetIn(): Promise<boolean> {
  if (!isSignInAsked()) return true;
  await attempted('stale', async () => page.change({ signed: await askSession() }));
  const { signed, stale } = page.state;
  if (signed === undefined && stale === undefined) page.change({ signedOut: true });
  return signed !== undefined;
}

show(page);
if (await isLetIn()) {
  await refresh();
  setInterval(() => {
    const { byItself, busy } = page.state;
    if (byItself && !busy && document.visibilityState === 'visible') void refresh();
  }, pause);
  keepWhileUsed(() => void isLetIn());
}
