import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { faultOf } from '../src/fault.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-fault-'));
const service = join(folder, 'node_modules/.cache/niveau/joined/service');
mkdirSync(service, { recursive: true });
const joined = join(service, 'start-1.mjs');
/** The second line of the file is the seventh of its module, and the third line is a package's. */
const map = {
  version: 3,
  names: [],
  sources: ['../../../../../src/http/app.ts', '../../../../express/lib/express.js'],
  mappings: ';AAMA;ACAA',
};
writeFileSync(`${joined}.map`, JSON.stringify(map));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function thrownAt(...frames: readonly string[]): Error {
  const error = new RangeError('of 251248-9996');
  error.stack = ['RangeError: of 251248-9996', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

test.for([
  ['a module', [`run (file:///app/src/http/app.ts:7:3)`], 'src/http/app.ts:7'],
  ['a joined file', [`run (${pathToFileURL(joined)}:2:1)`], 'src/http/app.ts:7'],
  [
    'a joined file, of a package first',
    [`${pathToFileURL(joined)}:3:1`, `${pathToFileURL(joined)}:2:1`],
    'src/http/app.ts:7',
  ],
  ['a joined file without its map', [`run (${pathToFileURL(join(service, 'start-2.mjs'))}:2:1)`], undefined],
  ['no frame of ours', ['process.processTicksAndRejections (node:internal/process/task_queues:104:5)'], undefined],
] as const)('an error is placed at the file and line that people know: %s', ([, frames, at]) => {
  expect(faultOf(thrownAt(...frames))).toEqual({ error: 'RangeError', at });
});
