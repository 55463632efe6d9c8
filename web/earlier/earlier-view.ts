import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { html, nothing, type TemplateResult } from 'lit-html';
import { danishDay } from '../../src/scoring/day.ts';
import { isWhole } from '../form/citizen-number.ts';
import { basisWords } from '../form/standing.ts';
import type { Form } from '../model.ts';
import { dayText } from '../page.ts';
import { isDraft, keptAs } from '../service.ts';
import type { Earlier, Given, KeptAs, Page } from '../state.ts';
import type { Word } from '../words.ts';
import { before, changeText, factorChanges } from './course.ts';
import { plot } from './plot.ts';

/** What can be done with the earlier responses of a citizen. */
export interface EarlierDeeds {
  readonly look: () => void;
  /** Those before the ones that are shown. */
  readonly more: () => void;
  /** Go on with a draft, or amend what is finished. */
  readonly open: (earlier: Earlier) => void;
  /** Assess anew, from the earlier answers; from the last that are kept where none are named. */
  readonly again: (earlier?: Earlier) => void;
  readonly discard: (draft: KeptAs) => void;
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
export function earlierView(page: Page, { look, ...deeds }: EarlierDeeds): TemplateResult | typeof nothing {
  const { number, form, busy } = page.state;
  if (form === undefined || !isWhole(number)) return nothing;
  const button = html`<p class="deeds"><button type="button" ?disabled=${busy} @click=${look}>${page.say('lookEarlier')}</button> <button type="button" ?disabled=${busy} @click=${() => deeds.again()}>${page.say('startFromLast')}</button></p>`;
  return html`${button}${listView(page, deeds)}`;
}

function listView(page: Page, deeds: Omit<EarlierDeeds, 'look'>): TemplateResult | typeof nothing {
  const { earlier, form } = page.state;
  if (earlier === undefined || form === undefined) return nothing;
  if (earlier.length === 0) return html`<p role="status">${page.say('noneEarlier')}</p>`;
  const rows = earlier.map((one, index) => {
    const { author } = one.response;
    const day = dayText(one.day, page.state.language);
    const last = before(earlier, index);
    const factors = factorChanges(page, one, last);
    return html`<li><p><b>${isOfForm(form, one.response) ? levelText(page, one) : otherText(page, one)}</b> <span class="quiet">${day} · ${author?.display ?? ''}</span> ${changeText(page, one, last)}</p>
${factors.length === 0 ? nothing : html`<p class="quiet changes">${factors.join('; ')}</p>`}${correctedText(page, one)}<p class="ways">${waysOf(page, form, one, day, deeds)}</p></li>`;
  });
  return html`<div class="earlier"><h3>${page.say('overTime')}</h3>${plot(page, earlier, Date.now())}<ol>${rows}</ol>${page.state.earlierNext === undefined ? nothing : html`<p class="deeds"><button type="button" ?disabled=${page.state.busy} @click=${deeds.more}>${page.say('moreEarlier')}</button></p>`}</div>`;
}

/** What can be done with one: what was withdrawn is over, and another version's form is not at hand. */
function waysOf(
  page: Page,
  form: Form,
  one: Earlier,
  day: string,
  { open, again, discard }: Omit<EarlierDeeds, 'look'>,
): readonly TemplateResult[] {
  const { response } = one;
  if (response.status === 'entered-in-error') return [];
  const way = (word: Word, deed: () => void) =>
    html`<button type="button" class="link" @click=${deed}>${page.say(word)}<span class="hidden"> (${day})</span></button> `;
  const goOn = (word: Word) => (isOfForm(form, response) ? [way(word, () => open(one))] : []);
  if (!isDraft(response)) return [...goOn('amend'), way('assessAgain', () => again(one))];
  const isLeft = response.status === 'stopped';
  return [...goOn('goOn'), ...(isLeft ? [] : [way('discard', () => discard(keptAs(response)))])];
}

/** What was assessed by another version of the model is not scored by this one. */
function otherText(page: Page, { response }: Earlier): string {
  const [, version = '?'] = response.questionnaire?.split('|') ?? [];
  const text = page.say('otherVersion', { version });
  if (isDraft(response)) return `${text}, ${draftText(page, response)}`;
  return response.status === 'entered-in-error' ? `${text}, ${page.say('withdrawn')}` : text;
}

/** A correction that was given another day than its assessment had is told as what it is. */
function correctedText(page: Page, { response, first }: Earlier): TemplateResult | typeof nothing {
  if (response.status !== 'amended' || danishDay(first) === danishDay(response.authored ?? first)) return nothing;
  const [day, now] = [first, response.authored ?? first].map((one) => dayText(danishDay(one), page.state.language));
  return html`<p class="quiet">${page.say('corrected', { first: day ?? '', day: now ?? '' })}</p>`;
}

function draftText(page: Page, { status }: QuestionnaireResponse): string {
  return page.say(status === 'stopped' ? 'discarded' : 'draft');
}

function levelText(page: Page, { response, assessment }: Earlier): string {
  if (isDraft(response)) return draftText(page, response);
  const statement = assessment?.statement;
  const level =
    statement === undefined ? page.say('noLevel') : page.say('levelNumber', { level: statement.level.code });
  if (response.status === 'entered-in-error') return `${level}, ${page.say('withdrawn')}`;
  return statement === undefined ? level : `${level}, ${page.say(basisWords[statement.basis])}`;
}
