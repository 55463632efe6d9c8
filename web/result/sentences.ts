import { html, type TemplateResult } from 'lit-html';
import type { Concept } from '../../src/model/types.ts';
import type { ActionDecision, LevelStatement } from '../../src/scoring/types.ts';
import { strengthWords } from '../form/sections.ts';
import { dayText } from '../page.ts';
import type { Page, Result } from '../state.ts';

/** The level, who stands behind it, and what the rule suggested, as sentences. */
export function sentences(page: Page, { assessment, response }: Result): readonly string[] {
  const { statement, suggestion, assessed, coordinator, reassessment } = assessment;
  const { low, high, level: suggested } = suggestion;
  const { language } = page.state;
  if (statement === undefined) {
    return [page.say('resultInterval', { low: low.code, high: high.code }), page.tell(suggestion.explanation)];
  }
  const told = [headSentence(page, statement, response.author?.display ?? '')];
  if (statement.basis === 'forslag') told.push(page.tell(suggestion.explanation));
  else if (suggested === undefined) told.push(page.say('suggestedInterval', { low: low.code, high: high.code }));
  else told.push(page.say('suggestedBesides', { level: suggested.code }));
  if (assessed !== undefined && statement.basis === 'aftalt') {
    told.push(page.say('assessedBefore', { who: response.author?.display ?? '', level: assessed.level.code }));
  }
  if (assessed?.reason !== undefined) told.push(page.say('levelReason', { reason: assessed.reason }));
  if (coordinator !== undefined) told.push(page.say('coordinator', { who: coordinator }));
  if (reassessment !== undefined) told.push(page.say('reassessed', { day: dayText(reassessment, language) }));
  return told;
}

function headSentence(page: Page, { basis, level, day, agreed }: LevelStatement, who: string): string {
  const values = { level: level.code, day: dayText(day, page.state.language), who };
  if (basis === 'forslag') return page.say('resultSuggested', values);
  if (basis === 'vurderet') return page.say('resultAssessed', values);
  const parties = (agreed?.parties ?? []).map(({ text }) => page.tell(text));
  if (parties.length === 0) return page.say('resultAgreed', values);
  const list = new Intl.ListFormat(page.state.language, { type: 'conjunction' });
  return page.say('resultAgreedBetween', { ...values, parties: list.format(parties) });
}

/** Each party with the actions that concern it, in the order of the level. */
export function partiesOf({ actions }: LevelStatement): readonly (readonly [Concept, readonly ActionDecision[]])[] {
  const parties = new Map(actions.flatMap(({ action }) => action.parties.map((party) => [party.code, party] as const)));
  return [...parties.values()].map((party) => [
    party,
    actions.filter(({ action }) => action.parties.some(({ code }) => code === party.code)),
  ]);
}

/** An action with how binding it is and what was decided. */
export function actionSentence(page: Page, { action, decision, reason }: ActionDecision): TemplateResult {
  const strength = page.say(strengthWords[action.strength]);
  // Two long words with a slash between them may stand on two lines.
  const text = page.tell(action.text).replaceAll('/', '/\u200b');
  if (decision === undefined) return html`${text} <span class="quiet">(${strength})</span>`;
  const what =
    decision.code === 'afventer' ? page.say('open') : page.say('decided', { decision: page.tell(decision.text) });
  const told = reason === undefined ? what : page.say('because', { what, reason });
  return html`${text} <span class="quiet">(${strength}; ${told})</span>`;
}
