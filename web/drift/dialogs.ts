import { html, nothing, type TemplateResult } from 'lit-html';
import { shownNumber } from '../form/citizen-number.ts';
import { dayText } from '../page.ts';
import { nameOfVariant } from '../variant-name.ts';
import type { OperatorWord } from '../words-operators.ts';
import type { Letter, OpenedDelivery } from './ask.ts';
import { formText, wordFor } from './list.ts';
import { isOpen, type Order, type Page } from './state.ts';
import { countText, durationText, exactText } from './times.ts';
import { troubleIn } from './trouble.ts';

/** What is done in a dialog. */
export interface DialogDeeds {
  readonly close: () => void;
  readonly confirm: (order: Order) => void;
  readonly count: (deed: 'retry' | 'skip', numbers: readonly number[]) => void;
}

/** Why deliveries are left undone for good, as the service takes it. */
const reasons = ['told-otherwise', 'not-needed', 'wrong-receiver', 'test'] as const;

/** Whatever is open: what is about to be done, a delivery or a letter. One dialog, which the browser makes modal. */
export function dialogView(page: Page, deeds: DialogDeeds): TemplateResult {
  const { order, opened, letter } = page.state;
  // A browser may close a dialog on Escape without asking first.
  const closed = (event: Event) => {
    if (!(event.target as HTMLDialogElement).open && isOpen(page.state)) deeds.close();
  };
  return html`<dialog aria-labelledby="dialog" @close=${closed}>${inside()}</dialog>`;

  function inside(): TemplateResult | typeof nothing {
    if (order !== undefined) return orderView(page, order, deeds);
    if (opened !== undefined) return openedView(page, opened, deeds);
    return letter === undefined ? nothing : letterView(page, letter, deeds);
  }
}

function orderView(page: Page, order: Order, { close, confirm }: DialogDeeds): TemplateResult {
  const { say, state } = page;
  const { deed, numbers, overtaken, sending, untouched, total, reason, reasonMissing } = order;
  const many = (count: number) => countText(count, state.language);
  const told = (count: number, word: OperatorWord) =>
    count === 0 ? [] : [html`<li>${say(word, { count: many(count) })}</li>`];
  const isSkip = deed === 'skip';
  const send = (event: Event) => {
    event.preventDefault();
    if (isSkip && reason === undefined) page.change({ order: { ...order, reasonMissing: true } });
    else confirm(order);
  };
  const choice = (one: (typeof reasons)[number]) => {
    const choose = () => page.change({ order: { ...order, reason: one, reasonMissing: false } });
    return html`<label class="option"><input type="radio" name="grund" value=${one} .checked=${reason === one} @change=${choose}><span>${say(one)}</span></label>`;
  };
  const missing = reasonMissing ? html`<p class="error" id="grund-fejl">${say('reasonMissing')}</p>` : nothing;
  const asked = html`<fieldset aria-describedby=${reasonMissing ? 'grund-fejl' : 'grund-hjaelp'}><legend>${say('reason')}</legend><p class="hint" id="grund-hjaelp">${say('reasonHint')}</p><div role="alert">${missing}</div>${reasons.map(choice)}</fieldset>`;
  const isOne = numbers.length === 1;
  const does = isOne
    ? say(isSkip ? 'skipThis' : 'retryThis')
    : say(isSkip ? 'skipDo' : 'retryDo', { count: many(numbers.length) });
  const main = html`<button type="submit" class="main" ?disabled=${state.busy}>${does}</button>`;
  return html`<form class="order" novalidate @submit=${send}><h2 id="dialog" tabindex="-1" autofocus>${say(isSkip ? 'skipHeading' : 'retryHeading')}</h2>
<p class="count">${whatOf(page, order)}</p>
<ul>${total === undefined ? nothing : html`<li>${say('boundTold', { limit: many(numbers.length + overtaken + sending), total: many(total) })}</li>`}${told(overtaken, 'overtakenTold')}${told(sending, 'sendingTold')}${told(untouched, 'untouchedTold')}</ul>
${isSkip && numbers.length > 0 ? asked : nothing}
${troubleIn(page)}
<p class="deeds">${numbers.length === 0 ? nothing : main} <button type="button" @click=${close}>${say(numbers.length === 0 ? 'close' : 'cancel')}</button></p></form>`;
}

