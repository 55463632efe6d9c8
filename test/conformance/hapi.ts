import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../shared/fhir-server/server.sh', import.meta.url));

/** The real FHIR server is there to be started. */
export const hapiIsHere = existsSync(script);

export interface Hapi {
  /** Its FHIR address. */
  readonly base: string;
  stop(): Promise<void>;
}

/** Starts HAPI on a free port, in memory. The first time on a machine it is built, which takes some minutes. */
export async function startHapi(options: readonly string[] = []): Promise<Hapi> {
  const port = String(await freePort());
  const { stdout } = await run(script, ['start', '--port', port, ...options], {
    env: { ...process.env, FHIR_SERVER_WAIT: '600' },
  });
  const [base = ''] = stdout.split(' ');
  return { base, stop: async () => void (await run(script, ['stop', '--port', port])) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
