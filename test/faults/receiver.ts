import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';

/** A FHIR server that fails now and then, and keeps books of what reached it. */
export interface Receiver {
  readonly url: string;
  /** Identifiers of the responses in the order in which their Bundles came, by citizen. */
  readonly arrived: ReadonlyMap<string, readonly string[]>;
  /** How often each conditional write made something new. More than once would be a double. */
  readonly made: ReadonlyMap<string, number>;
  /** While it is `down`, every request is cut off. */
  down: boolean;
  /** When it is `calm`, nothing fails any more. */
  calm: boolean;
  close(): Promise<void>;
}

/** Opens one; `random` (0 to 1) decides which request it fails: refused with 503, cut off before, cut off after it was written, slow. */
export async function openReceiver(random: () => number): Promise<Receiver> {
  const arrived = new Map<string, string[]>();
  const made = new Map<string, number>();
  const held = new Set<string>();
  const state = { down: false, calm: false };
  const write = (bundle: Bundle) => {
    for (const { request } of bundle.entry ?? []) {
      const key = request?.ifNoneExist === undefined ? (request?.url ?? '') : `${request.url}?${request.ifNoneExist}`;
      if (!held.has(key)) made.set(key, (made.get(key) ?? 0) + 1);
      held.add(key);
    }
    // Its own response comes first; one whose place it takes may follow, to be referred to.
    const first = bundle.entry?.[0]?.resource;
    if (first?.resourceType === 'QuestionnaireResponse') note(first as QuestionnaireResponse);
  };
  const note = ({ subject, identifier }: QuestionnaireResponse) => {
    const citizen = subject?.identifier?.value ?? '';
    arrived.set(citizen, [...(arrived.get(citizen) ?? []), identifier?.value ?? '']);
  };
  const answer = (response: ServerResponse, status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    const chance = state.calm ? 1 : random();
    if (body === undefined || state.down || chance < 0.04) return void request.socket.destroy();
    if (chance < 0.08) return void answer(response, 503, { resourceType: 'OperationOutcome', issue: [] });
    write(JSON.parse(body) as Bundle);
    // It is written, and nobody is told: whoever sent it must send it again.
    if (chance < 0.12) return void request.socket.destroy();
    if (chance < 0.16) await new Promise((resolve) => setTimeout(resolve, 50));
    answer(response, 200, { resourceType: 'Bundle', type: 'transaction-response' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/fhir`,
    arrived,
    made,
    get down() {
      return state.down;
    },
    set down(value) {
      state.down = value;
    },
    get calm() {
      return state.calm;
    },
    set calm(value) {
      state.calm = value;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
