import { html, nothing, type TemplateResult } from 'lit-html';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { shownNumber } from '../form/citizen-number.ts';
import { basisWords } from '../form/standing.ts';
import { dropView } from '../letter/drop.ts';
import { isStored } from '../service.ts';
import type { Page, Result } from '../state.ts';
import { variantName } from '../variant-name.ts';
import { words } from '../words.ts';
import { actionSentence, partiesOf, sentences } from './sentences.ts';

export interface ResultDeeds {
  readonly back: () => void;
  readonly another: () => void;
  readonly bring: (letter: File) => void;
  readonly keep: () => void;
  readonly withdraw: () => void;
}

/** What came of the answers: the level and its actions as sentences, and what can be taken along. */
export function resultView(
  page: Page,
  result: Result,
  { back, another, bring, keep, withdraw }: ResultDeeds,
): TemplateResult {
  const { assessment, warnings, resources } = result;
  const { statement, suggestion } = assessment;
  const level =
    statement === undefined
      ? page.say('interval', { low: suggestion.low.code, high: suggestion.high.code })
      : page.say('levelNumber', { level: statement.level.code });
  // A level that counts no more goes into no letter and on no paper.
  const counts = result.fate !== 'withdrawn';
  const basis = statement && page.say(counts ? basisWords[statement.basis] : 'withdrawn');
  return html`<div class="result"><p class="ways"><button type="button" class="link" @click=${back}>← ${page.say('back')}</button></p>
<h1 tabindex="-1" id="overskrift">${level} ${statement === undefined ? nothing : html`<span class=${counts ? `basis ${statement.basis}` : 'basis'}>${basis}</span>`}</h1>
${citizenView(page, result)}
<div class="told">${sentences(page, result).map((sentence) => html`<p>${sentence}</p>`)}</div>
${troublesIn(page)}${fateView(page, result, { keep, withdraw })}
${warnings.length === 0 ? nothing : html`<section class="note" aria-labelledby="agt"><h2 id="agt">${page.say('warnings')}</h2>${warnings.map((warning) => html`<p>${page.tell(warning)}</p>`)}</section>`}
${statement === undefined ? nothing : html`${levelTexts(page, statement)}${byParty(page, statement)}`}
${result.pdf === undefined || !counts ? nothing : pdfView(page, result.pdf)}
${statement === undefined || !counts ? nothing : dropView(page, 'letterAttach', bring)}
${result.block === undefined || !counts ? nothing : blockView(page, result.block)}
<details class="resources"><summary>${page.say('resources')}</summary><pre tabindex="0" aria-label=${page.say('resources')}>${resources}</pre></details>
<p class="deeds"><button type="button" @click=${back}>${page.say('back')}</button> <button type="button" ?disabled=${page.state.busy} @click=${another}>${page.say('another')}</button></p></div>`;
}

/** Whom it is about, first of all on paper: a level without its citizen could be taken for anybody's. */
function citizenView(page: Page, { response: { subject } }: Result): TemplateResult {
  const number = shownNumber(subject?.identifier?.value ?? '');
  const name = subject?.display === undefined ? nothing : html`<b>${subject.display}</b>, `;
  return html`<p class="citizen">${page.say('citizen')}: ${name}<span class="number">${number}</span> <span class="quiet">(${page.state.form === undefined ? nothing : page.tell(variantName(page.state.form.variant))})</span></p>`;
}

function levelTexts(page: Page, { level }: LevelStatement): TemplateResult {
  const texts = level.texts.map(
    ({ label, text }) => html`<div><dt>${page.tell(label)}</dt><dd>${page.tell(text)}</dd></div>`,
  );
  return html`<dl class="texts">${texts}</dl>`;
}

function byParty(page: Page, statement: LevelStatement): TemplateResult {
  const parties = partiesOf(statement).map(([party, actions]) => {
    const lines = actions.map((action) => html`<li>${actionSentence(page, action)}</li>`);
    return html`<div class="party"><h3>${page.tell(party.text)}</h3><ul>${lines}</ul></div>`;
  });
  return html`<section aria-labelledby="parter"><h2 id="parter">${page.say('byParty')}</h2><p class="hint">${page.say('actionsHint')}</p><div class="parties">${parties}</div></section>`;
}

function pdfView(page: Page, url: string): TemplateResult {
  return html`<section class="pdf" aria-labelledby="pdf"><h2 id="pdf">${page.say('pdf')}</h2><p class="hint">${page.say('pdfHint')}</p>
<p><a class="button" href=${url} download="niveau.pdf">${page.say('pdfDownload')}</a> <a class="button" href=${url} target="_blank" rel="noopener">${page.say('pdfOpen')}</a> <button type="button" @click=${() => print()}>${page.say('print')}</button></p></section>`;
}

function blockView(page: Page, block: string): TemplateResult {
  const copy = async () => {
    await navigator.clipboard.writeText(block);
    page.change({ said: words.copied });
  };
  return html`<section class="block" aria-labelledby="blok"><h2 id="blok">${page.say('block')}</h2><p class="hint">${page.say('blockHint')}</p>
<pre tabindex="0" lang="da" aria-labelledby="blok">${block}</pre><p><button type="button" @click=${copy}>${page.say('copy')}</button>${page.state.said === words.copied ? html` <span class="quiet">${page.say('copied')}</span>` : nothing}</p></section>`;
}

/** Whether it is kept, and what can be done about that. */
function fateView(page: Page, { fate }: Result, { keep, withdraw }: Pick<ResultDeeds, 'keep' | 'withdraw'>) {
  const { busy, kept } = page.state;
  const back = html`<details class="ways"><summary>${page.say('withdraw')}</summary><p><button type="button" ?disabled=${busy} @click=${withdraw}>${page.say('withdrawSure')}</button></p></details>`;
  if (!isStored()) return html`<p class="note">${page.say('notKept')}</p>`;
  if (fate === 'withdrawn') return html`<p class="note" role="status">${page.say('isWithdrawn')}</p>`;
  if (fate === 'kept') {
    return html`<div class="done" role="status"><p>${page.say('isKept')}</p></div>${back}`;
  }
  return html`<div class="note"><p>${page.say('notKeptYet')}</p><p><button type="button" class="main" ?disabled=${busy} @click=${keep}>${page.say('keep')}</button></p></div>${kept?.finished === true ? back : nothing}`;
}

/** What the store refuses: the whole stays as it was. */
function troublesIn(page: Page): TemplateResult {
  const { troubles } = page.state;
  return html`<div role="alert">${troubles.length === 0 ? nothing : html`<div class="error">${troubles.map(({ text }) => html`<p>${page.tell(text)}</p>`)}</div>`}</div>`;
}
