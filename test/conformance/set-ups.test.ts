import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { root } from '../cli/run.ts';
import { post, until, validResponse } from '../http/service.ts';
import { freePort } from '../loopback.ts';
import { openPostgresServer, type Postgres, query } from '../store/postgres.ts';

/**
 * compose.yaml, Dockerfile and the systemd unit, each of their steps by hand: without an engine, and without systemd.
 */
const file = (name: string) => readFileSync(join(root, name), 'utf8');
const [compose, dockerfile, unit, caddyfile] = [
  file('compose.yaml'),
  file('Dockerfile'),
  file('deploy/niveau.service'),
  file('deploy/Caddyfile'),
];
const password = 'hemmeligt1';
const folder = mkdtempSync(join(tmpdir(), 'niveau-set-up-'));
const program = join(folder, 'app');
const started: ChildProcess[] = [];
let postgres: Postgres;
let service = '';

/** The environment of the service in compose.yaml, as the engine would give it. */
function environment(): Record<string, string> {
  const values: Readonly<Record<string, string>> = { NIVEAU_DATABASE_PASSWORD: password };
  const lines = [...compose.matchAll(/^ {6}(NIVEAU_(?!PROXY)\w+): (.+)$/gm)];
  const filled = lines.map(([, name = '', text = '']) => [
    name,
    text.replace(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g, (_, variable, usual) => values[variable] ?? usual ?? ''),
  ]);
  return Object.fromEntries(filled);
}

