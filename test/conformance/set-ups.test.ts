import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { bearer } from '../access/issuer.ts';
import { root } from '../cli/run.ts';
import { post, refusalIn, until, validResponse } from '../http/service.ts';
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
/** Of the service, as it was started. */
let settings: NodeJS.ProcessEnv = {};
let running: ChildProcess;
/** Of a client that was added as the head of compose.yaml says. */
let key = '';

/** The image's user; this machine may have none of that name. */
const nobody = '65534';
const unprivileged = ['--reuid', nobody, '--regid', nobody, '--clear-groups', '--bounding-set=-all', '--inh-caps=-all'];
/** A machine that is itself a container may not let it be, nor that user reach Node.js. */
const canContain = (() => {
  if (process.getuid?.() !== 0) return false;
  const tried = ['setpriv', ...unprivileged, process.execPath, '-e', `fs.readdirSync(${JSON.stringify(tmpdir())})`];
  const mounted = `mount --bind ${tmpdir()} ${tmpdir()} && mount -o remount,bind,ro ${tmpdir()} && exec "$@"`;
  return spawnSync('unshare', ['-m', 'sh', '-c', mounted, 'sh', ...tried], { stdio: 'ignore' }).status === 0;
})();
if (!canContain) console.warn('Left out: the service without root on read-only files, which takes root and mounts.');

/** As the engine runs it: the image's user, no capabilities and no way to any, files read-only but for two folders. */
function contained(command: readonly string[]): readonly string[] {
  if (!canContain) return [process.execPath, ...command];
  const places = ['data', 'node_modules/.cache'].map((name) => join(program, name));
  const mounts = [
    ...places.map((place) => `mount --bind ${place} ${place}`),
    `mount --bind ${program} ${program}`,
    ...places.map((place) => `mount --bind ${place} ${place}`),
    `mount -o remount,bind,ro ${program}`,
  ];
  const start = ['setpriv', ...unprivileged, '--no-new-privs', process.execPath, ...command];
  return ['unshare', '-m', 'sh', '-c', `${mounts.join(' && ')} && cd ${program} && exec "$@"`, 'sh', ...start];
}

/** A command of the program where it stands, as `docker compose exec niveau` runs it. */
function executed(argv: readonly string[]): string {
  const user = canContain ? { uid: Number(nobody), gid: Number(nobody) } : {};
  return execFileSync(process.execPath, argv, { cwd: program, env: settings, encoding: 'utf8', ...user });
}

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

/** The steps of the Dockerfile, stage by stage. */
function makeImage(): void {
  const [, building = '', making = ''] = dockerfile.split(/^FROM .+$/m);
  const build = join(folder, 'build');
  copy(building, build);
  // What `npm ci` installed here is what it installs there.
  symlinkSync(join(root, 'node_modules'), join(build, 'node_modules'));
  const [, made = ''] = /^RUN (npm run .+)$/m.exec(building) ?? [];
  execFileSync('sh', ['-c', made], { cwd: build, stdio: 'ignore' });
  copy(making, program);
  const [, install = ''] = /^RUN (npm ci [^&]+?) &&/m.exec(making) ?? [];
  execFileSync('sh', ['-c', install], { cwd: program, stdio: 'ignore' });
}

function copy(stage: string, into: string): void {
  for (const [, earlier, from = '', to = ''] of stage.matchAll(/^COPY (--from=build )?(.+) (\S+)$/gm)) {
    for (const name of from.split(' ')) {
      const source = earlier === undefined ? inContext(name) : join(folder, name);
      cpSync(source, join(into, to === './' ? name : to), { recursive: true });
    }
  }
}

