import { html, nothing, type TemplateResult } from 'lit-html';
import type { WrittenVariant } from '../../src/http/page/written-model.ts';
import { own, type Page, type State } from '../state.ts';
import { variantName } from '../variant-name.ts';
import { bareNumber, isNational, numberState, shownNumber } from './citizen-number.ts';
import { takeNumber } from './other-citizen.ts';
import { describedBy, errorsOf, fieldId, isWrong } from './question.ts';

/** Which model, which citizen, which professional. */
export function whoView(page: Page, choose: (variant: WrittenVariant) => void, earlier: unknown): TemplateResult {
  const { model, form } = page.state;
  const variants = (model?.variants ?? []).map((variant, index) => {
    const chosen = form?.variant.code === variant.code;
    const id = index === 0 ? fieldId(own.variant) : nothing;
    return html`<label class="card"><input id=${id} type="radio" name=${own.variant} value=${variant.code} .checked=${chosen} @change=${() => choose(variant)}><span><b>${capital(page.tell(variantName(variant)))}</b><span class="quiet">${page.tell(variant.title)}</span></span></label>`;
  });
  return html`<section class="who" aria-labelledby="hvem"><h2 id="hvem">${page.say('who')}</h2>
<fieldset role="radiogroup" aria-required="true" aria-invalid=${isWrong(page, own.variant) ? 'true' : nothing} aria-describedby=${describedBy(page, own.variant)}>
<legend>${page.say('variant')} <em class="quiet">(${page.say('needed')})</em></legend>${errorsOf(page, own.variant)}<div class="cards">${variants}</div></fieldset>
<div class="people">${numberField(page)}${nameField(page)}${authorField(page)}</div>${earlier}</section>`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function numberField(page: Page): TemplateResult {
  const { number } = page.state;
  return html`<div class="question"><label for=${fieldId(own.number)}>${page.say('citizenNumber')} <em class="quiet">(${page.say('needed')})</em></label>
<input id=${fieldId(own.number)} type="text" inputmode="numeric" autocomplete="off" spellcheck="false" maxlength="13" .value=${number} aria-required="true" aria-invalid=${isWrong(page, own.number) || numberState(number) === 'wrong' ? 'true' : nothing} aria-describedby=${describedBy(page, own.number, 'cpr-hjaelp')} @input=${(event: Event) => takeNumber(page, (event.target as HTMLInputElement).value)}>
<p class="hint" id="cpr-hjaelp" aria-live="polite">${numberHint(page)}</p>${errorsOf(page, own.number)}</div>`;
}

/** The number is checked as it is typed. */
function numberHint(page: Page): string {
  const { number } = page.state;
  switch (numberState(number)) {
    case 'empty':
      return page.say('citizenHint');
    case 'short':
      return page.say('cprShort', { count: bareNumber(number).length });
    case 'cpr':
      // As people write it: a digit that was mistyped is seen.
      return `✓ ${page.say('citizenNumber')} ${shownNumber(bareNumber(number))}`;
    case 'replacement':
      return `✓ ${page.say('cprReplacement', { kind: isNational(number) ? 'X-eCPR' : 'D-eCPR' })}`;
    case 'wrong':
      return page.say('cprWrong');
  }
}

function nameField(page: Page): TemplateResult {
  return html`<div class="question"><label for=${fieldId(own.name)}>${page.say('citizenName')} <em class="quiet">(${page.say('optional')})</em></label>
<input id=${fieldId(own.name)} type="text" autocomplete="off" spellcheck="false" .value=${page.state.name} @input=${typed(page, own.name, 'name')}></div>`;
}

function authorField(page: Page): TemplateResult {
  return html`<div class="question"><label for=${fieldId(own.author)}>${page.say('professionalName')} <em class="quiet">(${page.say('needed')})</em></label>
<input id=${fieldId(own.author)} type="text" autocomplete="off" spellcheck="false" .value=${page.state.author} aria-required="true" aria-invalid=${isWrong(page, own.author) ? 'true' : nothing} aria-describedby=${describedBy(page, own.author, 'fag-hjaelp')} @input=${typed(page, own.author, 'author')}>
<p class="hint" id="fag-hjaelp">${page.say('professionalHint')}</p>${errorsOf(page, own.author)}</div>`;
}

function typed(page: Page, linkId: string, key: keyof Pick<State, 'name' | 'author'>) {
  return (event: Event) => {
    const troubles = page.state.troubles.filter((trouble) => trouble.linkId !== linkId);
    page.change({ [key]: (event.target as HTMLInputElement).value, troubles });
  };
}
