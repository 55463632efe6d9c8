import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { unwrapVans } from '../../src/medcom/vans/read.ts';
import type { VansEnvelope } from '../../src/medcom/vans/types.ts';
import { negativeMessage, negativeVans, positiveMessage } from '../../src/medcom/vans/wrap.ts';
import { listenOn } from '../loopback.ts';

/** What the peer does with an envelope that reaches it. */
export type Fault =
  | 'none'
  | 'receipt'
  | 'refuses'
  | 'cuts before'
  | 'cuts within'
  | 'takes and cuts'
  | 'takes and fails'
  | 'is silent'
  | 'takes and is silent'
  | 'begins an answer'
  | 'is busy'
  | 'fails'
  | 'gives a page'
  | 'redirects'
  | 'wants a login'
  | 'forbids'
  | 'has too large'
  | 'negative receipt'
  | 'negative envelope'
  | 'receipt of another';

/** A peer of the VANS network that fails as it is told, and keeps books of what it took. */
export interface VansPeer {
  readonly url: string;
  /** Every envelope that it took, in the order of their coming; one that it has already is not taken again. */
  readonly taken: readonly VansEnvelope[];
  /** The bytes of every request that came whole. */
  readonly came: readonly Buffer[];
  /** For the next requests, one each; then `none`. */
  readonly faults: Fault[];
  /** Strikes out of its books what it took. */
  forget(): void;
  close(): Promise<void>;
}

export async function openVansPeer(): Promise<VansPeer> {
  const taken: VansEnvelope[] = [];
  const came: Buffer[] = [];
  const faults: Fault[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = faults.shift() ?? 'none';
    if (fault === 'cuts before') return void request.socket.destroy();
    if (fault === 'cuts within') return void request.once('data', () => request.socket.destroy());
    const body = await buffer(request);
    came.push(body);
    const envelope = await unwrapVans(body);
    const known = taken.some(({ envelopeId }) => envelopeId === envelope.envelopeId);
    const plain = (status: number, headers: Record<string, string> = {}) => response.writeHead(status, headers).end();
    const fresh = { envelopeId: randomUUID(), time: '2026-12-01T12:00:00Z' };
    const xml = (bytes: Uint8Array) => response.writeHead(200, { 'content-type': 'application/xml' }).end(bytes);
    const refusals: Partial<Record<Fault, () => unknown>> = {
      refuses: () => plain(400),
      'is silent': () => {},
      'begins an answer': () => response.writeHead(200, { 'content-length': '1000' }).write('<'),
      'is busy': () => plain(429, { 'retry-after': '7' }),
      fails: () => plain(503),
      'gives a page': () => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>'),
      redirects: () => plain(307, { location: 'https://elsewhere.example/' }),
      'wants a login': () => plain(401),
      forbids: () => plain(403),
      'has too large': () => plain(413),
      'negative receipt': async () =>
        xml(await negativeMessage(envelope, { code: 7, description: 'ukendt modtager' }, fresh)),
      'negative envelope': async () =>
        xml(await negativeVans(envelope, { code: 7, description: 'ukendt modtager' }, fresh)),
      'receipt of another': async () => xml(await positiveMessage({ ...envelope, envelopeId: randomUUID() }, fresh)),
    };
    const refuse = refusals[fault];
    if (refuse !== undefined) return void (await refuse());
    // It has it already: said as such, and not taken twice.
    if (known) return void plain(409);
    taken.push(envelope);
    if (fault === 'takes and cuts') return void request.socket.destroy();
    if (fault === 'takes and is silent') return;
    if (fault === 'takes and fails') return void plain(500);
    if (fault === 'receipt') return void xml(await positiveMessage(envelope, fresh));
    plain(202);
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  return {
    url: `http://127.0.0.1:${await listenOn(server)}/vans`,
    taken,
    came,
    faults,
    forget: () => taken.splice(0),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
