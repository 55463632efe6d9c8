import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationOutcome } from 'fhir/r4.js';
import { afterEach, describe, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { type Running, startSweep } from '../../src/inbox/sweep.ts';
import { watchFolder } from '../../src/inbox/watch.ts';
import type { Log } from '../../src/log.ts';
import { readReceipts } from '../../src/medcom/receipts/read.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import type { Archive } from '../../src/work/keep/archive.ts';
import { fetchMessage } from '../../src/work/letters/fetch.ts';
import { until } from '../http/service.ts';
import { composed } from '../medcom/fhir/messages.ts';
import { ports } from '../ports.ts';
import { newArchive } from '../store/archives.ts';
import { databases } from '../store/databases.ts';
import { edited, letterWith } from '../work/letters/post.ts';

const [sqlite] = databases();
const running: Running[] = [];
const made: string[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Watched {
  readonly folder: string;
  readonly lines: unknown[];
  put(name: string, bytes: Uint8Array): void;
  names(part: string): string[];
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-inbox-'));
  made.push(folder);
  return folder;
}

async function watched(
  folder = newFolder(),
  receive?: (bytes: Uint8Array, archive: Archive) => ReturnType<typeof fetchMessage>,
): Promise<Watched> {
  if (sqlite === undefined) throw new Error('there is always SQLite');
  const archive = await newArchive(sqlite);
  const lines: unknown[] = [];
  const log: Log = (level, event, fields) => lines.push({ level, event, ...fields });
  const take = receive ?? ((bytes: Uint8Array) => fetchMessage(ports, archive, bytes));
  running.push(watchFolder({ folder, log, receive: (bytes) => take(bytes, archive), pause: 10 }));
  return {
    folder,
    lines,
    put: (name, bytes) => {
      writeFileSync(join(folder, `.${name}`), bytes);
      renameSync(join(folder, `.${name}`), join(folder, name));
    },
    names: (part) => {
      try {
        return readdirSync(join(folder, part)).filter((name) => !name.startsWith('.'));
      } catch {
        return [];
      }
    },
  };
}

const digest = /^[0-9a-f]{64}\.xml$/;
/** The bytes of a text in UTF-8, one character each. */
const latin1 = (text: string) => Buffer.from(text).toString('latin1');

describe('a watched folder', () => {
  test('takes a letter, leaves the receipt and moves the letter under another name', async () => {
    const { put, names, folder, lines } = await watched();
    const letter = await letterWith({ id: 'A' });
    put('Nancy 251248-9996.xml', letter);
    await until(() => names('done').length === 1);
    const [name = ''] = names('done');
    expect(name).toMatch(digest);
    expect(Buffer.compare(readFileSync(join(folder, 'done', name)), Buffer.from(letter))).toBe(0);
    expect(names('receipts')).toEqual([name]);
    expect(await readReceipts(readFileSync(join(folder, 'receipts', name)))).toMatchObject([{ type: 'XCTL03' }]);
    expect(readdirSync(folder).sort()).toEqual(['done', 'other', 'receipts', 'refused']);
    await until(() => lines.length > 0);
    expect(JSON.stringify(lines)).not.toMatch(/251248|Nancy/);
    expect(lines).toMatchObject([{ level: 'info', event: 'letter', code: 'done' }]);
    // Once more, by a sender who has not seen the receipt.
    put('again.xml', letter);
    await until(() => readdirSync(folder).length === 4 && lines.length === 2);
    expect(names('done')).toEqual([name]);
  });

  const indented = JSON.stringify(composed(), undefined, '\t').replaceAll('\n', '\r\n');
  const inXml = async () => {
    const text = (await openFhirXml()).write(composed()).toString();
    return `${text.replace('<Bundle', '\r\n<!-- æøå -->\r\n<Bundle')}\n<!-- > -->\n`;
  };
  const mark = '\uFEFF';
  test.each<[string, string, string, () => Promise<string>]>([
    ['a letter', 'done', 'xml', async () => Buffer.from(await letterWith({ id: 'A' })).toString('latin1')],
    ['a message in JSON', 'done', 'fhir.json', async () => latin1(`${mark}\r\n${indented}\r\n\r\n`)],
    ['a message in XML', 'done', 'xml', async () => latin1(await inXml())],
    ['one without a level', 'other', 'fhir.json', async () => latin1(indented.replaceAll('Differentier', 'Modell'))],
    ['one that is refused', 'refused', 'fhir.json', async () => latin1(indented.replaceAll('unknown', 'completed'))],
    ['one that is broken', 'refused', 'fhir.json', async () => `${latin1(indented).slice(0, -40)}\xff\0`],
  ])('moves %s as it came, to the byte', async (_, to, extension, written) => {
    const bytes = Buffer.from(await written(), 'latin1');
    const { put, names, folder } = await watched();
    put('a', bytes);
    const digest = createHash('sha256').update(bytes).digest('hex');
    const name = `${digest}.${extension}`;
    await until(() => names(to).includes(name) && !names('').includes('a'));
    expect(Buffer.compare(readFileSync(join(folder, to, name)), bytes)).toBe(0);
    expect(names(to).sort()).toEqual(to === 'refused' ? [name, `${digest}.json`] : [name]);
    expect(['done', 'other', 'refused'].flatMap((part) => names(part)).filter((one) => one === name)).toHaveLength(1);
  });

  test('tells of links and folders, which it leaves alone, by their number, once', async () => {
    const { put, names, folder, lines } = await watched();
    const told = () => lines.filter((line) => JSON.stringify(line).includes('inbox-left-alone'));
    mkdirSync(join(folder, '251248-9996'));
    writeFileSync(join(folder, '251248-9996', 'a.xml'), await letterWith({ id: 'A' }));
    await until(() => told().length === 1);
    symlinkSync(join(folder, '251248-9996', 'a.xml'), join(folder, '2512489996.xml'));
    await until(() => told().length === 2);
    put('b.xml', await letterWith({ id: 'B' }));
    await until(() => names('done').length === 1);
    put('c.xml', await letterWith({ id: 'C' }));
    await until(() => names('done').length === 2);
    const what = { level: 'warn', event: 'letter', code: 'inbox-left-alone' };
    expect(told()).toEqual([
      { ...what, links: 0, folders: 1, others: 0 },
      { ...what, links: 1, folders: 1, others: 0 },
    ]);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['251248-9996', '2512489996.xml']));
  });

  test('leaves what cannot be taken with the reason, and the negative receipt', async () => {
    const { put, names, folder } = await watched();
    put('a.xml', edited(await letterWith({ id: 'A' }), 'XD9134L', 'XD9999L'));
    await until(() => names('refused').length === 2);
    const [outcome = '', letter = ''] = names('refused').sort();
    expect(letter).toMatch(digest);
    const { issue } = JSON.parse(readFileSync(join(folder, 'refused', outcome), 'utf8')) as OperationOutcome;
    expect(issue).toMatchObject([
      {
        details: { coding: [{ code: 'letter-version-unknown' }] },
        location: ['/Emessage/ClinicalEmail/Letter/VersionCode'],
      },
    ]);
    expect(await readReceipts(readFileSync(join(folder, 'receipts', letter)))).toMatchObject([{ type: 'XCTL02' }]);
  });

  test('keeps the next letter that comes under the name of one that is being kept', async () => {
    const folder = newFolder();
    const [one, two] = [Buffer.from(await letterWith({ id: 'A' })), Buffer.from(await letterWith({ id: 'B' }))];
    const taken: Buffer[] = [];
    const { put, names } = await watched(folder, async (bytes, archive) => {
      const fetched = await fetchMessage(ports, archive, bytes);
      if (taken.push(Buffer.from(bytes)) === 1) put('letter.xml', two);
      return fetched;
    });
    put('letter.xml', one);
    await until(() => names('done').length === 2 && !names('').includes('letter.xml'));
    expect(taken.map(String)).toEqual([one, two].map(String));
    const done = names('done').map((name) => readFileSync(join(folder, 'done', name), 'utf8'));
    expect(done.sort()).toEqual([one, two].map(String).sort());
  });

  test('gives letters without a level to whoever reads those', async () => {
    const { put, names } = await watched();
    put('a.xml', edited(await letterWith({ id: 'A' }), 'Differentieringsmodellen somatik', 'Modellen somatik'));
    await until(() => names('other').length === 1);
    expect(names('done')).toEqual([]);
  });

  // Other systems have no such names.
  test.runIf(process.platform === 'linux')('takes a file whose name is in ISO 8859-1', async () => {
    const { names, folder } = await watched();
    const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('henvisning-S\u00f8rensen.xml', 'latin1')]);
    writeFileSync(path, await letterWith({ id: 'latin' }));
    await until(() => names('done').length === 1);
    await until(() => readdirSync(folder).length === 4);
  });

  test('takes nothing that is still being written', async () => {
    let taken = 0;
    const { put, names, folder } = await watched(newFolder(), async () => {
      taken += 1;
      return { problems: undefined, receipt: undefined, ids: ['i'], other: false };
    });
    const letter = await letterWith({ id: 'A' });
    for (const name of ['a.xml.part', 'b.tmp', 'c.filepart']) writeFileSync(join(folder, name), letter);
    put('d.xml', letter);
    await until(() => names('done').length === 1);
    expect(taken).toBe(1);
    expect(names('').sort()).toEqual(['a.xml.part', 'b.tmp', 'c.filepart', 'done', 'other', 'receipts', 'refused']);
  });

  test('keeps what it could not keep in the store, and takes it when the store is there again', async () => {
    let away = true;
    const { put, names, lines } = await watched(newFolder(), (bytes, archive) => {
      if (away) throw new Refusal([{ code: 'store-unavailable' }]);
      return fetchMessage(ports, archive, bytes);
    });
    put('a.xml', await letterWith({ id: 'A' }));
    await until(() => lines.length > 0);
    expect(names('')).toContain('a.xml');
    expect(lines[0]).toEqual({ level: 'error', event: 'letter', code: 'store-unavailable' });
    away = false;
    await until(() => names('done').length === 1);
  });

  test('takes a file again that was kept, and not moved, when the service ended', async () => {
    const results: string[] = [];
    const folder = newFolder();
    const { put, names } = await watched(folder, async (bytes, archive) => {
      const fetched = await fetchMessage(ports, archive, bytes);
      results.push(fetched.ids.join());
      // As a crash would: it is on the disk, and nobody knows.
      if (results.length === 1) throw new Refusal([{ code: 'store-unavailable' }]);
      return fetched;
    });
    put('a.xml', await letterWith({ id: 'A' }));
    await until(() => names('done').length === 1);
    expect(results).toHaveLength(2);
    expect(new Set(results).size).toBe(1);
    expect(names('receipts')).toEqual(names('done'));
  });

  test('is not held up by a file that is a fault of ours', async () => {
    const { put, names, lines } = await watched(newFolder(), async (bytes, archive) => {
      if (bytes.length < 10) throw new TypeError('2512489996');
      return fetchMessage(ports, archive, bytes);
    });
    put('a.xml', Buffer.from('x'));
    put('b.xml', await letterWith({ id: 'A' }));
    await until(() => names('done').length === 1);
    expect(names('')).toContain('a.xml');
    expect(lines).toContainEqual({ level: 'error', event: 'letter', code: 'internal-error', error: 'TypeError' });
    expect(JSON.stringify(lines)).not.toContain('9996');
  });

  test('is watched by two services at once without losing or doubling anything', async () => {
    const folder = newFolder();
    const taken = new Set<string>();
    const receive = async (bytes: Uint8Array) => {
      taken.add(Buffer.from(bytes).toString());
      return { problems: undefined, receipt: undefined, ids: ['i'], other: false };
    };
    const [one] = await Promise.all([watched(folder, receive), watched(folder, receive)]);
    const letters = Array.from({ length: 20 }, (_, each) => `<a>${each}</a>`);
    for (const [each, letter] of letters.entries()) one.put(`${each}.xml`, Buffer.from(letter));
    await until(() => one.names('').length === 4);
    const done = one.names('done').map((name) => readFileSync(join(folder, 'done', name), 'utf8'));
    expect([done.sort(), [...taken].sort()]).toEqual([letters.toSorted(), letters.toSorted()]);
    expect([one.names('refused'), one.names('other')]).toEqual([[], []]);
  });
});

