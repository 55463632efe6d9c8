import { html, nothing, type TemplateResult } from 'lit-html';
import type { Page } from '../state.ts';
import type { Word } from '../words.ts';

/** Where a letter is dropped or chosen; what came of it stands below. */
export function dropView(page: Page, about: Word, bring: (letter: File) => void): TemplateResult {
  const { letter, result } = page.state;
  const taken = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    // The same file may be brought again, once it was mended.
    input.value = '';
    if (file !== undefined) bring(file);
  };
  const isSuggestion = result?.assessment.statement?.basis === 'forslag';
  const include = (event: Event) => page.change({ includeSuggestion: (event.target as HTMLInputElement).checked });
  return html`<section class="letter" aria-labelledby="brev"><h2 id="brev">${page.say(result === undefined ? 'letterHeading' : 'letterIn')}</h2>
<div class="drop"><p id="brev-hjaelp">${page.say(about)}</p>
${isSuggestion ? html`<label class="option"><input type="checkbox" .checked=${page.state.includeSuggestion} @change=${include}><span>${page.say('includeSuggestion')}</span></label>` : nothing}
<label class="button"><input type="file" class="file" accept=".xml,text/xml,application/xml" aria-describedby="brev-hjaelp" @change=${taken}>${page.say('letterChoose')}</label></div>
<div role="status" aria-live="polite">${letter === undefined ? nothing : html`<div class=${letter.failed ? 'error' : 'done'}>${letter.lines.map((line) => html`<p>${page.tell(line)}</p>`)}${letter.file === undefined ? nothing : html`<p><a class="button" href=${letter.file.url} download=${letter.file.name}>${page.say('letterDownload')}</a></p>`}</div>`}</div></section>`;
}

/** A letter that is dropped anywhere on the page is brought, too: else the browser would leave for it. */
export function takeDrops(bring: (letter: File) => void): void {
  // A text that is dragged goes into its field, as it does anywhere.
  const isFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
  addEventListener('dragover', (event) => {
    if (isFile(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined) bring(file);
  });
}
