import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { danishDay } from '../../src/scoring/day.ts';
import { numberState } from '../form/citizen-number.ts';
import { basisWords } from '../form/standing.ts';
import type { Form } from '../model.ts';
import { dayText } from '../page.ts';
import type { Earlier, Given, Page } from '../state.ts';

/** What can be done with the earlier responses of a citizen. */
export interface EarlierDeeds {
  readonly look: () => void;
  /** Go on with a draft, or amend what is finished. */
  readonly open: (earlier: Earlier) => void;
  /** Assess anew, from the earlier answers; from the last that are kept where none are named. */
  readonly again: (earlier?: Earlier) => void;
}

/** Every answer of a response by its question; what is below an answer stands for itself. */
export function givenIn({ item }: QuestionnaireResponse): Given {
  const given = new Map<string, NonNullable<QuestionnaireResponseItem['answer']>>();
  const visit = (items: readonly QuestionnaireResponseItem[] = []): void => {
    for (const { linkId, answer = [], item: below } of items) {
      if (answer.length > 0)
        given.set(
          linkId,
          answer.map(({ item: _, ...alone }) => alone),
        );
      for (const one of answer) visit(one.item);
      visit(below);
    }
  };
  visit(item);
  return given;
}

/** Whether a response is to be scored by the form at hand: one of another version has another model's rules. */
export function isOfForm({ variant }: Form, { questionnaire }: QuestionnaireResponse): boolean {
  return questionnaire === variant.questionnaireUrl;
}

/** A citizen's levels over time, and the drafts: a way to each. */
export function earlierView(page: Page, { look, open, again }: EarlierDeeds): TemplateResult | typeof nothing {
  const { number, form, busy } = page.state;
  if (form === undefined || !['cpr', 'replacement'].includes(numberState(number))) return nothing;
  const button = html`<p class="deeds"><button type="button" ?disabled=${busy} @click=${look}>${page.say('lookEarlier')}</button> <button type="button" ?disabled=${busy} @click=${() => again()}>${page.say('startFromLast')}</button></p>`;
  return html`${button}${listView(page, { open, again })}`;
}

function listView(page: Page, { open, again }: Pick<EarlierDeeds, 'open' | 'again'>): TemplateResult | typeof nothing {
  const { earlier, form } = page.state;
  if (earlier === undefined || form === undefined) return nothing;
  if (earlier.length === 0) return html`<p role="status">${page.say('noneEarlier')}</p>`;
  const rows = earlier.map((one, index) => {
    const { status, authored = '', author } = one.response;
    const day = dayText(one.assessment?.statement?.day ?? danishDay(authored), page.state.language);
    const isDraft = status === 'in-progress';
    const isOver = status === 'entered-in-error';
    const isOurs = isOfForm(form, one.response);
    return html`<li><p><b>${isOurs ? levelText(page, one) : otherText(page, one)}</b> <span class="quiet">${day} · ${author?.display ?? ''}</span> ${changeText(page, one, before(earlier, index))}</p>
<p class="ways">${isOver || !isOurs ? nothing : html`<button type="button" class="link" @click=${() => open(one)}>${page.say(isDraft ? 'goOn' : 'amend')}<span class="hidden"> (${day})</span></button>`}
${isDraft || isOver ? nothing : html`<button type="button" class="link" @click=${() => again(one)}>${page.say('assessAgain')}<span class="hidden"> (${day})</span></button>`}</p></li>`;
  });
  return html`<div class="earlier"><h3>${page.say('overTime')}</h3>${plot(page, earlier)}<ol>${rows}</ol></div>`;
}

/** What was assessed by another version of the model is not scored by this one. */
function otherText(page: Page, { response }: Earlier): string {
  const [, version = '?'] = response.questionnaire?.split('|') ?? [];
  const text = page.say('otherVersion', { version });
  if (response.status === 'in-progress') return `${text}, ${page.say('draft')}`;
  return response.status === 'entered-in-error' ? `${text}, ${page.say('withdrawn')}` : text;
}

function levelText(page: Page, { response, assessment }: Earlier): string {
  if (response.status === 'in-progress') return page.say('draft');
  const statement = assessment?.statement;
  const level =
    statement === undefined ? page.say('noLevel') : page.say('levelNumber', { level: statement.level.code });
  if (response.status === 'entered-in-error') return `${level}, ${page.say('withdrawn')}`;
  return statement === undefined ? level : `${level}, ${page.say(basisWords[statement.basis])}`;
}

/** The last one before it that counts. */
function before(earlier: readonly Earlier[], index: number): Earlier | undefined {
  return earlier.slice(index + 1).find((one) => levelOf(one) !== undefined);
}

/** Whether a level is higher or lower than the one before it. */
function changeText(page: Page, one: Earlier, before: Earlier | undefined): string {
  const [level, other] = [levelOf(one), before && levelOf(before)];
  if (level === undefined || other === undefined) return '';
  if (level === other) return page.say('unchanged');
  return page.say(level > other ? 'higher' : 'lower', { by: Math.abs(level - other) });
}

/** The level that counts; a draft and what was withdrawn have none. */
function levelOf({ response, assessment }: Earlier): number | undefined {
  const counts = response.status === 'completed' || response.status === 'amended';
  return counts ? assessment?.statement?.level.ordinal : undefined;
}

/** The levels as a line of steps, the oldest first. The list beside it says the same in words. */
function plot(page: Page, earlier: readonly Earlier[]): TemplateResult | typeof nothing {
  const levels = earlier.flatMap((one) => levelOf(one) ?? []).reverse();
  const top = page.state.form?.variant.levels.at(-1)?.ordinal ?? 0;
  if (levels.length < 2 || top === 0) return nothing;
  const step = 60;
  const y = (level: number) => 8 + (1 - level / top) * 80;
  const path = levels.map(
    (level, index) => `${index === 0 ? 'M' : 'L'}${index * step} ${y(level)}H${(index + 1) * step}`,
  );
  const marks = levels.map(
    (level, index) => svg`<text x=${index * step + step / 2} y=${y(level) - 3} text-anchor="middle">${level}</text>`,
  );
  return html`<svg class="plot" viewBox=${`0 -8 ${levels.length * step} 104`} aria-hidden="true" preserveAspectRatio="xMinYMid meet"><path d=${path.join('')}></path>${marks}</svg>`;
}
