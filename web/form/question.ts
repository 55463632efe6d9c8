import type {
  Coding,
  QuestionnaireItem,
  QuestionnaireItemAnswerOption,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import { html, noChange, nothing, type TemplateResult } from 'lit-html';
import { textOf } from '../../src/model/fhir.ts';
import type { Page, Trouble } from '../state.ts';
import { words } from '../words.ts';
import { isAsked, isOpen, isSame } from './items.ts';

type Answer = QuestionnaireResponseItemAnswer;

/** The wording of a question in the language shown, as it is published. */
export function questionText(page: Page, { text = '', _text }: QuestionnaireItem): string {
  return page.tell(textOf(text, _text));
}

export function optionText(page: Page, { code = '', display = code, _display }: Coding): string {
  return page.tell(textOf(display, _display));
}

/** What is given in answer to a question from now on. Its error was of what stood there before. */
export function answer(page: Page, linkId: string, answers: readonly Answer[]): void {
  const given = new Map(page.state.given);
  if (answers.length === 0) given.delete(linkId);
  else given.set(linkId, answers);
  page.change({ given, troubles: page.state.troubles.filter((trouble) => trouble.linkId !== linkId), said: undefined });
}

export function isWrong({ state }: Page, linkId: string): boolean {
  return state.troubles.some((trouble) => trouble.linkId === linkId);
}

/** What is wrong with a question, in words, at the question. */
export function errorsOf(page: Page, linkId: string): TemplateResult | typeof nothing {
  const found = page.state.troubles.filter((trouble) => trouble.linkId === linkId);
  if (found.length === 0) return nothing;
  return html`<div class="error" id=${errorId(linkId)}>${found.map(({ text }) => html`<p>${page.tell(text)}</p>`)}</div>`;
}

function errorId(linkId: string): string {
  return `fejl-${linkId}`;
}

/** Where the focus goes when a question is wrong. */
export function fieldId(linkId: string): string {
  return `felt-${linkId}`;
}

export const describedBy = (page: Page, linkId: string, hint?: string) => {
  const ids = [...(hint === undefined ? [] : [hint]), ...(isWrong(page, linkId) ? [errorId(linkId)] : [])];
  return ids.length === 0 ? nothing : ids.join(' ');
};

/** A question of any form, by its type. */
export function question(page: Page, item: QuestionnaireItem): TemplateResult | typeof nothing {
  const { linkId, type } = item;
  if (!isAsked(item) || !isOpen(item, page.state.given)) return nothing;
  const text = questionText(page, item);
  if (type === 'group')
    return html`<fieldset class="group" id=${fieldId(linkId)} tabindex="-1"><legend>${text}</legend>${errorsOf(page, linkId)}${below(page, item)}</fieldset>`;
  if (type === 'display') return html`<p>${text}</p>`;
  if (type === 'choice' || type === 'open-choice') return html`${choice(page, item)}${below(page, item)}`;
  return html`<div class="question">${field(page, item, text)}${errorsOf(page, linkId)}</div>${below(page, item)}`;
}

function below(page: Page, { item = [] }: QuestionnaireItem) {
  return item.map((one) => question(page, one));
}

/** A choice as radio buttons, or as check boxes where there may be several answers. `mark` stands beside an option. */
export function choice(
  page: Page,
  item: QuestionnaireItem,
  mark: (option: Coding) => TemplateResult | typeof nothing = () => nothing,
): TemplateResult {
  const { linkId, repeats = false, answerOption = [], required = false } = item;
  const given = page.state.given.get(linkId) ?? [];
  const codings = answerOption.flatMap(({ valueCoding }) => valueCoding ?? []);
  const first = codings[0];
  const options = codings.map((coding) => {
    const chosen = given.some(({ valueCoding }) => isSame(valueCoding, coding));
    const toggle = () => {
      const others = repeats ? given.filter(({ valueCoding }) => !isSame(valueCoding, coding)) : [];
      answer(page, linkId, repeats && chosen ? others : [...others, { valueCoding: plain(coding) }]);
    };
    const id = coding === first ? fieldId(linkId) : nothing;
    return html`<label class="option"><input id=${id} type=${repeats ? 'checkbox' : 'radio'} name=${linkId} .checked=${chosen} @change=${toggle}><span>${optionText(page, coding)} ${mark(coding)}</span></label>`;
  });
  const clear = () => {
    answer(page, linkId, []);
    document.getElementById(fieldId(linkId))?.focus();
  };
  return html`<fieldset class="question choice" role=${repeats ? 'group' : 'radiogroup'} aria-invalid=${isWrong(page, linkId) && !repeats ? 'true' : nothing} aria-required=${required && !repeats ? 'true' : nothing} aria-describedby=${describedBy(page, linkId)}>
<legend>${questionText(page, item)}${required ? html` <em class="quiet">(${page.say('needed')})</em>` : nothing}</legend>
${errorsOf(page, linkId)}<div class="options">${options}</div>
${!repeats && !required && given.length > 0 ? html`<button type="button" class="link" @click=${clear}>${page.say('clear')}<span class="hidden">: ${questionText(page, item)}</span></button>` : nothing}</fieldset>`;
}

/** A coding as an answer has it: in the words of the option, without its translations. */
export function plain({ system, code, display }: Coding): Coding {
  return {
    ...(system === undefined ? {} : { system }),
    ...(code === undefined ? {} : { code }),
    ...(display === undefined ? {} : { display }),
  };
}

/** How each type of answer is read from its field, and what kind of field it has. */
const fields: Readonly<Record<string, { readonly input: string; readonly key: keyof Answer; readonly mode?: string }>> =
  {
    string: { input: 'text', key: 'valueString' },
    date: { input: 'date', key: 'valueDate' },
    integer: { input: 'text', key: 'valueInteger', mode: 'numeric' },
    decimal: { input: 'text', key: 'valueDecimal', mode: 'decimal' },
    time: { input: 'time', key: 'valueTime' },
    url: { input: 'url', key: 'valueUri' },
  };

function field(page: Page, item: QuestionnaireItem, text: string): TemplateResult {
  const { linkId, type, required = false } = item;
  if (type === 'text') return textField(page, item, text);
  const given = page.state.given.get(linkId)?.[0];
  if (type === 'boolean') {
    const set = (event: Event) => answer(page, linkId, [{ valueBoolean: (event.target as HTMLInputElement).checked }]);
    return html`<label class="option"><input id=${fieldId(linkId)} type="checkbox" .checked=${given?.valueBoolean === true} @change=${set}><span>${text}</span></label>`;
  }
  const kind = fields[type];
  if (kind === undefined) return html`<p id=${fieldId(linkId)} tabindex="-1">${text}: ${page.say('cannotAnswer')}</p>`;
  const { input, key, mode } = kind;
  const set = (event: Event) => answer(page, linkId, typedAnswer(type, key, (event.target as HTMLInputElement).value));
  return html`<label for=${fieldId(linkId)}>${text}${required ? html` <em class="quiet">(${page.say('needed')})</em>` : nothing}</label>
<input id=${fieldId(linkId)} class=${`of-${type}`} type=${input} inputmode=${mode ?? nothing} autocomplete="off" .value=${isHalfTyped(linkId) ? noChange : String(given?.[key] ?? '')} aria-invalid=${isWrong(page, linkId) ? 'true' : nothing} aria-describedby=${describedBy(page, linkId)} @input=${set}>`;
}

/** True while a date is being typed: to write an empty one into its field would take away its other parts. */
function isHalfTyped(linkId: string): boolean {
  const field = document.getElementById(fieldId(linkId));
  return field instanceof HTMLInputElement && field.validity.badInput;
}

/** Fields whose date is typed in part: the browser gives none, and it would be left out in silence. */
function halfTypedFields(): readonly HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('form input')].filter(({ validity }) => validity.badInput);
}

