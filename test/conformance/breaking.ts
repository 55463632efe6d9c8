/**
 * Each constraint of our profiles has an example that breaks it alone, and HL7's validator says so: what a profile does not forbid, every judge
 * passes. The unbroken examples are judged too, and are in order. Run by `.ci/run`; exit 1 where the judge overlooks a break.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { breaks, whole } from './breaks.ts';
import { judged, needJudge } from './judge.ts';

needJudge('the breaking examples');
const folder = await mkdtemp(join(tmpdir(), 'niveau-breaking-'));
try {
  for (const [name, resource] of whole) await writeFile(join(folder, `ok-${name}.json`), JSON.stringify(resource));
  for (const { name, resource } of breaks) await writeFile(join(folder, `${name}.json`), JSON.stringify(resource));
  const findings = (await judged(folder)).findings.filter(({ severity }) => severity === 'error');
  const of = (name: string) => findings.filter(({ file }) => file.endsWith(`/${name}.json`));
  let wrong = 0;
  for (const [name] of whole) {
    for (const { location, message } of of(`ok-${name}`)) {
      wrong += 1;
      console.log(`${name} is in order, but the judge says: ${location}: ${message}`);
    }
  }
  for (const { name, says } of breaks) {
    const found = of(name);
    if (found.some(({ message, location }) => `${location} ${message}`.includes(says))) continue;
    wrong += 1;
    console.log(
      `${name}: the judge does not say "${says}" but: ${found.map(({ message }) => message).join('; ') || 'nothing'}`,
    );
  }
  console.log(`${breaks.length} breaking examples, ${wrong} judged otherwise than expected`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
