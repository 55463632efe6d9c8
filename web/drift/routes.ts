import { html, nothing, type TemplateResult } from 'lit-html';
import { nameOfVariant } from '../variant-name.ts';
import type { RouteRow } from './ask.ts';
import { formText, wordFor } from './list.ts';
import type { Page } from './state.ts';

/** Which levels go where, each route as a sentence by its conditions. */
export function routesView(page: Page, routes: readonly RouteRow[]): TemplateResult | typeof nothing {
  const { say } = page;
  if (routes.length === 0) return nothing;
  const head = (['route', 'routeSends', 'routeAs', 'routeTo'] as const).map(
    (word) => html`<th scope="col">${say(word)}</th>`,
  );
  const rows = routes.map((route) => {
    const { name, destination, form, receiver } = route;
    const isLetter = /^(?:XDIS91|XREF15|care-communication)/.test(form);
    const whom = receiver ?? (isLetter ? say('byParty') : undefined);
    return html`<tr><th scope="row" data-label=${say('route')}>${name}</th><td data-label=${say('routeSends')}>${sentence(page, route)}</td>
<td data-label=${say('routeAs')}>${formText(page, form)}</td><td data-label=${say('routeTo')}>${destination}${whom === undefined ? nothing : html` <span class="quiet">→ ${whom}</span>`}</td></tr>`;
  });
  return html`<section class="routes" aria-labelledby="ruter"><h2 id="ruter">${say('routes')}</h2><p class="hint">${say('routesHint')}</p>
<table class="rows"><caption class="hidden">${say('routes')}</caption><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></section>`;
}

/** What a route sends, in words; what is not asked for is not mentioned, but for how the level came about. */
function sentence(page: Page, { when }: RouteRow): string {
  const { say, state } = page;
  const { levels, variants, basis = ['vurderet', 'aftalt'], events, parties } = when;
  const either = new Intl.ListFormat(state.language, { type: 'disjunction' });
  let told = levels === undefined ? say('sendsAll') : say('sendsLevels', { levels: either.format(levels) });
  if (variants !== undefined)
    told = say('sendsOf', {
      levels: told,
      variants: either.format(variants.map((one) => page.tell(nameOfVariant(state.model?.variants, one)))),
    });
  told = say('sendsBasis', { levels: told, basis: either.format(basis.map((one) => wordFor(page, one))) });
  const more: string[] = [];
  if (events !== undefined) {
    more.push(say('sendsEvents', { events: either.format(events.map((one) => wordFor(page, one))) }));
  }
  if (parties !== undefined) {
    more.push(say('sendsParties', { parties: either.format(parties.map((one) => partyText(page, one))) }));
  }
  return `${[told, ...more].join(', ')}.`;
}

/** A party by the model's own word. */
function partyText({ state, tell }: Page, code: string): string {
  const parties = (state.model?.variants ?? []).flatMap(({ choices }) => choices.parties);
  const found = parties.find((party) => party.code === code);
  return found === undefined ? code : tell(found.text);
}
