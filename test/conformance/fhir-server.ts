/**
 * The outside judge of what administrators do: a real HAPI FHIR server, and the real command line (issue "For FHIR
 * server administrators", "The judges"). Run by `.ci/run`. Prints a line per check; exit 1 for any that fails.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { niveau } from '../cli/run.ts';
import { checksOfBundles } from './fhir-server/bundles.ts';
import { check, failures } from './fhir-server/check.ts';
import { checksOfDeliveries } from './fhir-server/deliveries.ts';
import { checksOfInstalled } from './fhir-server/installed.ts';
import { checksOfLoading } from './fhir-server/loading.ts';
import { checksOfOwnIds, checksOfReplays } from './fhir-server/replays.ts';
import { checksOfTokens } from './fhir-server/tokens.ts';
import { type Hapi, hapiIsHere, startHapi, startHapiWithOwnIds } from './hapi.ts';

if (!hapiIsHere && (process.env.CI ?? '') === '') {
  console.log(
    'Left out: the FHIR server, because ../shared/fhir-server is not there. With CI set this would be a failure.',
  );
  process.exit(0);
}

const packages = ['hl7.fhir.uv.extensions.r4-5.3.0', 'hl7.fhir.uv.sdc-3.0.0', 'hl7.fhir.dk.core-3.7.0'];
const folder = fileURLToPath(new URL('../../../shared/fhir-packages/', import.meta.url));

await withServer('an empty server', startHapi, async (base) => {
  await checksOfLoading(base);
  await checksOfBundles(base);
  await checksOfReplays(base, 'client');
  await checksOfDeliveries(base);
  await checksOfTokens(base);
});

await withServer('a server that gives all ids itself', startHapiWithOwnIds, async (base) => {
  await checksOfOwnIds(base);
  await checksOfReplays(base, 'server');
});

const temporary = await mkdtemp(join(tmpdir(), 'niveau-hapi-'));
try {
  const { code } = await niveau(['package', '--out', temporary]);
  await check('the package is built', () => code === 0);
  const files = [...packages.map((name) => `${folder}${name}.tgz`), join(temporary, 'package.tgz')];
  const install = files.flatMap((file) => ['--install', file]);
  await withServer(
    'a server whose own installer took dk-core, SDC, the extensions and our package',
    () => startHapi(install),
    checksOfInstalled,
  );
} finally {
  await rm(temporary, { recursive: true });
}
console.log(
  failures() === 0 ? 'The FHIR server: everything as it should be' : `The FHIR server: ${failures()} checks failed`,
);
process.exitCode = failures() === 0 ? 0 : 1;

async function withServer(
  title: string,
  start: () => Promise<Hapi>,
  checks: (base: string) => Promise<void>,
): Promise<void> {
  const begun = performance.now();
  const hapi = await start();
  console.log(`HAPI, ${title}: up after ${Math.round((performance.now() - begun) / 1000)} s`);
  try {
    await checks(hapi.base);
  } finally {
    await hapi.stop();
  }
}
