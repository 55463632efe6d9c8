import { html, nothing, type TemplateResult } from 'lit-html';
import type { Basis, Level } from '../../src/model/types.ts';
import { deviates } from '../../src/scoring/suggest.ts';
import type { Assessment, LevelStatement } from '../../src/scoring/types.ts';
import type { Page } from '../state.ts';
import type { Word } from '../words.ts';

export const basisWords: Readonly<Record<Basis, Word>> = {
  forslag: 'basisSuggested',
  vurderet: 'basisAssessed',
  aftalt: 'basisAgreed',
};

/** Whether anything is rated: an empty form suggests nothing worth telling. */
function isBegun({ factors }: Assessment): boolean {
  return factors.some(({ rating }) => rating !== undefined);
}

/** True for a level that the rule suggests, or that may still be the one. */
export function isSuggested(live: Assessment, level: Level): boolean {
  return isBegun(live) && !deviates(level, live.suggestion);
}

/** The level that counts right now. */
function inForce(live: Assessment): LevelStatement | undefined {
  return live.statement?.basis === 'forslag' && !isBegun(live) ? undefined : live.statement;
}

/** The level as it stands while one answers: beside the form, or below it on a narrow screen. */
export function standingView(page: Page, live: Assessment): TemplateResult {
  const { suggestion, statement, factors } = live;
  const rated = factors.length - suggestion.missing.length;
  return html`<aside class="standing" aria-labelledby="lige-nu"><h2 id="lige-nu">${page.say('standing')}</h2>
<p class="level">${levelLine(page, live)}</p>
${ladder(live)}
<dl><div><dt>${page.say('score')}</dt><dd>${suggestion.score === undefined ? html`<span class="quiet">${page.say('noScore')}</span>` : page.say('scoreOf', { score: suggestion.score, maximum: suggestion.maximum })}</dd></div>
<div><dt>${page.say('suggestion')}</dt><dd>${suggestedText(page, live)}</dd></div></dl>
<p class="why">${isBegun(live) ? page.tell(suggestion.explanation) : page.say('noneYet')}</p>
${statement === undefined || statement.basis === 'forslag' ? nothing : html`<p class="quiet">${statement.level.texts[0] === undefined ? nothing : page.tell(statement.level.texts[0].text)}</p>`}
<p class="progress quiet">${page.say('factorsRated', { rated, count: factors.length })}</p></aside>`;
}

function levelLine(page: Page, live: Assessment): TemplateResult {
  const statement = inForce(live);
  if (statement !== undefined) {
    return html`<b>${page.say('levelNumber', { level: statement.level.code })}</b> <span class=${`basis ${statement.basis}`}>${page.say(basisWords[statement.basis])}</span>`;
  }
  return html`<b>${suggestedText(page, live)}</b>`;
}

export function suggestedText(page: Page, live: Assessment): string {
  const { low, high, level } = live.suggestion;
  if (!isBegun(live)) return '–';
  return level === undefined
    ? page.say('interval', { low: low.code, high: high.code })
    : page.say('levelNumber', { level: level.code });
}

/** The levels as steps; the words beside it say the same. */
function ladder(live: Assessment): TemplateResult {
  const statement = inForce(live);
  const steps = live.variant.levels.map((level) => {
    const force = statement?.level === level ? `force ${statement.basis}` : '';
    return html`<li class=${`${isSuggested(live, level) ? 'suggested' : ''} ${force}`}>${level.code}</li>`;
  });
  return html`<ol class="ladder" aria-hidden="true">${steps}</ol>`;
}

/** What a screen reader says when the level changes. */
export function announcement(page: Page, live: Assessment): string {
  if (!isBegun(live)) return '';
  const { score, maximum } = live.suggestion;
  const { statement } = live;
  const level =
    statement === undefined
      ? ''
      : `${page.say('levelNumber', { level: statement.level.code })}, ${page.say(basisWords[statement.basis])}. `;
  const scored = score === undefined ? '' : ` ${page.say('score')} ${page.say('scoreOf', { score, maximum })}.`;
  return `${level}${page.say('suggestion')}: ${suggestedText(page, live)}.${scored}`;
}
