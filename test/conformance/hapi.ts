import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../loopback.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../../../shared/fhir-server', import.meta.url));
const script = join(folder, 'server.sh');

/** The real FHIR server is there to be started. */
export const hapiIsHere = existsSync(script);

export interface Hapi {
  /** Its FHIR address. */
  readonly base: string;
  stop(): Promise<void>;
}

/** Starts HAPI on a free port, in memory. The first time on a machine it is built, which takes some minutes. */
export async function startHapi(options: readonly string[] = []): Promise<Hapi> {
  return started(script, options);
}

/**
 * Starts HAPI as one that gives all ids itself and refuses those of its clients. Its command line has no option for
 * that, so it is built from a copy of its sources with that one setting more; the libraries are the same.
 */
export async function startHapiWithOwnIds(): Promise<Hapi> {
  const copy = await mkdtemp(join(tmpdir(), 'niveau-hapi-'));
  try {
    await run('cp', ['-r', '--no-preserve=mode', `${folder}/.`, copy]);
    const file = join(copy, 'src/main/java/niveau/fhirserver/ServerConfig.java');
    const text = await readFile(file, 'utf8');
    const place = 'settings.setExpungeEnabled(true);';
    if (!text.includes(place)) throw new Error(`${file} has no place for the setting`);
    const setting = 'settings.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.NOT_ALLOWED);';
    await writeFile(file, text.replace(place, `${place}\n        ${setting}`));
    return await started(join(copy, 'server.sh'), []);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/**
 * The script lets Java keep its quick compiler only, and Java then reserves 48 MB for compiled code in place of 240. A
 * server that installs packages and validates by them needs more than that on a quick machine: it answered 500 "Out of
 * space in CodeCache for adapters" from then on.
 */
const room = '-XX:ReservedCodeCacheSize=240m';

async function started(by: string, options: readonly string[]): Promise<Hapi> {
  const port = String(await freePort());
  const { stdout } = await run('bash', [by, 'start', '--port', port, ...options], {
    env: { ...process.env, FHIR_SERVER_WAIT: '600', FHIR_SERVER_JAVA_OPTS: room },
  });
  const [base = ''] = stdout.split(' ');
  return { base, stop: async () => void (await run(script, ['stop', '--port', port])) };
}