/** What is to be done with how many. */
function whatOf({ say, state }: Page, { deed, numbers }: Order): string {
  if (numbers.length === 0) return say('nothingTold');
  if (numbers.length === 1) return say(deed === 'skip' ? 'skipToldOne' : 'retryToldOne');
  return say(deed === 'skip' ? 'skipTold' : 'retryTold', { count: countText(numbers.length, state.language) });
}

function openedView(page: Page, opened: OpenedDelivery, { close, count }: DialogDeeds): TemplateResult {
  const { say, state } = page;
  const { number, response, attempts, code, text, mend } = opened;
  const { level, citizen } = response;
  const { language } = state;
  const line = (word: OperatorWord, value: unknown) =>
    value === undefined ? nothing : html`<div><dt>${say(word)}</dt><dd>${value}</dd></div>`;
  const standing =
    level === undefined
      ? say('noLevel')
      : say('level', { level: level.code, basis: wordFor(page, level.basis), day: dayText(level.day, language) });
  const known =
    response.variant === undefined
      ? response.id
      : html`${page.tell(nameOfVariant(state.model?.variants, response.variant))}: ${standing} <code>${response.id}</code>`;
  const tries = attempts.map(
    (one) =>
      html`<tr><th scope="row">${one.attempt}</th><td>${exactText(one.startedAt, language)}</td><td>${durationText(one.milliseconds, language)}</td><td>${one.code === 'delivered' ? say('delivered') : one.code === 'retried' ? say('retriedHere') : html`${one.text ?? nothing} <code>${one.code}</code>`}</td></tr>`,
  );
  const undone = opened.state === 'dead' || opened.state === 'pending';
  return html`<div class="opened"><h2 id="dialog" tabindex="-1" autofocus>${say('delivery', { number })} <span class="basis">${wordFor(page, opened.state)}</span></h2>
<p class="hint">${say('audited')}</p>
${opened.state === 'delivered' || code === undefined ? nothing : html`<div class="error"><p><b>${text ?? nothing}</b> <code>${code}</code></p><p>${mend ?? nothing}</p></div>`}
<dl class="facts">${line('citizen', citizen === undefined ? html`<span class="quiet">${say('citizenHidden')}</span>` : shownNumber(citizen.value))}${line('response', known)}
${line('destination', opened.destination)}${line('receiver', opened.receiver)}${line('route', opened.route)}${line('form', formText(page, opened.form))}${line('event', wordFor(page, opened.event))}
${line('written', exactText(opened.createdAt, language))}${line('ended', opened.endedAt && exactText(opened.endedAt, language))}${line('request', opened.correlation && html`<code>${opened.correlation}</code>`)}</dl>
<h3>${say('triesHeading')}</h3>${attempts.length === 0 ? html`<p>${say('noTries')}</p>` : html`<table class="figures tries"><thead><tr><th scope="col">${say('try')}</th><th scope="col">${say('begun')}</th><th scope="col">${say('took')}</th><th scope="col">${say('outcome')}</th></tr></thead><tbody>${tries}</tbody></table>`}
${troubleIn(page)}
<p class="deeds">${opened.state === 'dead' ? html`<button type="button" class="main" ?disabled=${state.busy} @click=${() => count('retry', [number])}>${say('retryThis')}</button>` : nothing}
${undone ? html`<button type="button" ?disabled=${state.busy} @click=${() => count('skip', [number])}>${say('skipThis')}</button>` : nothing} <button type="button" @click=${close}>${say('close')}</button></p></div>`;
}

function letterView(page: Page, letter: Letter, { close }: DialogDeeds): TemplateResult {
  const { say, state } = page;
  const line = (word: OperatorWord, value: string | undefined) =>
    value === undefined ? nothing : html`<div><dt>${say(word)}</dt><dd>${value}</dd></div>`;
  const reason = [letter.reason?.code, letter.reason?.text].filter((part) => part !== undefined).join(': ');
  return html`<div class="opened"><h2 id="dialog" tabindex="-1" autofocus>${letter.type} ${letter.version} <span class="basis">${wordFor(page, letter.state)}</span></h2>
<p class="hint">${say('audited')}</p><p>${letter.text}</p>
<dl class="facts">${line('sender', letter.sender)}${line('letterReceiver', letter.receiver)}${line('letterId', letter.letterId)}${line('envelopeId', letter.envelopeId)}
${line('kept', exactText(letter.keptAt, state.language))}${line('due', letter.dueAt && exactText(letter.dueAt, state.language))}${line('letterReason', reason === '' ? undefined : reason)}</dl>
${troubleIn(page)}
<p class="deeds"><button type="button" @click=${close}>${say('close')}</button></p></div>`;
}
