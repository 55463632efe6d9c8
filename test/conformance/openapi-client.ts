import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './cache.ts';

const run = promisify(execFile);
const packages = ['openapi-typescript@7.13.0', 'typescript@5.9.3'];
const name = 'openapi-typescript-7.13.0';

/**
 * The folder where openapi-typescript and the compiler that it asks for are installed (44 MB), fetched from the npm
 * registry once into the cache. Ours is a newer TypeScript. Fails where the registry is out of reach and the cache is
 * empty.
 */
export async function generatorFolder(): Promise<string> {
  return await cached('niveau-openapi', name, async (folder) => {
    await writeFile(join(folder, 'package.json'), '{"name":"niveau-openapi","private":true}');
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
    const patience = ['--fetch-retries', '1', '--fetch-retry-mintimeout', '1000'];
    await run('npm', ['install', ...quiet, ...patience, ...packages], { cwd: folder, timeout: 180_000 });
    return folder;
  });
}

/** The client that every program below is written with: it knows the service by the generated types alone. */
const client = `import type { paths } from './niveau.ts';

declare const process: { readonly argv: readonly string[] };
export const [, , base = '', kept = ''] = process.argv;

type Contents<Path extends keyof paths> = paths[Path]['post'] extends { requestBody?: { content: infer All } } ? All : never;

type Bare = {
  [Path in keyof paths]: paths[Path]['post'] extends { requestBody: unknown }
    ? never
    : paths[Path]['post'] extends { requestBody?: { content: object } } ? Path : never;
}[keyof paths];

export function post<Path extends keyof paths, Type extends keyof Contents<Path> & string>(
  path: Path,
  type: Type,
  body: Contents<Path>[Type],
): Promise<Response> {
  const address = base + path.replace('{id}', kept);
  if (type === 'multipart/form-data') return fetch(address, { method: 'POST', body: form(body as object) });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(address, { method: 'POST', headers: { 'content-type': type }, body: text });
}

/** Of an operation that may be asked without a body. */
export function postNothing(path: Bare): Promise<Response> {
  return fetch(base + path.replace('{id}', kept), { method: 'POST' });
}

/** The status of an answer; of a refusal, all that it says too. */
export async function said(answer: Promise<Response>): Promise<string> {
  const { ok, status, text } = await answer.then(async (one) => ({ ok: one.ok, status: one.status, text: await one.text() }));
  return ok ? String(status) : \`\${status} \${text}\`;
}

function form(parts: object): FormData {
  const all = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    for (const one of Array.isArray(value) ? value : [value]) all.append(name, String(one));
  }
  return all;
}
`;

const settings = JSON.stringify({
  compilerOptions: {
    ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], module: 'nodenext', moduleResolution: 'nodenext' },
    ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, allowImportingTsExtensions: true, types: [] },
  },
  include: ['*.ts'],
});

/**
 * Generates `niveau.ts` from an OpenAPI description and compiles it with the client and some programs (by file name,
 * their text), all into the empty folder. Gives what the compiler says, a line for each mistake: `wrong.ts(3,7): error
 * TS2322: ...`.
 */
export async function compile(
  generator: string,
  folder: string,
  description: string,
  programs: Readonly<Record<string, string>>,
): Promise<string[]> {
  const files = { 'package.json': '{"type":"module"}', 'tsconfig.json': settings, 'client.ts': client, ...programs };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  const own = (path: string) => join(generator, 'node_modules', path);
  await run('node', [own('openapi-typescript/bin/cli.js'), description, '--output', join(folder, 'niveau.ts')]);
  const compiling = run('node', [own('typescript/bin/tsc'), '--project', folder, '--pretty', 'false'], { cwd: folder });
  // The compiler ends with 1 or 2 where there are mistakes, and writes them to stdout.
  const { stdout } = await compiling.catch((error: { stdout: string }) => error);
  return stdout.split('\n').filter((line) => line !== '');
}
