import { readdirSync, readFileSync } from 'node:fs';
import { findPackageJSON, stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Texts of modules by the flat names that the browser asks for. */
export type Modules = ReadonlyMap<string, string>;

/** Where a page begins: the form, and what those who run the service look at. */
const entries = ['main.ts', join('drift', 'main.ts')];

const project = fileURLToPath(new URL('../../../', import.meta.url));
/** Of modules that are imported at once, and of those that are fetched later (`import('...')`). */
const specifiers = /\b(from|import)(\s*\(?)(['"])([^'"\n]+)\3/g;

/**
 * The pages' modules in a clone: where each begins, and all that it imports, of the page, of the centre and of the view
 * library, each stripped of its types. Throws an Error for an import that a browser cannot follow: the page takes the
 * smallest set of the centre that scores and explains.
 */
export function pageModules(): Modules {
  const modules = new Map<string, string>();
  const take = (file: string): void => {
    const name = flatName(file);
    if (modules.has(name)) return;
    modules.set(name, '');
    const imported: string[] = [];
    const text = withoutTypes(file).replace(specifiers, (_, word: string, space: string, quote: string, to: string) => {
      const found = to.startsWith('.') ? resolve(dirname(file), to) : packageFile(to, file);
      imported.push(found);
      return `${word}${space}${quote}./${flatName(found)}${quote}`;
    });
    modules.set(name, text);
    imported.forEach(take);
  };
  for (const entry of entries) take(join(project, 'web', entry));
  return modules;
}

/** The style sheets as one, in their order, and the picture of the page. */
export function pageLooks(): Modules {
  const folder = join(project, 'web', 'style');
  const sheets = readdirSync(folder).sort();
  // In one answer: a browser shows nothing before it has them all.
  const style = sheets.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return new Map([
    ['style.css', style],
    ['icon.svg', readFileSync(join(project, 'web', 'icon.svg'), 'utf8')],
  ]);
}

/**
 * `src/scoring/suggest.ts` is `src.scoring.suggest.js`: in one folder the modules work wherever they are served.
 */
function flatName(file: string): string {
  const parts = relative(project, file).split(sep);
  const own = parts[0] === 'node_modules' || parts[0] === 'web' ? parts.slice(1) : parts;
  return own.join('.').replace(/\.ts$/, '.js');
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
    return stripTypeScriptTypes(text)
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{2,}/g, '\n');
  } finally {
    process.emitWarning = emitWarning;
  }
}
