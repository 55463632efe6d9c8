/**
 * Each constraint of our profiles has an example that breaks it alone, and HL7's validator says so: what a profile does
 * not forbid, every judge passes. The unbroken examples are judged too, and are in order. Run by `.ci/run`; exit 1
 * where the judge overlooks a break, or sees another.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FhirResource } from 'fhir/r4.js';
import { breaksOf, wholeExamples } from './breaks.ts';
import { type Finding, judged, needJudge } from './judge.ts';

needJudge('the breaking examples');
const folder = await mkdtemp(join(tmpdir(), 'niveau-breaking-'));
try {
  const whole = await wholeExamples();
  const breaks = breaksOf(whole);
  const nameOf = ({ resourceType, id }: FhirResource) => `ok-${resourceType}-${id}`;
  for (const one of whole) await writeFile(join(folder, `${nameOf(one)}.json`), JSON.stringify(one));
  for (const [index, { resource }] of breaks.entries()) {
    // An id of its own, or it would be taken for the one that others refer to.
    const own = { ...resource, id: `broken-${index}` };
    await writeFile(join(folder, `${own.id}.json`), JSON.stringify(own));
  }
  const findings = (await judged(folder)).findings.filter(({ severity }) => severity === 'error');
  const of = (name: string) => findings.filter(({ file }) => file.endsWith(`/${name}.json`));
  let wrong = 0;
  const report = (title: string, found: typeof findings) => {
    wrong += 1;
    console.log(`${title}${found.map(({ location, message }) => `\n    ${location}: ${message}`).join('')}`);
  };
  for (const one of whole) {
    const found = of(nameOf(one));
    if (found.length > 0) report(`${nameOf(one)} is in order, but the judge says:`, found);
  }
  for (const [index, { constraint, says, besides }] of breaks.entries()) {
    const found = of(`broken-${index}`);
    const said = (pattern: RegExp) => (one: Finding) => pattern.test(`${one.location} ${one.message}`);
    const others = found.some(said(says)) ? found.filter((one) => !said(says)(one) && !said(besides)(one)) : found;
    if (found.length === 0) report(`${constraint.name}: the judge overlooks the break`, found);
    else if (others.length > 0)
      report(`${constraint.name}: the judge says of it, beside or instead of ${says}:`, others);
  }
  console.log(`${breaks.length} breaking examples, ${wrong} judged otherwise than expected`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
