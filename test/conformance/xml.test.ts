import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';
import { tableOf } from '../../tools/r4/table.ts';
import { canonical } from '../fhir-xml/canonical.ts';
import { fixturesFolder } from '../fixtures.ts';
import { hasJudge, judged } from './judge.ts';

const { read, write } = await openFhirXml();
const limits = { bytes: 100_000_000, depth: 100 };
const packages = fileURLToPath(new URL('../../../shared/fhir-packages/', import.meta.url));
const names = existsSync(packages) ? readdirSync(packages).filter((name) => name.endsWith('.tgz')) : [];

test.runIf(process.env.CI === 'true' || names.length > 0)('the packages are there', () => {
  expect(names.length).toBeGreaterThan(15);
});

test.each(names)('every resource of %s is the same through XML and back, and through XML again', async (name) => {
  let count = 0;
  for await (const entry of createReadStream(join(packages, name)).pipe(createGunzip()).pipe(extract())) {
    const bytes = await buffer(entry);
    if (!entry.header.name.endsWith('.json')) continue;
    const { kept } = readJson(bytes, limits);
    if (Object(kept).resourceType === undefined) continue;
    const xml = write(Object(kept));
    const back = read(xml, limits).kept;
    expect(JSON.stringify(canonical(back)), entry.header.name).toBe(JSON.stringify(canonical(kept)));
    expect(write(Object(back)).equals(xml), entry.header.name).toBe(true);
    count += 1;
  }
  expect(count).toBeGreaterThan(5);
});

test.runIf(hasJudge('XML by the FHIR validator'))('HL7’s validator has no error of what we write as XML', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-xml-judged-'));
  try {
    for (const scenario of ['somatik-3-aftalt', 'psykiatri-3-aftalt', 'somatik-4-vaegtet', 'somatik-trukket-tilbage']) {
      const { kept } = readJson(readFileSync(`${fixturesFolder}${scenario}/expected.json`), limits);
      writeFileSync(join(folder, `${scenario}.xml`), write(Object(kept)));
    }
    const { findings } = await judged(folder);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.runIf(hasJudge('R4’s definitions'))('the table of R4’s types is what HL7’s definitions make', () => {
  // The validator has laid them there when it judged.
  const cache = process.env.FHIR_VALIDATOR_CACHE ?? join(homedir(), '.cache/niveau-fhir-validator');
  const table = new URL('../../src/questionnaire/shape/r4.json', import.meta.url);
  expect(`${JSON.stringify(tableOf(join(cache, 'definitions/hl7.fhir.r4.core#4.0.1/package')), null, 2)}\n`).toBe(
    readFileSync(table, 'utf8'),
  );
});
