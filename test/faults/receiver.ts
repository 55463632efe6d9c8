import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import { listenOn } from '../loopback.ts';

/** How a request may fail. Those that end in `after` were written first, and nobody was told so. */
export type Fault =
  | 'cut off'
  | 'busy'
  | 'cut off after'
  | '500 after'
  | 'slow'
  | 'asked to wait'
  | 'half-open'
  | 'half-open after'
  | 'half an answer after'
  | 'a page after';

/** A FHIR server that fails now and then, and keeps books of what reached it. */
export interface Receiver {
  readonly url: string;
  /** Identifiers of the responses in the order in which their Bundles came, by citizen. */
  readonly arrived: ReadonlyMap<string, readonly string[]>;
  /** How often each write made something new. More than once would be a double. */
  readonly made: ReadonlyMap<string, number>;
  /** Faults of the next requests, taken from the front; chance decides when it is empty. */
  readonly script: Fault[];
  /** While it is `down`, every request is cut off. */
  down: boolean;
  /** When it is `calm`, nothing fails any more by chance. */
  calm: boolean;
  close(): Promise<void>;
}

/** Four of a hundred requests each fail in one of these ways. */
const byChance: readonly Fault[] = ['cut off', 'busy', 'cut off after', 'slow'];

/** Opens one; `random` (0 to 1) decides which request fails and how, as far as the script does not. */
export async function openReceiver(random: () => number): Promise<Receiver> {
  const arrived = new Map<string, string[]>();
  const made = new Map<string, number>();
  const held = new Set<string>();
  const state = { down: false, calm: false };
  const script: Fault[] = [];
  const write = (bundle: Bundle) => {
    for (const { request } of bundle.entry ?? []) {
      const { method, url = '', ifNoneExist } = request ?? {};
      const key = ifNoneExist === undefined ? url : `${url}?${ifNoneExist}`;
      // A create without a condition makes another one each time that it comes.
      const again = method === 'POST' && ifNoneExist === undefined;
      if (again || !held.has(key)) made.set(key, (made.get(key) ?? 0) + 1);
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
  const answer = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
  const outcome = { resourceType: 'OperationOutcome', issue: [] };
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    const fault = script.shift() ?? (state.calm ? undefined : byChance[Math.floor(random() * 25)]);
    if (body === undefined || state.down || fault === 'cut off') return void request.socket.destroy();
    if (fault === 'half-open') return;
    if (fault === 'busy') return void answer(response, 503, outcome);
    if (fault === 'asked to wait') return void answer(response, 429, outcome, { 'retry-after': '2' });
    write(JSON.parse(body) as Bundle);
    switch (fault) {
      // It is written, and nobody is told: whoever sent it must send it again.
      case 'cut off after':
        return void request.socket.destroy();
      case '500 after':
        return void answer(response, 500, outcome);
      case 'half-open after':
        return;
      case 'half an answer after':
        response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': '1000' });
        response.write('{"resourceType":');
        return void setImmediate(() => request.socket.destroy());
      case 'a page after':
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>');
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    answer(response, 200, { resourceType: 'Bundle', type: 'transaction-response' });
  });
  return {
    url: `http://127.0.0.1:${await listenOn(server)}/fhir`,
    arrived,
    made,
    script,
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