/** What is told of them, each at its question. */
export function halfTyped(): readonly Trouble[] {
  return halfTypedFields().map(({ id }) => ({ linkId: id.slice(fieldId('').length), text: words.halfTyped }));
}

/** Whatever is typed in part goes with the answers that are taken away. */
export function forgetHalfTyped(): void {
  for (const field of halfTypedFields()) field.value = '';
}

function typedAnswer(type: string, key: keyof Answer, typed: string): readonly Answer[] {
  if (typed.trim() === '') return [];
  // What is no number goes as it was typed: the service says what is wrong with it.
  const number = Number(typed.replace(',', '.'));
  const value = (type === 'integer' || type === 'decimal') && !Number.isNaN(number) ? number : typed;
  return [{ [key]: value }];
}

/** A text that grows with what is written in it. */
export function textField(page: Page, { linkId, maxLength }: QuestionnaireItem, label: unknown): TemplateResult {
  const given = page.state.given.get(linkId)?.[0]?.valueString ?? '';
  const set = (event: Event) => {
    const { value } = event.target as HTMLTextAreaElement;
    answer(page, linkId, value.trim() === '' ? [] : [{ valueString: value }]);
  };
  return html`<label for=${fieldId(linkId)}>${label}</label>
<textarea id=${fieldId(linkId)} rows="1" maxlength=${maxLength ?? nothing} autocomplete="off" .value=${given} aria-invalid=${isWrong(page, linkId) ? 'true' : nothing} aria-describedby=${describedBy(page, linkId)} @input=${set}></textarea>`;
}

/** True where an option has no weight: it says that something is not rated. */
export function isWeightless({ extension }: QuestionnaireItemAnswerOption): boolean {
  return (extension ?? []).length === 0;
}
