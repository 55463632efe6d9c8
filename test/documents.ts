import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { FhirResource } from 'fhir/r4.js';
import { root } from './cli/run.ts';
import { listenOn } from './loopback.ts';
import { fakeServer } from './package/fake-server.ts';

/** The pages for people, by their paths. */
export const documents = ['README.md', ...pages('docs')];

function pages(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return pages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

export function documentText(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

/** A command of a page, and the lines that must be found in its output: those of a `text` block that follows. */
export interface Command {
  readonly command: string;
  readonly expected: readonly string[];
}

/** The `sh` blocks of a page, in their order; a block may stand in a list. */
export function commandsOf(document: string): readonly Command[] {
  const blocks = /^( *)```sh\n([\s\S]*?)^ *```\n(?:\n *```text\n([\s\S]*?)^ *```\n)?/gm;
  return [...documentText(document).matchAll(blocks)].map(([, indent = '', command = '', output = '']) => {
    const lines = (block: string) => block.split('\n').map((line) => line.slice(Math.min(indent.length, line.length)));
    return { command: lines(command).join('\n').trim(), expected: lines(output).filter((line) => line !== '') };
  });
}

/** What the commands of the pages talk to: the service, and a FHIR server of somebody. */
export interface Surroundings {
  /**
   * Runs a command as it stands in a page, but for addresses; gives what it prints, or the file that it writes. Rejects
   * where it fails.
   */
  run(command: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * `npx` takes two thirds of a command's time; where many are run, the program that it would find is run without it.
 */
export async function openSurroundings({ npx }: { readonly npx: boolean }): Promise<Surroundings> {
  // A folder that looks like the clone, so that what the commands write does not stay in it.
  const folder = mkdtempSync(join(tmpdir(), 'niveau-docs-'));
  for (const name of ['docs', 'fixtures', 'node_modules', 'package.json', 'profiles', 'src']) {
    symlinkSync(join(root, name), join(folder, name));
  }
  mkdirSync(join(folder, 'sent'));
  const programs = mkdtempSync(join(tmpdir(), 'niveau-docs-programs-'));
  const quick =
    '#!/bin/sh\n[ "$1" = niveau ] || { echo "no program: $1" >&2; exit 127; }\nshift\nexec node src/cli/niveau.js "$@"\n';
  if (!npx) writeFileSync(join(programs, 'npx'), quick, { mode: 0o755 });
  const service = spawn(process.execPath, ['src/cli/niveau.js', 'serve'], {
    cwd: root,
    env: {
      ...process.env,
      NIVEAU_ADDRESS: '127.0.0.1:0',
      NIVEAU_STORE: `sqlite:${join(folder, 'data/niveau.db')}`,
      NIVEAU_FOLDER_TARGET: join(folder, 'sent'),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await addressOf(service);
  const server = await openFhirServer();
  return {
    run: async (command) => {
      const here = command
        .replaceAll('http://127.0.0.1:8080', url)
        .replaceAll('http://localhost:8090/fhir', server.url);
      const path = `${programs}:${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
      // These answer the forms that are published here; everything else in the pages is of the model that the tests
      // measure by.
      const own = here.includes('fixtures/eksempel-') ? { NIVEAU_PROFILES: '' } : {};
      const options = {
        cwd: folder,
        env: { ...process.env, ...own, PATH: path },
        encoding: 'latin1',
        maxBuffer: 1e8,
      } as const;
      const { stdout } = await promisify(execFile)('bash', ['-c', here], options);
      const file = / > (\S+)$/.exec(command)?.[1];
      if (file !== undefined) return readFileSync(join(folder, file), 'latin1');
      return Buffer.from(stdout, 'latin1').toString('utf8');
    },
    close: async () => {
      service.kill('SIGTERM');
      if (service.exitCode === null) await once(service, 'exit');
      server.close();
      for (const made of [folder, programs]) rmSync(made, { recursive: true });
    },
  };
}

async function addressOf(service: ChildProcess): Promise<string> {
  for await (const chunk of service.stdout ?? []) {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0];
    if (found !== undefined) return found;
  }
  throw new Error('the service did not start');
}

/** As much of FHIR's HTTP as a load needs, over the server in memory. */
async function openFhirServer(): Promise<{ readonly url: string; close(): void }> {
  const fake = fakeServer();
  const answer = async (request: IncomingMessage): Promise<readonly [number, (object | undefined)?, string?]> => {
    const [, , type = '', action] = new URL(request.url ?? '', 'http://x').pathname.split('/');
    const body = await text(request);
    if (type === 'metadata') return [200, await fake.capabilities()];
    if (action === '_search') {
      const found = await fake.search(type, Object.fromEntries(new URLSearchParams(body)));
      return [200, { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) }];
    }
    const resource = JSON.parse(body) as FhirResource;
    const { result, id } = await fake.create(resource, String(request.headers['if-none-exist']));
    return [result === 'created' ? 201 : 200, undefined, `${type}/${id}/_history/1`];
  };
  const http = createServer(async (request, response) => {
    const [status, body, location] = await answer(request);
    const headers = { 'content-type': 'application/fhir+json', ...(location === undefined ? {} : { location }) };
    response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
  });
  const port = await listenOn(http);
  const close = () => {
    http.closeAllConnections();
    http.close();
  };
  return { url: `http://127.0.0.1:${port}/fhir`, close };
}
