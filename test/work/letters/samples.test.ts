import { expect, test } from 'vitest';
import { parseXml } from '../../../src/medcom/xml/parse.ts';
import type { Archive } from '../../../src/work/keep/archive.ts';
import { receiveMessage } from '../../../src/work/letters/receive-message.ts';
import { describeWithSamples, sample, samples } from '../../medcom/sample-letters.ts';
import { schemaDirectory } from '../../medcom/schema-directory.ts';
import { ports } from '../../ports.ts';
import { newArchive } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { stored } from './post.ts';

const [sqlite] = databases();
let shared: Promise<Archive> | undefined;

/**
 * What is in MedCom's letters and ours: no level in any of them, though some talk about one. Some stand there twice
 * under one id.
 */
function expected(name: string): RegExp {
  if (/DIS20/.test(name)) return /^refused letter-never-carries$/;
  if (/CTL|NegativeMessage|Acknowledgement/.test(name)) return /^created unmatched$/;
  return /^(?:created|unchanged) (?:no-level|waiting)$/;
}

/** A letter is answered by XML, a FHIR message by an Acknowledgement in JSON. */
async function checkReceipt(receipt: Uint8Array): Promise<void> {
  const text = Buffer.from(receipt).toString();
  if (!text.startsWith('{')) return void (await parseXml(receipt));
  expect(JSON.parse(text)).toMatchObject({ resourceType: 'Bundle', type: 'message' });
}

describeWithSamples('a sample of MedCom’s', () => {
  test.each(samples(/\.xml$/))('%s is taken, or refused with a reason, and the same again', async (name) => {
    if (sqlite === undefined) throw new Error('there is always SQLite');
    shared ??= newArchive(sqlite);
    const archive = await shared;
    const message = { bytes: sample(name), correlation: undefined };
    const first = await receiveMessage({ ...ports, schemaDirectory }, archive, message);
    const again = await receiveMessage({ ...ports, schemaDirectory }, archive, message);
    const told =
      first.result === 'refused'
        ? `refused ${first.problems[0]?.code}`
        : `${first.result} ${(await stored(archive, first.ids[0])).state}`;
    expect(again.result).toBe(first.result === 'refused' ? 'refused' : 'unchanged');
    if (first.receipt !== undefined) await checkReceipt(first.receipt);
    expect(told).toMatch(expected(name));
  });
});
