import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { root } from '../cli/run.ts';
import { freePort } from '../loopback.ts';
import { type TestService, until } from './service.ts';

/** The name that clients call the proxy by. */
export const publicUrl = new URL('https://niveau.example.dk');
const folder = mkdtempSync(join(tmpdir(), 'niveau-proxy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recipe = (name: string) => readFileSync(join(root, 'docs/proxy', name), 'utf8');

/** The recipes of docs/proxy.md with the real programs, but for TLS and the ports. */
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
export function ask(
  port: number,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Answered> {
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

/** The programs that are installed here. */
export const present = Object.keys(proxies).filter((name) => !absent.includes(name));

/** A proxy with the service behind it, once it answers. */
export async function startProxy(
  name: string,
  service: TestService,
  path = '',
): Promise<{ proxy: ChildProcess; port: number }> {
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

/** Ends a proxy and the service behind it, where they were started. */
export async function stopProxy(proxy: ChildProcess | undefined, service: TestService | undefined): Promise<void> {
  proxy?.kill('SIGTERM');
  if (proxy?.exitCode === null) await once(proxy, 'exit');
  await service?.close();
}
