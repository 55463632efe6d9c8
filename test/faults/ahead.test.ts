import { expect, test } from 'vitest';
import { type Ahead, openAhead } from '../../src/ahead/thread.ts';
import { readIdentity } from '../../src/intake/identity.ts';
import { packText, packWith } from '../../src/store/pack.ts';
import { prepareScored } from '../../src/work/keep/prepare.ts';
import type { Prepared } from '../../src/work/keep/records.ts';
import { scoreAgain } from '../../src/work/score.ts';
import { until, validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';

const content = Buffer.from(JSON.stringify(validResponse()));
const packer = { dictionary: 7, pack: packWith(content) };
const text = JSON.stringify(validResponse());
const accepted = { text, identity: readIdentity(validResponse()) };

/** What `count` responses that come at one moment are written with. */
function together(ahead: Ahead, count: number): Promise<readonly (Prepared | undefined)[]> {
  return Promise.all(Array.from({ length: count }, () => ahead.prepared(accepted, async (prepared) => prepared)));
}

async function withThread(work: (ahead: Ahead) => Promise<void>): Promise<void> {
  const ahead = openAhead({ dictionary: 7, content });
  try {
    await until(async () => (await together(ahead, 50)).some((prepared) => prepared !== undefined));
    await work(ahead);
  } finally {
    await ahead.stop();
  }
}

test('under load the other thread makes what the transaction would', async () => {
  const { bundle, ...made } = prepareScored(ports.model, scoreAgain(ports.model, text, Date.now(), accepted.identity));
  const expected = { ...made, received: packText(packer, text), bundle: packText(packer, JSON.stringify(bundle)) };
  await withThread(async (ahead) => {
    const [alone, ...others] = await together(ahead, 200);
    expect(alone).toBeUndefined();
    const made = others.filter((prepared) => prepared !== undefined);
    expect(made.length).toBeGreaterThan(0);
    for (const one of made) expect(plain(one)).toEqual(plain(expected));
  });
});

test('a thread that ends leaves nobody waiting', async () => {
  await withThread(async (ahead) => {
    const waiting = together(ahead, 60);
    await ahead.stop();
    expect((await waiting).length).toBe(60);
    expect((await together(ahead, 3)).every((prepared) => prepared === undefined)).toBe(true);
  });
});

/** Bytes as text: what came from another thread is no Buffer any more. */
function plain({ received, bundle, ...made }: Prepared): object {
  const asText = ({ bytes, dictionary }: Prepared['bundle']) => [Buffer.from(bytes).toString('base64'), dictionary];
  return { received: asText(received), bundle: asText(bundle), ...made };
}
