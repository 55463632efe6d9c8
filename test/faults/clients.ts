import { citizen } from '../outbox/outboxes.ts';
import { identifier, response } from '../store/archives.ts';

/** Clients that create responses, each for citizens of its own, and keep books of what was acknowledged. */
export interface Clients {
  /** Identifiers that were answered by 2xx, in their order, by client. */
  readonly acknowledged: readonly (readonly string[])[];
  /** Answers that a working service never gives. */
  readonly strange: readonly string[];
  stop(): Promise<void>;
}

/** So many that each start finds some whose deliveries no killed worker has leased. */
const citizensEach = 40;

/** Each sends the next response when the last one was acknowledged, and the same again as long as nobody answers. */
export function startClients(count: number, urls: () => readonly string[], first = 0): Clients {
  const state = { stopping: false };
  const acknowledged: string[][] = Array.from({ length: count }, () => []);
  const strange: string[] = [];
  const run = async (client: number) => {
    const own = acknowledged[client] ?? [];
    for (let next = 0, tries = 0; !state.stopping; tries += 1) {
      const name = `client-${first + client}-${String(next).padStart(6, '0')}`;
      const body = JSON.stringify(
        response({ identifier: identifier(name), ...citizen((first + client) * citizensEach + (next % citizensEach)) }),
      );
      const all = urls();
      const url = all[(client + tries) % Math.max(all.length, 1)];
      const status = url === undefined ? undefined : await send(url, body);
      if (status === 200 || status === 201) {
        own.push(name);
        next += 1;
      } else {
        // 503: the database is away, or the service is about to stop.
        if (status !== undefined && status !== 503) strange.push(`${name}: ${status}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  };
  const running = acknowledged.map((_, client) => run(client));
  return {
    acknowledged,
    strange,
    stop: async () => {
      state.stopping = true;
      await Promise.all(running);
    },
  };
}

async function send(url: string, body: string): Promise<number | undefined> {
  try {
    const headers = { 'content-type': 'application/fhir+json', prefer: 'return=minimal' };
    const answer = await fetch(`${url}/fhir/QuestionnaireResponse`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}
