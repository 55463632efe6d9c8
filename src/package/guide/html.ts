import type { Text } from '../../model/types.ts';
import { style } from './style.ts';

export type Language = 'da' | 'en';

/** Text as HTML. */
export function html(text: string | undefined): string {
  return (text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A table with a caption. Cells are HTML; the first of a row is its head. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  kind: 'plain' | 'tree' = 'plain',
): string {
  const cells = (row: readonly string[]) =>
    row.map((cell, index) => (index === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`));
  const body = rows.map((row) => `<tr>${cells(row).join('')}</tr>`).join('\n');
  const heads = head.map((cell) => `<th scope="col">${html(cell)}</th>`).join('');
  const start = kind === 'tree' ? '<table class="tree">' : '<table>';
  return `<div class="wide" tabindex="0" role="region" aria-label="${html(caption)}">${start}<caption>${html(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

export const code = (text: string | undefined): string => `<code>${html(text)}</code>`;

/** A heading's place and its words. */
export interface Heading {
  readonly id: string | undefined;
  readonly text: string;
}

/** Links to the headings of a page. */
export function contents(headings: readonly Heading[]): string {
  const links = headings.map(({ id, text }) => `<li><a href="#${id}">${html(text)}</a></li>`);
  return `<ul class="contents">${links.join('')}</ul>`;
}

/** The pages by the names of their files, as the menu has them. */
const menu = {
  index: { da: 'Modellen', en: 'The model' },
  profiles: { da: 'Profiler', en: 'Profiles' },
  terminology: { da: 'Terminologi', en: 'Terminology' },
  examples: { da: 'Eksempler', en: 'Examples' },
  loading: { da: 'Indlæsning', en: 'Loading' },
  changes: { da: 'Ændringer', en: 'Changes' },
} as const satisfies Readonly<Record<string, Text>>;

export type PageName = keyof typeof menu;

/** What every page says of the whole. */
export interface Imprint {
  readonly title: Text;
  readonly publisher: string;
  readonly base: string;
  /** Of the model. */
  readonly version: string;
}

const words = {
  skip: { da: 'Til indholdet', en: 'To the content' },
  menu: { da: 'Sider', en: 'Pages' },
  other: { da: 'English', en: 'Dansk' },
  model: { da: 'Modellens version', en: 'Version of the model' },
} as const;

/**
 * A whole page under its title, which is that of the menu where none is given. The other language's page has the same
 * name.
 */
export function page(
  language: Language,
  name: PageName,
  content: string,
  imprint: Imprint,
  title: string = menu[name][language],
): string {
  const other = language === 'da' ? 'en' : 'da';
  const links = Object.entries(menu).map(([file, text]) => {
    return `<li><a href="${file}.html"${file === name ? ' aria-current="page"' : ''}>${html(text[language])}</a></li>`;
  });
  const whole = imprint.title[language];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${html(title === whole ? title : `${title} · ${whole}`)}</title><style>${style}</style></head>
<body><a class="skip" href="#content">${words.skip[language]}</a><header><div class="in"><p class="name">${html(whole)}</p><nav aria-label="${words.menu[language]}"><ul>${links.join('')}<li><a href="../${other}/${name}.html" lang="${other}" hreflang="${other}">${words.other[language]}</a></li></ul></nav></div></header>
<main id="content" class="in"><h1>${html(title)}</h1>
${content}
</main><footer><div class="in">${html(imprint.publisher)} · ${words.model[language]}: ${html(imprint.version)} · ${code(imprint.base)}</div></footer></body></html>
`;
}
