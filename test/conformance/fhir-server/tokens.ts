import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { startTokenServer, type TokenFault, type TokenServer } from '../../access/token-server.ts';
import { niveau } from '../../cli/run.ts';
import { type Process, startProcess } from '../../faults/service.ts';
import { responseBytes } from '../../fixtures.ts';
import { freePort, listenOn } from '../../loopback.ts';
import { check, eventually } from './check.ts';
import { type Guarded, startGuarded } from './guarded.ts';
import { post, search } from './http.ts';

/** What stands between a response and the server, and how it is looked at. */
interface Pair {
  readonly base: string;
  readonly name: string;
  readonly tokens: TokenServer;
  readonly guarded: Guarded;
  readonly service: Process;
  readonly store: string;
}

/** A call that may take no longer, in seconds: a token server that is silent is given up after it. */
const timeout = 2;

/**
 * The server behind a door that asks for a token, and a token server that checks who asks: what is kept here arrives
 * there, whatever happens to tokens on the way, and nobody else ever sees one. Set up by the environment, and by a file
 * of routes.
 */
export async function checksOfTokens(base: string): Promise<void> {
  for (const by of ['environment', 'routes'] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'niveau-tokens-'));
    const tokens = await startTokenServer();
    const guarded = await startGuarded(base, tokens);
    const store = `sqlite:${join(folder, 'niveau.db')}`;
    const service = await startProcess(await freePort(), {
      NIVEAU_STORE: store,
      ...(by === 'routes' ? routesOf(folder, guarded, tokens) : environmentOf(folder, guarded, tokens)),
    });
    try {
      const pair = { base, name: by, tokens, guarded, service, store };
      await checksOfRenewal(pair);
      // Both ways lead to the same source of tokens.
      if (by === 'environment') await checksOfFaults(pair);
      await check(`a server that asks for tokens (${by}): every assertion was right, and used once`, () => {
        return tokens.refused.length === 0 || tokens.refused[0];
      });
    } finally {
      await service.end('SIGTERM');
      await Promise.all([tokens.close(), guarded.close()]);
      rmSync(folder, { recursive: true });
    }
  }
}

function environmentOf(folder: string, { base }: Guarded, { url, clientId, key }: TokenServer): Record<string, string> {
  const file = join(folder, 'client.jwk');
  writeFileSync(file, key);
  const settings = { URL: base, TOKEN_URL: url, CLIENT_ID: clientId, CLIENT_KEY: file, TIMEOUT: String(timeout) };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`NIVEAU_FHIR_TARGET_${name}`, value]));
}

function routesOf(folder: string, { base: url }: Guarded, tokens: TokenServer): Record<string, string> {
  writeFileSync(join(folder, 'client.jwk'), tokens.key);
  const client = { tokenUrl: tokens.url, clientId: tokens.clientId, clientKeyFile: 'client.jwk' };
  const file = join(folder, 'routes.json');
  const routes = [{ name: 'alt', to: 'region', form: 'Bundle' }];
  writeFileSync(file, JSON.stringify({ destinations: { region: { kind: 'fhir', url, timeout, ...client } }, routes }));
  return { NIVEAU_ROUTES: file };
}

async function checksOfRenewal(pair: Pair): Promise<void> {
  const { tokens, guarded, name } = pair;
  const told = (text: string) => `a server that asks for tokens (${name}): ${text}`;
  await check(told('a token is fetched, and the delivery lands'), () => lands(pair, 'first', 1));
  await check(told('the next one goes by the same token'), () => lands(pair, 'second', 0));
  await check(told('401 in between: the token is renewed once, and the delivery lands'), async () => {
    const before = guarded.counts.refused;
    tokens.revoke();
    const landed = await lands(pair, 'third', 1);
    const refused = guarded.counts.refused - before;
    return landed === true ? refused === 1 || `${refused} times 401` : landed;
  });
}

