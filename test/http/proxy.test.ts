import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, CapabilityStatement, OperationOutcome } from 'fhir/r4.js';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../cli/run.ts';
import { freePort } from '../loopback.ts';
import { startService, startStoredService, type TestService, until, validResponse } from './service.ts';

/** The recipes of docs/proxy.md with the real programs, but for TLS and the ports. */
const publicUrl = new URL('https://niveau.example.dk');
const folder = mkdtempSync(join(tmpdir(), 'niveau-proxy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recipe = (name: string) => readFileSync(join(root, 'docs/proxy', name), 'utf8');

const guide = readFileSync(join(root, 'docs/proxy.md'), 'utf8');
const caddyBelow = /```\n(\thandle_path .*?)```/s.exec(guide)?.[1] ?? '';

/** How each program is started at a port, in front of a service, at the root or below a path (`/niveau`). */
const proxies: Readonly<Record<string, (port: number, service: string, path: string) => string[]>> = {
  nginx: (port, service, path) => {
    const server = recipe('nginx.conf')
      .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
      .replace(/^ *ssl_.*\n/gm, '')
      .replace('location / {', `location ${path}/ {`)
      .replace('127.0.0.1:8080;', path === '' ? `${service};` : `${service}/;`);
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (one) => `${one}_temp_path ${folder}/${one};`,
    );
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {} http { access_log off; ${paths.join(' ')} ${server} }`,
    );
    return ['nginx', '-p', folder, '-e', 'stderr', '-c', file];
  },
  caddy: (port, service, path) => {
    const site = recipe('Caddyfile')
      .replace(/^niveau.example.dk/m, `http://niveau.example.dk:${port}`)
      .replace(/\treverse_proxy .*\n/, path === '' ? '$&' : caddyBelow)
      .replace('127.0.0.1:8080', service);
    const file = join(folder, 'Caddyfile');
    writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n}\n${site}`);
    return ['caddy', 'run', '--adapter', 'caddyfile', '--config', file];
  },
};

function missing(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { env: { ...process.env, PATH: searched } });
    return false;
  } catch {
    return true;
  }
}

const searched = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;
const absent = Object.keys(proxies).filter(missing);
if (absent.length > 0 && (process.env.CI ?? '') !== '') throw new Error(`not installed: ${absent.join(', ')}`);
if (absent.length > 0) console.warn(`Left out: the proxies ${absent.join(', ')}, which are not installed.`);

interface Answered {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly body: string;
}

/** Asks the proxy under the public name, as a client that finds it by DNS. */
function ask(port: number, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const all = { host: publicUrl.host, 'content-type': 'application/fhir+json', ...headers };
    const asked = request({ port, host: '127.0.0.1', path, method: body === undefined ? 'GET' : 'POST', headers: all });
    asked.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, location: response.headers.location, body: text }),
      );
    });
    asked.end(body);
  });
}

const present = Object.keys(proxies).filter((name) => !absent.includes(name));

/** A proxy with the service behind it, once it answers. */
async function start(name: string, service: TestService, path = ''): Promise<{ proxy: ChildProcess; port: number }> {
  const port = await freePort();
  const [command = '', ...argv] = proxies[name]?.(port, new URL(service.url).host, path) ?? [];
  const proxy = spawn(command, argv, { stdio: 'ignore', env: { ...process.env, PATH: searched, HOME: folder } });
  await until(() =>
    ask(port, `${path}/health/live`).then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  return { proxy, port };
}

async function stop(proxy: ChildProcess | undefined, service: TestService | undefined): Promise<void> {
  proxy?.kill('SIGTERM');
  if (proxy?.exitCode === null) await once(proxy, 'exit');
  await service?.close();
}

describe.each(present)('behind %s', (name) => {
  let service: TestService;
  let proxy: ChildProcess;
  let port: number;

  test('links lead through the proxy, and responses are answered', async () => {
    service = await startService({ config: { publicUrl, requestsPerMinute: 5 } });
    ({ proxy, port } = await start(name, service));
    const { status, body } = await ask(port, '/fhir/Questionnaire?_count=1');
    expect(status).toBe(200);
    expect(body).toContain('"fullUrl":"https://niveau.example.dk/fhir/Questionnaire/');
    expect(body).toContain('{"relation":"next","url":"https://niveau.example.dk/fhir/Questionnaire?');
    const extracted = await ask(port, '/fhir/QuestionnaireResponse/$extract', JSON.stringify(validResponse()));
    expect([extracted.status, JSON.parse(extracted.body).resourceType]).toEqual([200, 'Parameters']);
  });

  test('a client is limited whatever X-Forwarded-For it writes itself', async () => {
    const statuses: (number | undefined)[] = [];
    for (let call = 0; call < 6; call += 1) {
      statuses.push((await ask(port, '/fhir/metadata', undefined, { 'x-forwarded-for': `10.0.0.${call}` })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  test('another name is not answered', async () => {
    const { status, body } = await ask(port, '/fhir/metadata', undefined, { host: 'rebound.example' });
    // nginx passes it on, and the service refuses it; Caddy has no such site.
    expect(body).not.toContain('CapabilityStatement');
    expect(name === 'nginx' ? [421] : [200, 404]).toContain(status);
  });

  afterAll(() => stop(proxy, service));
});

describe.each(present)('behind %s, below a path', (name) => {
  const below = new URL('/niveau', publicUrl);
  const fhir = `${below}/fhir`;
  let service: TestService;
  let proxy: ChildProcess;
  let port: number;

  test('every link leads through it, and leads somewhere', async () => {
    service = await startStoredService({ config: { publicUrl: below } });
    ({ proxy, port } = await start(name, service, below.pathname));
    const follow = (link: string | undefined) => {
      expect(link).toMatch(/^https:\/\/niveau\.example\.dk\/niveau\//);
      return ask(port, (link ?? '').replace(publicUrl.origin, ''));
    };
    const first = await ask(port, '/niveau/fhir/Questionnaire?_count=1');
    const { link = [], entry = [] } = JSON.parse(first.body) as Bundle;
    for (const { url } of link) expect((await follow(url)).status).toBe(200);
    expect(link.map(({ relation }) => relation)).toContain('next');
    expect(JSON.parse((await follow(entry[0]?.fullUrl)).body)).toEqual(entry[0]?.resource);

    const created = await ask(port, '/niveau/fhir/QuestionnaireResponse', JSON.stringify(validResponse()));
    expect(created.status).toBe(201);
    expect(JSON.parse((await follow(created.location)).body)).toEqual(JSON.parse(created.body));

    const { implementation } = JSON.parse((await ask(port, '/niveau/fhir/metadata')).body) as CapabilityStatement;
    expect(implementation?.url).toBe(fhir);
    expect(JSON.parse((await ask(port, '/niveau/openapi.json')).body).servers).toEqual([{ url: below.href }]);
    const { issue } = JSON.parse((await ask(port, '/niveau/')).body) as OperationOutcome;
    const links = issue[0]?.details?.text?.match(/https?:[^ ]+[a-z]/g) ?? [];
    expect(links).toEqual([
      `${fhir}/Questionnaire`,
      `${fhir}/QuestionnaireResponse/$extract`,
      `${fhir}/metadata`,
      `${below}/openapi.json`,
    ]);
  });

  test('an entry of a batch is asked by its whole address', async () => {
    const entry = [{ request: { method: 'GET', url: `${fhir}/Questionnaire/somatik` } }];
    const { body } = await ask(port, '/niveau/fhir', JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }));
    expect((JSON.parse(body) as Bundle).entry?.[0]?.response?.status).toBe('200 OK');
  });

  test('outside the path it is not there', async () => {
    const { body } = await ask(port, '/fhir/metadata');
    expect(body).not.toContain('CapabilityStatement');
  });

  afterAll(() => stop(proxy, service));
});