beforeAll(async () => {
  postgres = await openPostgresServer();
  // As the image of PostgreSQL makes them.
  const admin = await postgres.database();
  await query(admin, `CREATE ROLE niveau LOGIN PASSWORD '${password}'`);
  await query(admin, 'CREATE DATABASE niveau OWNER niveau');
  // The Dockerfile's steps.
  for (const [, from = '', to = ''] of dockerfile.matchAll(/^COPY (.+) (\S+)$/gm)) {
    for (const name of from.split(' ')) {
      cpSync(join(root, name), join(program, to === './' ? name : to), { recursive: true });
    }
  }
  const [, install = ''] = /^RUN (npm ci [^&]+?) &&/m.exec(dockerfile) ?? [];
  execFileSync('sh', ['-c', install], { cwd: program, stdio: 'ignore' });
  const [, command = ''] = /^CMD (\[.+\])$/m.exec(dockerfile) ?? [];
  const [, ...argv] = JSON.parse(command) as string[];
  const port = await freePort();
  service = `127.0.0.1:${port}`;
  const store = new URL(admin);
  const env = {
    ...process.env,
    ...environment(),
    NIVEAU_ADDRESS: service,
    NIVEAU_STORE: (environment().NIVEAU_STORE ?? '').replace('@database/', `@${store.host}/`),
    NIVEAU_FHIR_TARGET_URL: 'http://127.0.0.1:9/fhir',
  };
  started.push(spawn(process.execPath, argv, { cwd: program, env, stdio: 'ignore' }));
  await until(async () => (await fetch(`http://${service}/health/ready`).catch(() => undefined))?.ok === true);
}, 180_000);
afterAll(async () => {
  for (const child of started) {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the service in its container', () => {
  test('is set by variables that there are, with values that are taken', () => {
    expect(readConfig(environment())).toMatchObject({
      store: { kind: 'postgres', url: `postgres://niveau:${password}@database/niveau` },
      publicUrl: new URL('https://localhost'),
    });
  });

  test('keeps a response in the database of its own role', async () => {
    const answer = await post(`http://${service}/fhir/QuestionnaireResponse`, validResponse());
    expect([answer.status, (await fetch(`http://${service}/metrics`)).status]).toEqual([201, 200]);
  });

  test('is found healthy by the check of its image, and unhealthy where nobody answers', async () => {
    const [, check = ''] = /HEALTHCHECK[^[]+(\[.+\])/.exec(dockerfile.replaceAll('\\\n', '')) ?? [];
    const [, ...argv] = JSON.parse(check.replace(/^\["CMD", /, '[')) as string[];
    const checked = async (address: string) => {
      const child = spawn(process.execPath, argv, {
        env: { ...process.env, NIVEAU_ADDRESS: address },
        stdio: 'ignore',
      });
      await once(child, 'exit');
      return child.exitCode;
    };
    expect([await checked(service), await checked('127.0.0.1:9')]).toEqual([0, 1]);
  });

  test('mounts files that there are, and images with a version', () => {
    const mounted = [...compose.matchAll(/- \.\/([^:]+):/g)].map(([, name = '']) => name);
    expect(mounted.filter((name) => !existsSync(join(root, name)))).toEqual([]);
    expect(
      [...compose.matchAll(/image: (.+)$/gm)].map(([, image = '']) => image).filter((image) => !/:v?\d/.test(image)),
    ).toEqual([]);
    const [, grace = ''] = /stop_grace_period: (\d+)s/.exec(compose) ?? [];
    const [, patience = ''] = /TimeoutStopSec=(\d+)/.exec(unit) ?? [];
    // Requests have 10 seconds to their end, sends 7.
    expect([Number(grace), Number(patience)].filter((seconds) => seconds <= 17)).toEqual([]);
  });
});

describe('the proxy before it (Caddy)', () => {
  const ask = (port: number, path: string, auth?: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { port, host: 'localhost', path, ...(auth && { auth }), rejectUnauthorized: false };
      request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

  test('asks for the password, and keeps metrics and health to itself', async () => {
    const port = await freePort();
    const version = execFileSync('caddy', ['version'], { encoding: 'utf8' });
    const [, minor = ''] = /^v?2\.(\d+)/.exec(version) ?? [];
    const text = caddyfile
      .replace('https_port 8443', `https_port ${port}\n\tadmin off\n\tauto_https disable_redirects`)
      .replace('127.0.0.1:8080', service)
      // Its name before 2.8, which is Debian's.
      .replace('basic_auth', Number(minor) < 8 ? 'basicauth' : 'basic_auth');
    writeFileSync(join(folder, 'Caddyfile'), text);
    const hash = execFileSync('caddy', ['hash-password', '--plaintext', password], { encoding: 'utf8' }).trim();
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, NIVEAU_PROXY_HASH: hash };
    const argv = ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
    started.push(spawn('caddy', argv, { env, stdio: 'ignore' }));
    await until(() => ask(port, '/').catch(() => undefined));
    expect(await ask(port, '/fhir/metadata')).toBe(401);
    expect(await ask(port, '/fhir/metadata', `ehr:${password}`)).toBe(200);
    expect(await ask(port, '/fhir/metadata', 'ehr:wrong')).toBe(401);
    for (const path of ['/metrics', '/health/ready']) {
      expect([path, await ask(port, path, `ehr:${password}`)]).toEqual([path, 404]);
    }
  });
});

describe('the systemd unit', () => {
  const set = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)?.[1] ?? '';

  test('starts what the image starts, with its store where it may write', () => {
    const [, command = ''] = /^CMD (\[.+\])$/m.exec(dockerfile) ?? [];
    expect(set('ExecStart')).toBe(`/usr/bin/env ${(JSON.parse(command) as string[]).join(' ')}`);
    const [, name = '', value = ''] = /^(\w+)=(.+)$/.exec(set('Environment')) ?? [];
    expect(readConfig({ [name]: value }).store).toEqual({
      kind: 'sqlite',
      file: join('/var/lib', set('StateDirectory'), 'niveau.db'),
    });
  });

  test.skipIf(!existsSync('/usr/bin/systemd-analyze'))('is understood by systemd', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', join(root, 'deploy/niveau.service')], {
      encoding: 'utf8',
    });
    // What it says of the machine's other units is none of ours.
    expect([status, stderr.split('\n').filter((line) => line.includes('niveau'))]).toEqual([0, []]);
  });
});