/** A file of the clone, where .dockerignore lets it in. */
function inContext(name: string): string {
  const letIn = [...file('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path]) => path);
  if (!letIn.includes(name.split('/', 1)[0])) throw new Error(`.dockerignore leaves out ${name}`);
  return join(root, name);
}

beforeAll(async () => {
  postgres = await openPostgresServer();
  // As the image of PostgreSQL makes them.
  const admin = await postgres.database();
  await query(admin, `CREATE ROLE niveau LOGIN PASSWORD '${password}'`);
  await query(admin, 'CREATE DATABASE niveau OWNER niveau');
  makeImage();
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
  settings = env;
  for (const name of ['data', 'node_modules/.cache']) {
    mkdirSync(join(program, name), { recursive: true });
    if (canContain) chownSync(join(program, name), Number(nobody), Number(nobody));
  }
  chmodSync(folder, 0o755);
  const [first = '', ...rest] = contained(argv);
  running = spawn(first, rest, { cwd: program, env, stdio: 'ignore' });
  started.push(running);
  await until(async () => (await fetch(`http://${service}/health/ready`).catch(() => undefined))?.ok === true);
  const [, added = ''] = /exec niveau (node .* clients add .+)$/m.exec(compose) ?? [];
  const [, ...adding] = added.split(' ').map((part) => part.replaceAll("'", '').replace('<GLN>', '5790000121526'));
  key = executed(adding).trim();
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

  test('keeps a response of whoever shows a key, in the database of its own role, and of nobody else', async () => {
    const address = `http://${service}/fhir/QuestionnaireResponse`;
    expect(await refusalIn(await post(address, validResponse()))).toMatchObject({ status: 401 });
    expect((await post(address, validResponse(), bearer(key))).status).toBe(201);
    expect((await fetch(`http://${service}/metrics`)).status).toBe(401);
    expect((await fetch(`http://${service}/metrics`, { headers: bearer(key) })).status).toBe(403);
  });

  test('writes down what was done, by a key in the only folder that it keeps', () => {
    // Beside the key lies the newest seal, ten seconds after what it is over.
    const written = readdirSync(join(program, 'data')).filter((name) => name !== 'audit.key.seal');
    expect(written).toEqual(['audit.key']);
    expect(/volumes: \['keys:(.+)'\]/.exec(compose)?.[1]).toBe('/app/data');
  });

  test.runIf(canContain)('runs without root, capabilities and a way to more, and cannot write to itself', () => {
    const status = readFileSync(`/proc/${running.pid}/status`, 'utf8');
    const told = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1];
    expect([told('Uid'), told('CapEff'), told('CapBnd'), told('NoNewPrivs')]).toEqual([
      nobody,
      '0'.repeat(16),
      '0'.repeat(16),
      '1',
    ]);
    const mounts = readFileSync(`/proc/${running.pid}/mounts`, 'utf8');
    const options = mounts.split('\n').filter((line) => line.split(' ')[1] === program);
    expect(options.map((line) => line.split(' ')[3]?.split(',')[0])).toEqual(['ro']);
  });

  test('starts from its joined modules, and holds no sources', () => {
    expect(existsSync(join(program, 'dist/joined/service/main.mjs'))).toBe(true);
    expect(readdirSync(join(program, 'src'), { recursive: true })).toEqual(['cli', 'cli/niveau.js']);
  });

  test('says so of itself: user, read-only files, no capabilities, no new privileges, and who may call', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    const [, own = ''] = /\n {2}niveau:\n(.*?)\n {2}database:/s.exec(compose) ?? [];
    for (const part of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true', 'NIVEAU_AUTH: keys']) {
      expect(own).toContain(part);
    }
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
  const ask = (port: number, path: string, headers: Record<string, string> = {}) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { port, host: 'localhost', path, headers, rejectUnauthorized: false };
      request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

  test('hands on the key, which the service asks for, and keeps metrics and health to itself', async () => {
    const port = await freePort();
    const text = caddyfile
      .replace('https_port 8443', `https_port ${port}\n\tadmin off\n\tauto_https disable_redirects`)
      .replace('127.0.0.1:8080', service);
    writeFileSync(join(folder, 'Caddyfile'), text);
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder };
    const argv = ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
    started.push(spawn('caddy', argv, { env, stdio: 'ignore' }));
    await until(() => ask(port, '/').catch(() => undefined));
    const path = '/fhir/Observation';
    expect([await ask(port, '/fhir/metadata'), await ask(port, path)]).toEqual([200, 401]);
    expect([await ask(port, path, bearer(key)), await ask(port, path, bearer(`${key}x`))]).toEqual([200, 401]);
    for (const path of ['/metrics', '/health/ready']) {
      expect([path, await ask(port, path, bearer(key))]).toEqual([path, 404]);
    }
  });
});

describe('the systemd unit', () => {
  const set = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)?.[1] ?? '';

  test('starts what the image starts, with its store where it may write', () => {
    const [, command = ''] = /^CMD (\[.+\])$/m.exec(dockerfile) ?? [];
    expect(set('ExecStart')).toBe(`/usr/bin/env ${(JSON.parse(command) as string[]).join(' ')}`);
    const environment = [...unit.matchAll(/^Environment=(\w+)=(.+)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const { store, auth } = readConfig(Object.fromEntries(environment));
    expect(store).toEqual({ kind: 'sqlite', file: join('/var/lib', set('StateDirectory'), 'niveau.db') });
    expect(auth).toEqual(['keys']);
  });

  test.skipIf(!existsSync('/usr/bin/systemd-analyze'))('is understood by systemd', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', join(root, 'deploy/niveau.service')], {
      encoding: 'utf8',
    });
    // What it says of the machine's other units is none of ours.
    expect([status, stderr.split('\n').filter((line) => line.includes('niveau'))]).toEqual([0, []]);
  });
});
