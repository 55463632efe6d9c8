import { html, nothing, type TemplateResult } from 'lit-html';
import type { WrittenVariant } from '../../src/http/page/written-model.ts';
import type { Assessment } from '../../src/scoring/types.ts';
import { type EarlierDeeds, earlierView } from '../earlier/earlier-view.ts';
import { dropView } from '../letter/drop.ts';
import { isStored } from '../service.ts';
import type { Page } from '../state.ts';
import { words } from '../words.ts';
import { factorsView } from './factors.ts';
import { everyItem } from './items.ts';
import { fieldId, questionText } from './question.ts';
import { sectionsOf } from './sections.ts';
import { standingView } from './standing.ts';
import { whoView } from './who.ts';

/** What the form does besides being filled in. */
export interface FormDeeds {
  readonly choose: (variant: WrittenVariant) => void;
  readonly finish: () => void;
  readonly bring: (letter: File) => void;
  readonly saveDraft: () => void;
  readonly earlier: EarlierDeeds;
}

/** The form, whole: who it is about, the factors, the level and what belongs to it. */
export function formView(page: Page, live: Assessment | undefined, deeds: FormDeeds): TemplateResult {
  const { form, busy, kept } = page.state;
  const begun = form !== undefined && live !== undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    deeds.finish();
  };
  return html`<div class=${begun ? 'beside' : 'alone'}><form novalidate autocomplete="off" @submit=${submit}>
<h1 tabindex="-1" id="overskrift">${page.say('heading')}</h1><p class="intro">${page.say('intro')}</p>
${troublesView(page)}${whoView(page, deeds.choose, isStored() ? earlierView(page, deeds.earlier) : nothing)}
${
  begun
    ? html`<section aria-labelledby="forhold"><h2 id="forhold" tabindex="-1">${page.say('factors')}</h2>${begunView(page)}${factorsView(page, form)}</section>${sectionsOf(page, form, live)}
<p class="deeds"><button type="submit" class="main" ?disabled=${busy}>${page.say(busy ? 'working' : 'finish')}</button>
${isStored() && kept?.finished !== true ? html`<button type="button" ?disabled=${busy} @click=${deeds.saveDraft}>${page.say('saveDraft')}</button>` : nothing}
${kept?.finished === false ? html`<button type="button" ?disabled=${busy} @click=${() => kept && deeds.earlier.discard(kept)}>${page.say('discard')}</button>` : nothing}</p>${page.state.said === words.draftKept ? html`<p class="done">${page.say('draftKept')}</p>` : nothing}`
    : nothing
}</form>
${begun ? standingView(page, live) : nothing}</div>
${begun && page.state.letter === undefined ? nothing : dropView(page, 'letterRead', deeds.bring)}`;
}

/** What the form was begun from, and what is to be looked at. */
function begunView(page: Page): TemplateResult | typeof nothing {
  const { begun } = page.state;
  return begun.length === 0
    ? nothing
    : html`<div class="note">${begun.map((hint) => html`<p>${page.tell(hint)}</p>`)}</div>`;
}

/** How many places are wrong, with a way to each, by the words of its question. */
function troublesView(page: Page): TemplateResult {
  const { troubles, form } = page.state;
  const shown = new Map(everyItem(form?.questionnaire.item).map((item) => [item.linkId, item]));
  const heading = troubles.length === 1 ? page.say('errorsOne') : page.say('errorsMany', { count: troubles.length });
  const list = troubles.map(({ linkId, text }) => {
    const question = shown.get(linkId ?? '');
    const isPlaced = linkId !== undefined && (question !== undefined || linkId.startsWith('side.'));
    const told = question === undefined ? page.tell(text) : `${questionText(page, question)}: ${page.tell(text)}`;
    const go = (event: Event) => {
      event.preventDefault();
      document.getElementById(fieldId(linkId ?? ''))?.focus();
    };
    return html`<li>${isPlaced ? html`<a href=${`#${fieldId(linkId)}`} @click=${go}>${told}</a>` : told}</li>`;
  });
  return html`<div role="alert">${troubles.length === 0 ? nothing : html`<section class="troubles"><h2>${heading}</h2><ul>${list}</ul></section>`}</div>`;
}
