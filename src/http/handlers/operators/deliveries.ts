import { type ListedDelivery, type View, views } from '../../../outbox/desk.ts';
import { destinationProblem } from '../../../outbox/destinations.ts';
import type { Operators } from '../../../outbox/operators.ts';
import type { Language } from '../../../outcome/outcome.ts';
import { Refusal, refuse } from '../../../outcome/problem.ts';
import type { Archive } from '../../../work/keep/archive.ts';
import { disclosed } from '../../disclosure.ts';
import { refuseQuery } from '../../query.ts';
import { type Handler, type Incoming, jsonAnswer } from '../../route.ts';
import { readPage } from './page-query.ts';
import { explained, timeOf } from './told.ts';

/** A page of deliveries. Codes: query-value, destination-unknown. */
export function listDeliveries({ desk, kinds }: Operators): Handler {
  return async ({ query, language }) => {
    const view = viewOf(query.get('view') ?? 'waiting');
    const destination = query.get('destination') ?? undefined;
    const code = query.get('code') ?? undefined;
    await requireDestination({ desk, kinds }, destination);
    const { deliveries, next } = await desk.page({ view, destination, code, ...readPage(query) });
    return jsonAnswer({ deliveries: deliveries.map((one) => describe(one, language)), next });
  };
}

/**
 * One delivery with all that is known of it. That somebody looked is written down; whose response it is about is told
 * to those who may read it. Code: delivery-unknown.
 */
export function openDelivery({ desk }: Operators, archive: Archive): Handler {
  return async (incoming) => {
    const { params, language } = incoming;
    const number = /^\d{1,15}$/.test(params.id ?? '') ? Number(params.id) : 0;
    const opened = (await desk.open(number)) ?? refuse('delivery-unknown');
    const { delivery, attempts, citizen } = opened;
    const target = { type: 'QuestionnaireResponse', id: delivery.response };
    const answer = jsonAnswer({
      ...describe(delivery, language),
      attempts: attempts.map(({ attempt, code, startedAt, endedAt }) => ({
        attempt,
        ...explained(code, language),
        startedAt: timeOf(startedAt),
        milliseconds: endedAt - startedAt,
      })),
      correlation: delivery.correlation,
      response: await responseFor(archive, incoming, delivery.response),
    });
    return { ...answer, discloses: disclosed('read', target, [citizen]) };
  };
}

/** The response for whoever may read it; its id alone for others. */
async function responseFor(archive: Archive, { caller }: Incoming, id: string): Promise<object> {
  if (!caller.may('QuestionnaireResponse.r')) return { id };
  const found = await archive.readFor(caller.sight, (reading) => reading.response(id));
  if (found === undefined) return { id };
  const { variant, status, version, level, namedBy } = found.kept;
  return { id, variant, status, version, level, citizen: namedBy };
}

/** A delivery as it stands in a list. */
function describe(delivery: ListedDelivery, language: Language): object {
  const { number, destination, route, form, receiver, event, state, attempt, code, leased } = delivery;
  return {
    ...{ number, destination, route, form, receiver, event },
    state: leased ? 'sending' : state,
    tries: attempt,
    ...explained(code, language),
    createdAt: timeOf(delivery.createdAt),
    nextAt: state === 'pending' ? timeOf(delivery.nextAt) : undefined,
    endedAt: timeOf(delivery.endedAt),
  };
}

/** Code: destination-unknown. */
export async function requireDestination(
  { desk, kinds }: Pick<Operators, 'desk' | 'kinds'>,
  destination: string | undefined,
): Promise<void> {
  if (destination === undefined || kinds.has(destination)) return;
  const problem = await destinationProblem(desk, destination, () => kinds.keys());
  if (problem !== undefined) throw new Refusal([problem]);
}

function viewOf(text: string): View {
  return views.find((view) => view === text) ?? refuseQuery('view', views.join(', '));
}
