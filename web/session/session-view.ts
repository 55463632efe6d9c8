import { html, nothing, type TemplateResult } from 'lit-html';
import { isUnsaved, type Page } from '../state.ts';
import { isByEhrAlone, signInAddress } from './session.ts';

export interface SessionDeeds {
  readonly signOut: () => void;
  /** Asks again who is signed in. */
  readonly ask: () => void;
}

/** In the head of the page: who is signed in, and the way out. What is filled in would be lost by it. */
export function signedView(page: Page, { signOut }: SessionDeeds): TemplateResult | typeof nothing {
  const { signed } = page.state;
  if (typeof signed !== 'object') return nothing;
  const name = html`<span class="quiet">${signed.name}</span>`;
  if (!isUnsaved(page.state))
    return html`${name} <button type="button" class="link" @click=${signOut}>${page.say('signOut')}</button>`;
  return html`${name} <details class="ways"><summary>${page.say('signOut')}</summary><p>${page.say('signOutLoses')} <button type="button" @click=${signOut}>${page.say('signOutSure')}</button></p></details>`;
}

/** Before anybody is signed in; before that is known there is no way in yet, either. */
export function signInView(page: Page): TemplateResult {
  return html`<div class="alone"><h1 tabindex="-1" id="overskrift">${page.say('heading')}</h1><p class="intro">${page.say('intro')}</p>
${page.state.signed === undefined ? nothing : wayIn(page)}</div>`;
}

function wayIn(page: Page): TemplateResult {
  if (isByEhrAlone()) return html`<p class="note">${page.say('signInEhr')}</p>`;
  return html`<p class="deeds"><a class="button main" href=${signInAddress('page')}>${page.say('signIn')}</a></p>`;
}

/** After a session ended: what is filled in stays, and one goes on as soon as somebody is signed in again. */
export function expiredView(page: Page, { ask }: SessionDeeds): TemplateResult {
  if (page.state.signed !== 'expired') return html`<div role="alert"></div>`;
  const again = isByEhrAlone()
    ? nothing
    : html`<a class="button main" href=${signInAddress('window')} target="_blank" rel="noopener">${page.say('signInWindow')}</a> `;
  return html`<div role="alert"><section class="troubles" tabindex="-1" id="login"><h2>${page.say('expired')}</h2><p>${page.say(isByEhrAlone() ? 'expiredEhr' : 'expiredHint')}</p>
<p class="deeds">${again}<button type="button" @click=${ask}>${page.say('goOnSigned')}</button></p></section></div>`;
}
