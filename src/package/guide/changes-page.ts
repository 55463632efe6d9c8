import { html, type Language, page } from './html.ts';
import { imprintOf, type Source } from './source.ts';

/** The change logs: headings, lists, paragraphs and code are all that their markdown has. */
export function changesPage(source: Source, language: Language): string {
  const blocks = source.changes[language].split(/\n{2,}/).map((block) => {
    const text = block.trim();
    if (text.startsWith('## ')) return `<h2>${inline(text.slice(3))}</h2>`;
    if (text.startsWith('# ') || text === '') return '';
    if (!text.startsWith('- ')) return `<p>${inline(text)}</p>`;
    const items = text.split(/\n(?=- )/).map((item) => `<li>${inline(item.slice(2))}</li>`);
    return `<ul>${items.join('')}</ul>`;
  });
  return page(language, 'changes', blocks.join('\n'), imprintOf(source));
}

function inline(text: string): string {
  return html(text.replace(/\n\s*/g, ' ')).replace(/`([^`]+)`/g, '<code>$1</code>');
}
