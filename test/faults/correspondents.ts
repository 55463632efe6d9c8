import { readFileSync } from 'node:fs';
import { positiveReceipt } from '../../src/medcom/receipts/make.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { fixturesFolder } from '../fixtures.ts';
import { citizen } from '../outbox/outboxes.ts';
import { identifier, response } from '../store/archives.ts';
import { letterWith } from '../work/letters/post.ts';

/** Senders of letters, and receivers of ours who answer with receipts; each keeps books of what was acknowledged. */
export interface Correspondents {
  /** Letters that were taken in, with the receipt that came back, by their id. */
  readonly taken: ReadonlyMap<string, { readonly letter: Uint8Array; readonly receipt: Uint8Array }>;
  /** Addresses of our letters whose receipt was taken in. */
  readonly answered: ReadonlySet<string>;
  /** Answers that a working service never gives. */
  readonly strange: readonly string[];
  /** Each comes to the end of what it has begun: the service has to be there. */
  stop(): Promise<void>;
}

const organization = (name: string) => JSON.parse(readFileSync(`${fixturesFolder}organisationer/${name}.json`, 'utf8'));
const parties = { sender: organization('sender'), receiver: organization('receiver') };
const xml = { 'content-type': 'application/xml', accept: 'application/xml' };
const fhir = { 'content-type': 'application/fhir+json' };
const time = '2026-01-21T08:00:00Z';

/** Each sends a letter with a level, then has one written and answers it; each step again as long as nobody answers. */
export function startCorrespondents(count: number, url: () => string | undefined): Correspondents {
  const state = { stopping: false };
  const taken = new Map<string, { letter: Uint8Array; receipt: Uint8Array }>();
  const answered = new Set<string>();
  const strange: string[] = [];

  const acknowledged = async (path: string, body: Uint8Array | string, headers: Record<string, string>) => {
    for (;;) {
      const answer = await attempt(`${url() ?? ''}${path}`, body, headers);
      if (answer !== undefined && answer.status < 300) return answer;
      // 503: the service is about to stop.
      if (answer !== undefined && answer.status !== 503) throw new Error(`${path}: ${answer.status} ${answer.bytes}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  const run = async (client: number) => {
    for (let step = 0; !state.stopping; step += 1) {
      const index = client * 500 + step;
      const { subject } = citizen(index);
      const letter = await letterWith({ id: `in-${index}`, cpr: subject?.identifier?.value ?? '' });
      const { bytes: receipt } = await acknowledged('/medcom/inbox', letter, xml);
      taken.set(`in-${index}`, { letter, receipt });

      const told = response({
        identifier: identifier(`out-${index}`),
        subject: { ...subject, display: 'Test Person' },
      });
      const options = { letterId: `out-${index}`, envelopeId: `out-${index}`, time };
      const order = JSON.stringify({ type: 'XDIS91', ...parties, response: told, options });
      const { bytes, location } = await acknowledged('/medcom/letters', order, fhir);
      const { root } = await parseXml(bytes);
      const answer = await positiveReceipt(root, { time, letterId: `r-${index}`, envelopeId: `r-${index}` });
      await acknowledged('/medcom/inbox', answer.bytes, { 'content-type': 'application/xml' });
      answered.add(new URL(location).pathname);
    }
  };
  const running = Array.from({ length: count }, (_, client) =>
    run(client).catch(({ message }: Error) => void strange.push(message)),
  );
  return {
    taken,
    answered,
    strange,
    stop: async () => {
      state.stopping = true;
      await Promise.all(running);
    },
  };
}

async function attempt(url: string, body: Uint8Array | string, headers: Record<string, string>) {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer> });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, bytes, location: answer.headers.get('location') ?? '' };
  } catch {
    return undefined;
  }
}
