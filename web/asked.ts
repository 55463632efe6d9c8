import { html, nothing, type TemplateResult } from 'lit-html';
import type { Asked, Page, Way } from './state.ts';

/** The question that is open: a dialog that the browser makes modal, and gives the focus back from. */
export function askedView(page: Page): TemplateResult {
  const { asked } = page.state;
  // A browser may close a dialog on Escape without asking first.
  const closed = (event: Event) => {
    const { asked } = page.state;
    if (asked !== undefined && !(event.target as HTMLDialogElement).open) answered(asked.stay);
  };
  const answered = ({ deed }: Way) => {
    page.change({ asked: undefined });
    deed();
  };
  const button = (way: Way, isMain = false) =>
    html`<button type="button" class=${isMain ? 'main' : ''} @click=${() => answered(way)}>${page.tell(way.text)}</button> `;
  const inside = ({ heading, lines, ways, stay }: Asked) =>
    html`<h2 id="spurgt" tabindex="-1" autofocus>${page.tell(heading)}</h2><div id="spurgt-om">${lines.map((line) => html`<p>${page.tell(line)}</p>`)}</div>
<p class="deeds">${ways.map((way, index) => button(way, index === 0))}${button(stay)}</p>`;
  return html`<dialog aria-labelledby="spurgt" aria-describedby="spurgt-om" @close=${closed}>${asked === undefined ? nothing : inside(asked)}</dialog>`;
}
