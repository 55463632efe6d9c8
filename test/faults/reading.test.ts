/** The thread of `niveau import` that reads lines: what it tells, and its end. */
import { expect, test } from 'vitest';
import { blockReader, type ReadLine } from '../../src/cli/import/read-line.ts';
import { openReading, type Reading } from '../../src/cli/import/reading.ts';
import { packWith } from '../../src/store/pack.ts';
import { until, validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';

const content = Buffer.from(JSON.stringify(validResponse()));
const packer = { dictionary: 7, content, pack: packWith(content) };
const lines = [
  JSON.stringify(validResponse()),
  JSON.stringify({ ...validResponse(), status: 'in-progress' }),
  JSON.stringify({ ...validResponse(), subject: undefined }),
  'not JSON',
].map((line) => Buffer.from(line));
const block = () => new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join('')));
const expected = blockReader(ports.model, packer)({ bytes: block() }).map(plain);

/** With the thread at work, which the first blocks do not wait for. */
async function withThread(work: (reading: Reading) => Promise<void>): Promise<void> {
  const reading = openReading();
  reading.begin(ports.model, packer);
  try {
    await until(async () => (await reading.read(block())).some(isOfThread));
    await work(reading);
  } finally {
    await reading.stop();
  }
}

test('until the thread is there, and with it: the same is told of every line', async () => {
  expect(expected.map((line) => Object.keys(line))).toEqual([
    ['gist', 'prepared'],
    ['gist', 'prepared'],
    ['problems'],
    ['problems'],
  ]);
  const reading = openReading();
  reading.begin(ports.model, packer);
  expect((await reading.read(block())).map(plain)).toEqual(expected);
  await reading.stop();
  await withThread(async ({ read }) => {
    const told = await read(block());
    expect(told.some(isOfThread)).toBe(true);
    expect(told.map(plain)).toEqual(expected);
  });
});

test('a thread that ends leaves no line unread', async () => {
  await withThread(async ({ read, stop }) => {
    const waiting = [read(block()), read(block()), read(block())];
    await stop();
    for (const told of [...(await Promise.all(waiting)), await read(block())])
      expect(told.map(plain)).toEqual(expected);
  });
});

/** What comes from another thread is no Buffer any more. */
function isOfThread(line: ReadLine): boolean {
  return 'gist' in line && line.prepared !== undefined && !Buffer.isBuffer(line.prepared.bundle.bytes);
}

function plain(line: ReadLine): object {
  if ('problems' in line || line.prepared === undefined) return line;
  const { received, bundle, ...made } = line.prepared;
  const asText = ({ bytes, dictionary }: typeof bundle) => [Buffer.from(bytes).toString('base64'), dictionary];
  return { ...line, prepared: { ...made, received: asText(received), bundle: asText(bundle) } };
}
