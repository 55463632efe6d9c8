import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinService } from './join.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const into = join(root, 'node_modules/.cache/niveau/joined');
/** What a start needs. What comes later, or finds files of its own beside it, is imported from where it is. */
const packages = ['commander', 'cors', 'express', 'express-rate-limit', 'helmet', 'jose', 'pino', 'secure-json-parse'];

/**
 * Joins the service of a clone, with the packages that it starts with, and starts it once, which fills Node's compile
 * cache. `src/cli/niveau.js` takes the joined files only while each file that went in is the one that it was. Run by
 * `npm ci` (`prepare`), and by the first `npx` too; whatever keeps it from its work (an older Node, no development
 * dependencies, read-only files) costs the service half a second at each start, a stream less, and nothing else.
 */
export async function joinClone(): Promise<void> {
  const list = join(into, 'sources.json');
  if (existsSync(list) && isWhole(readFileSync(list, 'utf8'))) return;
  // Clocks of file systems go in steps of some milliseconds.
  const began = Date.now() - 20;
  const joined = await joinService({ from: join(root, 'src'), into, extension: '.ts', packages });
  const tools = readdirSync(import.meta.dirname).map((name) => join(import.meta.dirname, name));
  const files = [...joined, ...tools];
  if (files.some((file) => statSync(file).ctimeMs >= began)) throw new Error('a source changed meanwhile');
  // The last file that is written: without it the others are not used.
  writeFileSync(list, stateOf(files.map((file) => relative(root, file))));
  await startOnce();
}

function stateOf(files: readonly string[]): string {
  const state = files.map((file) => {
    const { size, mtimeMs, ctimeMs } = statSync(join(root, file));
    return [file, size, mtimeMs, ctimeMs];
  });
  return JSON.stringify(state);
}

function isWhole(known: string): boolean {
  const files = (JSON.parse(known) as [string][]).map(([file]) => file);
  return files.every((file) => existsSync(join(root, file))) && stateOf(files) === known;
}

/** Started as by nobody's settings, asked once, and ended, whatever comes of it. */
async function startOnce(): Promise<void> {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [join(root, 'src/cli/niveau.js'), 'serve', '--lang', 'en'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...(PATH === undefined ? {} : { PATH }), NIVEAU_ADDRESS: '127.0.0.1:0', NIVEAU_STORE: 'none' },
    timeout: 30_000,
  });
  try {
    let said = '';
    for await (const text of child.stdout.setEncoding('utf8')) {
      said += text;
      const [, url] = /(http:\S+)\/fhir$/m.exec(said) ?? [];
      if (url === undefined) continue;
      await (await fetch(`${url}/health/ready`)).text();
      break;
    }
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}
