import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../loopback.ts';

/** A PostgreSQL of the tests' own. */
export interface Postgres {
  /** A new, empty database, as a URL. */
  database(): Promise<string>;
  /** Ends the server at once, as a crash would, and starts it again. */
  restart(): Promise<void>;
  /** Ends the server at once and leaves it so. */
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Where Debian has its server, the newest first; `initdb` on the path otherwise. */
function binaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** Whether there is a PostgreSQL to test with. */
export function hasPostgres(): boolean {
  return binaries() !== undefined;
}

/** A PATH on which the tools of the same PostgreSQL come first. */
export function postgresPath(): string {
  return `${binaries() ?? ''}:${process.env.PATH ?? ''}`;
}

/**
 * Starts a server on a free port of this machine. PostgreSQL refuses to run as root: then it runs as the user
 * `postgres`.
 */
export async function openPostgresServer({ durable = false } = {}): Promise<Postgres> {
  const bin = binaries();
  if (bin === undefined) throw new Error('no PostgreSQL');
  const folder = mkdtempSync(join(tmpdir(), 'niveau-postgres-'));
  const user = process.getuid?.() === 0 ? userNamed('postgres') : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const as = { ...user, cwd: folder, stdio: 'ignore' } as const;
  const data = join(folder, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    as,
  );
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, fsync: durable ? 'on' : 'off' };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...options], as);
    await answers(url('postgres'));
  };
  const crash = async () => {
    const running = server;
    server = undefined;
    if (running === undefined) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    // "Immediate shutdown": its children end too, and the next start recovers from the log, as after a crash.
    running.kill('SIGQUIT');
    await ended;
  };
  await start();
  let count = 0;
  return {
    start,
    crash,
    restart: async () => {
      await crash();
      await start();
    },
    database: async () => {
      count += 1;
      const name = `niveau_${count}`;
      await query(url('postgres'), `CREATE DATABASE ${name}`);
      return url(name);
    },
    close: async () => {
      await crash();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function userNamed(name: string): { uid: number; gid: number } {
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' })));
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

/** One statement on a connection of its own. */
export async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await query(url, 'SELECT 1');
      return;
    } catch (error) {
      if (attempt === 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
