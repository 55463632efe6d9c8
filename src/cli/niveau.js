#!/usr/bin/env node
// A clone runs straight from its TypeScript; the published package holds the same program in dist/, because Node does
// not strip types below node_modules. Plain JavaScript, so that an older Node gets a sentence instead of a syntax
// error.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// `import` would load the streams of files too, which takes 5 ms.
const { existsSync, readFileSync, statSync } = module.createRequire(import.meta.url)('node:fs');
const source = new URL('./main.ts', import.meta.url);
const isClone = existsSync(fileURLToPath(source));
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  const [da, en] = isClone
    ? ['Kør "npm ci", som henter den, og brug "npx niveau".', 'Run "npm ci", which brings it, and use "npx niveau".']
    : [
        'Installér Node.js 24, eller kør "npm install node@24" i dit eget projekt og brug "npx niveau".',
        'Install Node.js 24, or run "npm install node@24" in your own project and use "npx niveau".',
      ];
  process.stderr.write(
    `Niveau kræver Node.js 24 eller nyere; dette er ${process.version}. ${da}\n` +
      `Niveau needs Node.js 24 or newer; this is ${process.version}. ${en}\n`,
  );
  process.exit(3);
}
// Compiled code is kept between starts, beside the packages and not in the machine's common temporary folder, where
// others may write. By the environment, since threads get it from there: without it each of them brings its own
// compiler of TypeScript, some 30 MB.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/niveau', import.meta.url));
module.enableCompileCache();
const { main, endWithoutMessage } = await import(joined() || modules());
endWithoutMessage(process.argv);
process.exitCode = await main(process.argv);

function modules() {
  return isClone ? source.href : '../../dist/cli/main.js';
}

/**
 * The modules of the service, or of a stream of lines or an import, in few files (tools/join), which start in half the
 * time: those of the package, or those that `npm ci` made in a clone, unless one of the files that went into them has
 * changed since.
 */
function joined() {
  const said = (word) => process.argv.includes(word);
  const part = said('serve') ? 'service' : (said('--ndjson') || said('import')) && 'lines';
  if (!part) return false;
  const folder = new URL(isClone ? '../../node_modules/.cache/niveau/joined/' : '../../dist/joined/', import.meta.url);
  return (!isClone || isOfSources(new URL('sources.json', folder))) && new URL(`${part}/main.mjs`, folder).href;
}

function isOfSources(list) {
  if (!existsSync(list)) return false;
  const root = fileURLToPath(new URL('../../', import.meta.url));
  return JSON.parse(readFileSync(list, 'utf8')).every(([file, size, mtimeMs, ctimeMs]) => {
    const now = statSync(root + file, { throwIfNoEntry: false });
    return now?.size === size && now.mtimeMs === mtimeMs && now.ctimeMs === ctimeMs;
  });
}
