import type { QuestionnaireItem } from 'fhir/r4.js';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Factor } from '../../src/model/types.ts';
import type { Form } from '../model.ts';
import type { Page } from '../state.ts';
import { isSame } from './items.ts';
import {
  answer,
  choice,
  describedBy,
  errorsOf,
  fieldId,
  isWeightless,
  isWrong,
  optionText,
  plain,
  question,
  questionText,
  textField,
} from './question.ts';

/** The factors in one view: each with its ratings in the source's words, its weight and a place for its reason. */
export function factorsView(page: Page, { variant, questionnaire }: Form): TemplateResult {
  const rows = variant.factors.flatMap((factor) => {
    const group = questionnaire.item?.find(({ item }) => item?.some(({ linkId }) => linkId === factor.linkId.rating));
    return group === undefined ? [] : [factorView(page, factor, group)];
  });
  return html`<div class="factors">${rows}</div>`;
}

function factorView(page: Page, { linkId }: Factor, group: QuestionnaireItem): TemplateResult {
  const of = (wanted: string) => group.item?.find((item) => item.linkId === wanted);
  const [rating, weight, reason] = [of(linkId.rating), of(linkId.weight), of(linkId.reason)];
  const name = questionText(page, group);
  const others = (group.item ?? []).filter((item) => item !== rating && item !== weight && item !== reason);
  return html`<div class="factor">${rating && ratingView(page, rating, name)}
<div class="more">${weight && weightView(page, weight, name)}
${reason && html`<div class="reason">${textField(page, reason, html`${questionText(page, reason)}<span class="hidden">: ${name}</span>`)}${errorsOf(page, reason.linkId)}</div>`}</div>
${errorsOf(page, group.linkId)}${others.map((item) => question(page, item))}</div>`;
}

function ratingView(page: Page, item: QuestionnaireItem, name: string): TemplateResult {
  const { linkId, answerOption = [] } = item;
  const given = page.state.given.get(linkId)?.[0]?.valueCoding;
  const options = answerOption.flatMap((option, index) => {
    const { valueCoding: coding } = option;
    if (coding === undefined) return [];
    // "3 - svær belastning": the number is seen from afar.
    const [, number, words] = /^(\d+) - (.*)$/.exec(optionText(page, coding)) ?? [];
    const face =
      number === undefined
        ? html`<span>${optionText(page, coding)}</span>`
        : html`<b>${number}</b> <span>${words}</span>`;
    const set = () => answer(page, linkId, [{ valueCoding: plain(coding) }]);
    return [
      html`<label class=${isWeightless(option) ? 'rating none' : 'rating'}><input id=${index === 0 ? fieldId(linkId) : nothing} type="radio" name=${linkId} .checked=${isSame(given, coding)} @change=${set}><span class="face">${face}</span></label>`,
    ];
  });
  return html`<fieldset role="radiogroup" aria-invalid=${isWrong(page, linkId) ? 'true' : nothing} aria-describedby=${describedBy(page, linkId)}>
<legend><span class="name">${name}</span> <span class="quiet">${questionText(page, item)}</span></legend>
${errorsOf(page, linkId)}<div class="ratings">${options}</div></fieldset>`;
}

/** Two weights are one box to tick: the factor counts as it does, or it is decisive. */
function weightView(page: Page, item: QuestionnaireItem, name: string): TemplateResult {
  const { linkId, answerOption = [] } = item;
  const marks = answerOption
    .filter(({ initialSelected }) => initialSelected !== true)
    .flatMap(({ valueCoding }) => valueCoding ?? []);
  const [mark] = marks;
  if (mark === undefined || marks.length > 1) return choice(page, item);
  const chosen = isSame(page.state.given.get(linkId)?.[0]?.valueCoding, mark);
  const toggle = () => answer(page, linkId, chosen ? [] : [{ valueCoding: plain(mark) }]);
  return html`<label class="option heavy"><input id=${fieldId(linkId)} type="checkbox" .checked=${chosen} @change=${toggle}><span>${optionText(page, mark)}<span class="hidden">: ${name}</span></span></label>${errorsOf(page, linkId)}`;
}
