import { html, nothing, type TemplateResult } from 'lit-html';
import type { LetterRow } from './ask.ts';
import { pagesView, wordFor } from './list.ts';
import type { Page } from './state.ts';
import { countText, momentText, sinceText } from './times.ts';

/** What the list of letters does. */
export interface LetterDeeds {
  readonly pick: (state: string | undefined) => void;
  readonly open: (id: string) => void;
  readonly turn: (begins: readonly (number | undefined)[]) => void;
}

/** Letters whose receipt is awaited or overdue, that were refused, or that wait for their other half. */
export function lettersView(page: Page, deeds: LetterDeeds): TemplateResult {
  const { say, state } = page;
  const { letters, letterState, overview, language } = state;
  const counts = overview?.letters ?? [];
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const pick = (event: Event) => deeds.pick((event.target as HTMLSelectElement).value || undefined);
  const choice = html`<div class="filter"><p><label for="brevtilstand">${say('show')}</label><select id="brevtilstand" @change=${pick}><option value="" ?selected=${letterState === undefined}>${say('lettersAll')} (${countText(all, language)})</option>${counts.map(
    ({ state: one, count }) =>
      html`<option value=${one} ?selected=${one === letterState}>${stateWord(page, one)} (${countText(count, language)})</option>`,
  )}</select></p></div>`;
  const none = all === 0 && letterState === undefined;
  const total = letterState === undefined ? all : counts.find((one) => one.state === letterState)?.count;
  return html`<section class="letters" aria-labelledby="breve"><h2 id="breve" tabindex="-1">${say('letters')}</h2>
${none ? html`<p class="empty">${say('lettersNone')}</p>` : choice}
${letters === undefined || none ? nothing : letters.rows.length === 0 ? html`<p class="empty">${say('noneHere')}</p>` : html`${tableView(page, letters.rows, deeds.open)}${pagesView(page, { paged: letters, total, turn: deeds.turn })}`}</section>`;
}

/** A state by a word or two; the letter that is opened has a sentence. */
function stateWord(page: Page, state: string): string {
  return state === 'waiting' ? page.say('waitingFor') : wordFor(page, state);
}

function tableView(page: Page, rows: readonly LetterRow[], open: LetterDeeds['open']): TemplateResult {
  const { say, state } = page;
  const head = (['letter', 'counterpart', 'state', 'since', 'due'] as const).map(
    (word) => html`<th scope="col">${say(word)}</th>`,
  );
  const lines = rows.map(
    ({ id, direction, type, sender, receiver, state: now, reason, createdAt, dueAt }, index) =>
      html`<tr><th scope="row" data-label=${say('letter')}>${type} <span class="quiet">${say(direction === 'in' ? 'letterIn' : 'letterOut')}</span></th>
<td data-label=${say('counterpart')}><span class="quiet">${direction === 'in' ? '←' : '→'}</span> ${direction === 'in' ? sender : receiver}</td>
<td data-label=${say('state')}>${stateWord(page, now)}${reason === undefined ? nothing : html` <code>${reason}</code>`}</td>
<td data-label=${say('since')}><time datetime=${createdAt}>${momentText(createdAt, state.language)}</time> <span class="quiet">${sinceText(createdAt, state.language)}</span></td>
<td data-label=${say('due')}>${dueAt === undefined ? nothing : momentText(dueAt, state.language)}</td>
<td class="way"><button type="button" class="link" aria-label=${say('openLetter', { index: index + 1 })} @click=${() => open(id)}>${say('open')}</button></td></tr>`,
  );
  return html`<table class="rows"><caption class="hidden">${say('letters')}</caption><thead><tr>${head}<th scope="col"><span class="hidden">${say('open')}</span></th></tr></thead><tbody>${lines}</tbody></table>`;
}
