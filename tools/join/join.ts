import { rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';

/** A program to join: where its modules lie, and where the joined ones go. */
export interface Joining {
  /** The folder of the modules, `src` or `dist`. */
  readonly from: string;
  readonly into: string;
  /** How its modules end. */
  readonly extension: '.ts' | '.js';
  /** Packages that go into the joined files; all others are imported from where they are installed. */
  readonly packages: readonly string[];
}

/** What starts by itself: the service, streams and imports, their threads. Each gets its own copy of what it needs. */
interface Part {
  readonly name: string;
  readonly entry: string;
  /** Modules by the file that they go into, each with all that it imports at once; the rest gets files of its own. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

const parts: readonly Part[] = [
  {
    name: 'service',
    entry: 'cli/main',
    groups: { start: ['cli/main', 'cli/serve'], gateway: ['gateway'] },
  },
  {
    name: 'lines',
    entry: 'cli/main',
    groups: { start: ['cli/main', 'cli/stream/stream'], history: ['cli/import/import', 'gateway'] },
  },
  {
    name: 'stream',
    entry: 'cli/stream/worker',
    groups: { thread: ['cli/stream/worker'], score: ['cli/stream/tasks/score'] },
  },
  { name: 'reading', entry: 'cli/import/worker', groups: { thread: ['cli/import/worker'] } },
  { name: 'ahead', entry: 'ahead/worker', groups: { thread: ['ahead/worker'] } },
  { name: 'apart', entry: 'http/apart/worker', groups: { thread: ['http/apart/worker'] } },
];

/**
 * Joins the modules of the service, of streams and of imports, so that each starts without 500 files being looked up,
 * read and linked. What a call needs that the start does not stays in files of its own, which are read at first use.
 * Gives the files that went in.
 */
export async function joinService(joining: Joining): Promise<readonly string[]> {
  rmSync(joining.into, { recursive: true, force: true });
  const files: string[] = [];
  for (const part of parts) files.push(...(await joinPart(joining, part)));
  return [...new Set(files)].sort();
}

async function joinPart({ from, into, extension, packages }: Joining, part: Part): Promise<readonly string[]> {
  const moduleAt = (name: string) => join(from, `${name}${extension}`);
  const dir = join(into, part.name);
  const groups = new Map<string, string>();
  const bundle = await rolldown({
    input: { main: moduleAt(part.entry) },
    platform: 'node',
    external: (id, importer = '') => isExternal(id, importer, packages),
    // Every module does what it would do by itself.
    treeshake: false,
    plugins: [addresses(from, dir), grouping(groups, part, moduleAt)],
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundle.write({
    dir,
    format: 'es',
    sourcemap: true,
    sourcemapExcludeSources: true,
    // Less to read and to digest; names stay, for the stacks of errors.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    codeSplitting: {
      groups: Object.keys(part.groups).map((name) => ({ name, test: (id) => groups.get(id) === name })),
    },
    plugins: [builtins],
  });
  await bundle.close();
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');
  return chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => id.startsWith('/') || /^[A-Z]:/.test(id));
}

/** Once within a package, all that it imports goes in with it. */
function isExternal(id: string, importer: string, packages: readonly string[]): boolean {
  if (isBuiltin(id)) return true;
  if (/^[./\0]|^[A-Z]:/.test(id)) return false;
  const [scope = '', name = ''] = id.split('/');
  return !importer.includes('node_modules') && !packages.includes(scope.startsWith('@') ? `${scope}/${name}` : scope);
}

const otherThread = "new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)";
const threads: Readonly<Record<string, string>> = {
  'ahead/thread': 'ahead',
  'http/apart/crew': 'apart',
  'cli/import/reading': 'reading',
  'cli/stream/crew': 'stream',
};

/** A module goes on finding what lies beside it, and its thread among the joined ones. */
function addresses(from: string, dir: string): Plugin {
  return {
    name: 'addresses',
    transform: (code, id) => {
      if (!id.startsWith(from) || !code.includes('import.meta.url')) return;
      const thread = threads[relative(from, id).replace(/\.[jt]s$/, '')];
      const own = `new URL(${JSON.stringify(relative(dir, id))}, import.meta.url).href`;
      if (thread === undefined) return { code: code.replaceAll('import.meta.url', own), map: null };
      if (!code.includes(otherThread)) throw new Error(`${id} names its thread in another way`);
      return { code: code.replace(otherThread, `new URL('../${thread}/main.mjs', import.meta.url)`), map: null };
    },
  };
}

/** Notes which file each module goes into: that of the first group which imports it at once. */
function grouping(groups: Map<string, string>, part: Part, moduleAt: (name: string) => string): Plugin {
  return {
    name: 'grouping',
    buildEnd() {
      for (const [group, names] of Object.entries(part.groups)) {
        const take = (id: string): void => {
          if (groups.has(id)) return;
          groups.set(id, group);
          this.getModuleInfo(id)?.importedIds.forEach(take);
        };
        names.map(moduleAt).forEach(take);
      }
    },
  };
}

/**
 * `import` of a module of Node evaluates all that it exports, and `node:http` has undici among that: 40 ms in all, and
 * 10 MB. Taken from the module they are evaluated at first use.
 */
const builtins: Plugin = {
  name: 'builtins',
  renderChunk: (code) => ({
    code: code.replace(/^import (\{[^}]*\}|[\w$]+) from "([^"]+)";$/gm, (whole, names: string, id: string) =>
      isBuiltin(id)
        ? `const ${names.replaceAll(' as ', ': ')} = process.getBuiltinModule("node:${id.replace(/^node:/, '')}");`
        : whole,
    ),
    map: null,
  }),
};
