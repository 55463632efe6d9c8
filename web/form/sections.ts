import type { Coding, QuestionnaireItem } from 'fhir/r4.js';
import { html, nothing, type TemplateResult } from 'lit-html';
import { actionLinkIds, linkIds } from '../../src/model/link-ids.ts';
import type { Action, Strength } from '../../src/model/types.ts';
import { deviates, levelOf } from '../../src/scoring/suggest.ts';
import type { Assessment } from '../../src/scoring/types.ts';
import type { Form } from '../model.ts';
import type { Page } from '../state.ts';
import type { Word } from '../words.ts';
import { isAsked } from './items.ts';
import { choice, errorsOf, question, questionText } from './question.ts';
import { basisWords, isSuggested, suggestedText } from './standing.ts';

export const strengthWords: Readonly<Record<Strength, Word>> = {
  must: 'must',
  'must-unless-documented': 'consider',
  could: 'could',
};

/** The parts of a form after its factors, in the order of their first questions. */
export function sectionsOf(page: Page, form: Form, live: Assessment): readonly TemplateResult[] {
  const items = (form.questionnaire.item ?? []).filter((item) => isAsked(item) && !item.linkId.startsWith('faktor.'));
  const groups = Map.groupBy(items, sectionOf);
  return [...groups].map(([section, group]) => views[section](page, form, live, group));
}

type Section = 'level' | 'participation' | 'agreement' | 'actions' | 'rest';

function sectionOf({ linkId }: QuestionnaireItem): Section {
  if (linkId === linkIds.assessed || linkId === linkIds.reason) return 'level';
  if (linkId === linkIds.participation || linkId === linkIds.participationRemark) return 'participation';
  if (linkId.startsWith('aftale')) return 'agreement';
  return linkId.startsWith('handling.') || linkId === linkIds.coordinator ? 'actions' : 'rest';
}

type View = (page: Page, form: Form, live: Assessment, items: readonly QuestionnaireItem[]) => TemplateResult;

const views: Readonly<Record<Section, View>> = {
  level: levelSection,
  participation: (page, _form, _live, items) =>
    part(
      'borger',
      page.say('participation'),
      items.map((item) => question(page, item)),
    ),
  agreement: (page, _form, live, items) =>
    part(
      'aftalen',
      page.say('agreement'),
      html`<p class="hint">${page.say('agreementHint')}</p>${items.flatMap((item) => (item.type === 'group' ? (item.item ?? []) : [item])).map((item) => (item.linkId === linkIds.agreed ? choice(page, item, markOf(page, live)) : question(page, item)))}`,
    ),
  actions: actionsSection,
  rest: (page, _form, _live, items) =>
    part(
      'videre',
      page.say('rest'),
      items.map((item) => question(page, item)),
    ),
};

function part(id: string, heading: string, content: unknown): TemplateResult {
  return html`<section aria-labelledby=${id}><h2 id=${id}>${heading}</h2>${content}</section>`;
}

/** The suggested levels are marked among those to choose from. */
function markOf(page: Page, live: Assessment) {
  return ({ code = '' }: Coding) => {
    const level = levelOf(live.variant, code);
    if (level === undefined || !isSuggested(live, level)) return nothing;
    return html`<span class="basis forslag">${page.say(basisWords.forslag)}</span>`;
  };
}

function levelSection(page: Page, _form: Form, live: Assessment, items: readonly QuestionnaireItem[]): TemplateResult {
  const { assessed } = live;
  const deviation =
    assessed !== undefined && deviates(assessed.level, live.suggestion)
      ? html`<p class="note">${page.say('deviates', { level: assessed.level.code, suggested: suggestedText(page, live) })}</p>`
      : nothing;
  const questions = items.map((item) =>
    item.linkId === linkIds.assessed
      ? html`${choice(page, item, markOf(page, live))}${deviation}`
      : question(page, item),
  );
  return part('vurdering', page.say('level'), html`<p class="hint">${page.say('levelHint')}</p>${questions}`);
}

/** The actions of the level that somebody stands behind, with the decisions that it asks for; else of none. */
function actionsSection(
  page: Page,
  _form: Form,
  live: Assessment,
  items: readonly QuestionnaireItem[],
): TemplateResult {
  const { statement } = live;
  const coordinator = items.filter(({ linkId }) => linkId === linkIds.coordinator).map((item) => question(page, item));
  if (statement === undefined || statement.basis === 'forslag')
    return html`${coordinator.length === 0 ? nothing : part('koordinering', page.say('coordination'), coordinator)}`;
  const list = statement.level.actions.map((action) => actionView(page, action, items));
  const heading = page.say('actions', { level: statement.level.code });
  return part(
    'handlinger',
    heading,
    html`<p class="hint">${page.say('actionsHint')}</p><ul class="actions">${list}</ul>${coordinator}`,
  );
}

function actionView(page: Page, action: Action, items: readonly QuestionnaireItem[]): TemplateResult {
  const linkId = actionLinkIds(action.code);
  const group = items.find(({ item }) => item?.some((one) => one.linkId === linkId.decision));
  const parties = action.parties.map(({ text }) => page.tell(text)).join(', ');
  const asked = (group?.item ?? []).map((item) => question(page, item));
  return html`<li><p><span class=${`strength ${action.strength}`}>${page.say(strengthWords[action.strength])}</span> ${group === undefined ? page.tell(action.text) : questionText(page, group)} </p><p class="quiet parts">${parties}</p>${group === undefined ? nothing : errorsOf(page, group.linkId)}${asked}</li>`;
}
