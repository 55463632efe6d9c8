/**
 * Every letter that the accepted scenarios give, judged by xmllint with MedCom's own schema (a second reader beside libxml2-wasm, which
 * the tests use). Run by `.ci/run`. Exit 1 for a letter that is not valid.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { letters } from './emitted.ts';

const folder = process.env.MEDCOM_XSD_DIR ?? fileURLToPath(new URL('../../../shared/medcom-xsd', import.meta.url));
const schema = join(folder, '2006/07/01/EMessage.xsd');
const missing = [
  ...(existsSync(schema) ? [] : [`${schema} is not there`]),
  ...(spawnSync('xmllint', ['--version']).error === undefined
    ? []
    : ['xmllint is not installed (Debian: libxml2-utils)']),
];

if (missing.length > 0) {
  console.log(`Left out: letters by xmllint, because ${missing.join(' and ')}. With CI set this is a failure.`);
  process.exit((process.env.CI ?? '') === '' ? 0 : 1);
}
const temporary = await mkdtemp(join(tmpdir(), 'niveau-letters-'));
try {
  const files: string[] = [];
  for await (const { name, letter } of letters()) {
    const file = join(temporary, `${name}.xml`);
    await writeFile(file, letter.bytes);
    files.push(file);
  }
  const judged = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], { encoding: 'utf8' });
  const lines = judged.stderr.trimEnd().split('\n');
  const valid = lines.filter((line) => line.endsWith(' validates'));
  for (const line of lines) if (!valid.includes(line)) console.log(line);
  console.log(`XDIS91 by xmllint and 2006/07/01/EMessage.xsd: ${valid.length} of ${files.length} letters valid`);
  process.exitCode = judged.status === 0 && valid.length === files.length && files.length > 0 ? 0 : 1;
} finally {
  await rm(temporary, { recursive: true, force: true });
}
