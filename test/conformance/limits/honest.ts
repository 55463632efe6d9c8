import { citizen } from '../../outbox/outboxes.ts';
import { identifier, response } from '../../store/archives.ts';

/** A client that does its daily work, one request after the other, and what it was answered. */
export interface Honest {
  /** Works so many rounds; gives every answer that was not the right one. */
  work(rounds: number): Promise<readonly string[]>;
}

/** `message`: one that carries a level, as FHIR JSON. */
export function honestClient(url: string, headers: Readonly<Record<string, string>>, message: string): Honest {
  let round = 0;
  const json = { ...headers, 'content-type': 'application/fhir+json' };
  const send = (path: string, body: string) => fetch(`${url}${path}`, { method: 'POST', headers: json, body });
  const work = async (rounds: number) => {
    const wrong: string[] = [];
    const ask = async (what: string, status: number, request: () => Promise<Response>) => {
      const answer = await request().catch((error: unknown) => String(error));
      if (typeof answer === 'string') {
        wrong.push(`${what}: ${answer}`);
        return undefined;
      }
      const text = await answer.text();
      if (answer.status !== status) wrong.push(`${what}: ${answer.status} ${text.slice(0, 300)}`);
      return answer;
    };
    for (const last = round + rounds; round < last; round += 1) {
      const body = JSON.stringify(response({ identifier: identifier(`honest-${round}`), ...citizen(round % 50) }));
      const kept = await ask('create', 201, () => send('/fhir/QuestionnaireResponse', body));
      const place = kept?.headers.get('location') ?? `${url}/fhir`;
      await ask('read', 200, () => fetch(place, { headers }));
      await ask('search', 200, () => fetch(`${url}/fhir/Observation?_count=5`, { headers }));
      await ask('$extract', 200, () => send('/fhir/QuestionnaireResponse/$extract', body));
      await ask('message', 200, () => send('/medcom/read', message));
      // White space counts: that is a large one.
      await ask('large message', 200, () => send('/medcom/read', `${message}${' '.repeat(2_000_000)}`));
    }
    return wrong;
  };
  return { work };
}
