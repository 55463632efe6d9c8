import { readdirSync, readFileSync } from 'node:fs';
import { findPackageJSON, stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joined } from './join.ts';

/** Texts by the names that the browser asks for. */
export type PageTexts = ReadonlyMap<string, string>;

/** The script of each page, and where it begins: the form, and what those who run the service look at. */
const entries = { 'main.js': ['web', 'main.ts'], 'drift.js': ['web', 'drift', 'main.ts'] };

const project = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The script of each page in a clone: where it begins and all that it imports, of the page, of the centre and of the
 * view library, stripped of types and joined. Throws an Error for an import that a browser cannot follow: the page
 * takes the smallest set of the centre that scores and explains.
 */
export function pageScripts(): PageTexts {
  const texts = new Map<string, string>();
  const read = (file: string) => {
    const text = texts.get(file) ?? withoutTypes(file);
    texts.set(file, text);
    return text;
  };
  return new Map(
    Object.entries(entries).map(([name, entry]) => [name, joined(join(project, ...entry), { read, find: fileOf })]),
  );
}

/** The style sheets as one, in their order, and the picture of the page. */
export function pageLooks(): PageTexts {
  const folder = join(project, 'web', 'style');
  const sheets = readdirSync(folder).sort();
  // In one answer: a browser shows nothing before it has them all.
  const style = sheets.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return new Map([
    ['style.css', style],
    ['icon.svg', readFileSync(join(project, 'web', 'icon.svg'), 'utf8')],
  ]);
}

function fileOf(specifier: string, from: string): string {
  return specifier.startsWith('.') ? resolve(dirname(from), specifier) : packageFile(specifier, from);
}

/** The view library alone: whatever else a module of the centre imports is nothing for a browser. */
function packageFile(specifier: string, from: string): string {
  const [name = '', ...path] = specifier.split('/');
  const manifest = name === 'lit-html' ? findPackageJSON(name, import.meta.url) : undefined;
  if (manifest === undefined) throw new Error(`${relative(project, from)}: a browser cannot import ${specifier}`);
  return join(dirname(manifest), ...(path.length === 0 ? ['lit-html.js'] : path));
}

function withoutTypes(file: string): string {
  const text = readFileSync(file, 'utf8');
  // The maps of the library are not served.
  if (!file.endsWith('.ts')) return text.replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const { emitWarning } = process;
  // Node calls this experimental on stderr, where the log is; its result is fixed by the pinned runtime.
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text).replace(/[ \t]+$/gm, '');
  } finally {
    process.emitWarning = emitWarning;
  }
}
