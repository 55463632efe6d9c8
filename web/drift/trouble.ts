import { html, nothing, type TemplateResult } from 'lit-html';
import { isByEhrAlone, signInAddress } from '../session/session.ts';
import { isOpen, type Page } from './state.ts';

/**
 * What went wrong: with the last look at the service, until the next one that succeeds; and with what somebody did,
 * until they do something else or have read it. While a dialog is open, that is said there.
 */
export function troubleView(page: Page, read: () => void): TemplateResult {
  const { trouble, stale, signedOut } = page.state;
  const told = isOpen(page.state) ? undefined : trouble;
  const left = stale === undefined ? nothing : html`<section class="troubles"><p>${page.tell(stale)}</p></section>`;
  const refused =
    told === undefined
      ? nothing
      : html`<section class="troubles refused"><p>${page.tell(told)}</p><p><button type="button" @click=${read}>${page.say('close')}</button></p></section>`;
  return html`<div role="alert">${signedOut ? html`<section class="alone">${signInView(page)}</section>` : left}${refused}</div>`;
}

/** What was refused of what is done in a dialog, or that one has to sign in first: behind it, nobody sees that. */
export function troubleIn(page: Page): TemplateResult {
  const { trouble, signedOut } = page.state;
  const told = trouble === undefined ? nothing : html`<p class="error">${page.tell(trouble)}</p>`;
  return html`<div role="alert">${signedOut ? html`<div class="error">${signInView(page)}</div>` : told}</div>`;
}

function signInView({ say }: Page): TemplateResult {
  const way = isByEhrAlone()
    ? nothing
    : html`<p><a class="button main" href=${signInAddress('drift')}>${say('signIn')}</a></p>`;
  return html`<p>${say('signInNeeded')}</p>${way}`;
}
