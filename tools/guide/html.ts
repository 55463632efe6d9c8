import type { Text } from '../../src/model/types.ts';

export type Language = 'da' | 'en';

/** Text as HTML. */
export function html(text: string | undefined): string {
  return (text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A table with a caption for those who hear it. Cells are HTML. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) =>
    row.map((cell, index) => (index === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`));
  const body = rows.map((row) => `<tr>${cells(row).join('')}</tr>`).join('\n');
  const heads = head.map((cell) => `<th scope="col">${html(cell)}</th>`).join('');
  return `<div class="wide" tabindex="0" role="region" aria-label="${html(caption)}"><table><caption>${html(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

export const code = (text: string | undefined): string => `<code>${html(text)}</code>`;

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

const style = `:root{color-scheme:light dark;--line:#8886;--soft:#8881;--link:#0b5394}@media(prefers-color-scheme:dark){:root{--link:#8ab4f8}}
*{box-sizing:border-box}body{font:1rem/1.55 system-ui,sans-serif;margin:0 auto;max-width:72rem;padding:0 1rem 4rem}a{color:var(--link)}
header{border-bottom:1px solid var(--line);padding:1rem 0;margin-bottom:1.5rem}nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;margin:0;padding:0}
nav a[aria-current]{font-weight:700;text-decoration:none}h1{font-size:1.7rem;line-height:1.25}h2{margin-top:2.2rem}.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.3rem 0}th,td{border:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top}
thead th{background:var(--soft)}tbody th{font-weight:400}code{font-size:.92em;overflow-wrap:anywhere}pre{background:var(--soft);padding:.8rem;overflow:auto}
.level{border:1px solid var(--line);padding:.2rem 1rem;margin:1rem 0}@media print{nav,.skip{display:none}body{max-width:none}.level,tr{break-inside:avoid}a{color:inherit}}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}`;

/** A whole page under its title, which is that of the menu where none is given. The other language's page has the same name. */
export function page(
  language: Language,
  name: PageName,
  content: string,
  title: string = menu[name][language],
): string {
  const other = language === 'da' ? 'en' : 'da';
  const links = Object.entries(menu).map(([file, text]) => {
    return `<li><a href="${file}.html"${file === name ? ' aria-current="page"' : ''}>${html(text[language])}</a></li>`;
  });
  const words =
    language === 'da'
      ? { skip: 'Til indholdet', menu: 'Sider', other: 'English' }
      : { skip: 'To the content', menu: 'Pages', other: 'Dansk' };
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${html(title)}</title><style>${style}</style></head>
<body><a class="skip" href="#content">${words.skip}</a><header><nav aria-label="${words.menu}"><ul>${links.join('')}<li><a href="../${other}/${name}.html" lang="${other}" hreflang="${other}">${words.other}</a></li></ul></nav></header>
<main id="content"><h1>${html(title)}</h1>
${content}
</main></body></html>
`;
}