async function checksOfFaults(pair: Pair): Promise<void> {
  const { tokens, guarded, name } = pair;
  const told = (text: string) => `a server that asks for tokens (${name}): ${text}`;
  const faults: [string, TokenFault][] = [
    ['is gone', 'gone'],
    ['is silent', 'silent'],
    ['answers 500', 'broken'],
    ['answers with a page', 'page'],
    ['does not know the client', 'unknown client'],
  ];
  for (const [what, fault] of faults) {
    await check(told(`a token server that ${what}: it waits, and lands when the token server is back`), async () => {
      tokens.revoke();
      tokens.fault = fault;
      return waits(pair, what, 'server-token', () => {
        tokens.fault = undefined;
      });
    });
  }
  await check(told('tokens that are worth nothing: two calls a try, no storm, and it lands later'), async () => {
    tokens.revoke();
    tokens.fault = 'useless tokens';
    const before = { asked: tokens.asked(), refused: guarded.counts.refused };
    let tries = 0;
    const landed = await waits(pair, 'useless', 'server-login', async () => {
      tries = await triesOf(pair);
      tokens.fault = undefined;
    });
    const [asked, refused] = [tokens.asked() - before.asked, guarded.counts.refused - before.refused];
    // One of them may have begun while they were counted.
    const bound = 2 * (tries + 1);
    return landed === true ? (asked <= bound && refused <= bound) || `${asked}, ${refused} in ${tries} tries` : landed;
  });
  await check(told('a redirect: neither token nor citizen reaches another origin'), () => stays(pair, 'server'));
  await check(told('a redirect of the token server: no assertion reaches another origin'), () => stays(pair, 'tokens'));
}

function responseOf(pair: Pair, which: string): QuestionnaireResponse {
  const given = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8')) as QuestionnaireResponse;
  return { ...given, identifier: { ...given.identifier, value: identifierOf(pair, which) } };
}

function identifierOf({ name }: Pair, which: string): string {
  return `token-${name}-${which.replaceAll(' ', '-')}`;
}

async function lands(pair: Pair, which: string, fetched: number): Promise<true | string> {
  const before = pair.tokens.asked();
  await post(`${pair.service.url}/fhir/QuestionnaireResponse`, responseOf(pair, which));
  const there = await isThere(pair, which);
  const asked = pair.tokens.asked() - before;
  return there === true ? asked === fetched || `${asked} tokens` : there;
}

/** Keeps a response while something is wrong, sees it wait under that code, has it mended, and sees it land. */
async function waits(
  pair: Pair,
  which: string,
  code: string,
  mend: () => void | Promise<void>,
): Promise<true | string> {
  await post(`${pair.service.url}/fhir/QuestionnaireResponse`, responseOf(pair, which));
  const waiting = await eventually(
    () => listed(pair, 'pending'),
    (lines) => lines.some((line) => line.includes(code)),
  );
  await mend();
  if (!waiting.some((line) => line.includes(code))) return `it does not wait by ${code}: ${waiting.join('; ')}`;
  return isThere(pair, which);
}

/** Nothing waits, nothing is dead, and the server holds the response once. */
async function isThere(pair: Pair, which: string): Promise<true | string> {
  const left = await eventually(
    () => listed(pair, 'pending'),
    (lines) => lines.length === 0,
  );
  const dead = await listed(pair, 'dead');
  if (left.length + dead.length > 0) return [...left, ...dead].join('; ');
  const { system } = responseOf(pair, which).identifier ?? {};
  const found = await search(pair.base, 'QuestionnaireResponse', {
    identifier: `${system}|${identifierOf(pair, which)}`,
  });
  return found.length === 1 || `${found.length} times on the server`;
}

async function listed({ store }: Pair, state: 'pending' | 'dead'): Promise<readonly string[]> {
  const { stdout, stderr, code } = await niveau(['outbox', 'list', '--state', state], '', { NIVEAU_STORE: store });
  if (code !== 0) throw new Error(stderr);
  return stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

/** How often what waits was tried. */
async function triesOf(pair: Pair): Promise<number> {
  const [line = ''] = await listed(pair, 'pending');
  return Number(/\t(\d+)x\t/.exec(line)?.[1]);
}

/** Redirects everything to a stranger: it waits, the stranger hears nothing, and later it lands. */
async function stays(pair: Pair, by: 'server' | 'tokens'): Promise<true | string> {
  const heard: string[] = [];
  const stranger = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.end('{}');
  });
  const to = `http://127.0.0.1:${await listenOn(stranger)}/fhir`;
  try {
    pair.tokens.revoke();
    if (by === 'server') pair.guarded.elsewhere = to;
    else pair.tokens.fault = { to };
    const code = by === 'server' ? 'server-elsewhere' : 'server-token';
    const landed = await waits(pair, `redirect by ${by}`, code, () => {
      pair.guarded.elsewhere = undefined;
      pair.tokens.fault = undefined;
    });
    return landed === true ? heard.length === 0 || `the stranger got ${heard}` : landed;
  } finally {
    stranger.closeAllConnections();
    stranger.close();
  }
}