describe('the sweep', () => {
  test('logs each letter that is overdue, by our id', async () => {
    const lines: unknown[] = [];
    const overdue = [[{ id: 'a', state: 'receipt-overdue', correlation: 'c' } as const], []];
    const desk = { sweep: async () => overdue.shift() ?? [] };
    running.push(startSweep(desk, (level, event, fields) => void lines.push({ level, event, ...fields }), 5));
    await until(() => overdue.length === 0);
    expect(lines).toEqual([{ level: 'warn', event: 'letter', letter: 'a', code: 'receipt-overdue', requestId: 'c' }]);
  });

  test('outlives a store that is away', async () => {
    let looks = 0;
    const lines: unknown[] = [];
    const sweep = async () => {
      looks += 1;
      if (looks === 1) throw new Refusal([{ code: 'store-unavailable' }]);
      return [];
    };
    running.push(startSweep({ sweep }, (_, event, fields) => void lines.push({ event, ...fields }), 5));
    await until(() => looks > 2);
    expect(lines).toEqual([{ event: 'letter', code: 'store-unavailable' }]);
  });

  test('outlives a fault of ours, which is told by its class, and does not end the process', async () => {
    let looks = 0;
    const lines: unknown[] = [];
    const sweep = async () => {
      looks += 1;
      if (looks === 1) throw new RangeError('251248-9996');
      return [];
    };
    running.push(startSweep({ sweep }, (level, event, fields) => lines.push({ level, event, ...fields }), 5));
    await until(() => looks > 2);
    expect(lines).toEqual([{ level: 'error', event: 'letter', code: 'internal-error', error: 'RangeError' }]);
  });
});
