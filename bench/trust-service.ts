/**
 * A service of `bench/trust.ts` as a process of its own, by the environment variables of `niveau serve`. With BARE=true
 * nothing that is done there is written down: the audit cannot be switched off in the product, so it is here.
 */
import { readConfig } from '../src/config.ts';
import { openGateway } from '../src/gateway.ts';
import { listen } from '../src/http/listen.ts';
import { createLog } from '../src/log.ts';
import { loadModel } from '../src/profiles.ts';
import type { Archive } from '../src/work/keep/archive.ts';

const { store, ...config } = readConfig(process.env);
if (store === undefined) throw new Error('a store is needed');
const model = loadModel();
const log = createLog(process.stderr);
const gateway = await openGateway({ config: { ...config, store }, model, log, env: {} });
const archive = process.env.BARE === 'true' ? withoutAudit(gateway.archive) : gateway.archive;
const service = await listen({ ...config, store }, { model, log, gateway: { ...gateway, archive } });
process.once('SIGTERM', async () => {
  await service.close();
  await gateway.close();
});

function withoutAudit(archive: Archive): Archive {
  const audit = async () => {};
  return { ...archive, audit, write: (work) => archive.write((records) => work({ ...records, audit })) };
}
