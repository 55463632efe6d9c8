import type { Bundle, FhirResource, QuestionnaireResponse } from 'fhir/r4.js';
import { openServer } from '../../../src/delivery/fhir-server/server.ts';
import { readTarget } from '../../../src/delivery/fhir-server/target.ts';
import { makeBundle, scoreResponse } from '../../../src/work/score.ts';
import { responseBytes } from '../../fixtures.ts';
import { ports } from '../../ports.ts';
import { orders, standing, states, type Version, versionBundle } from '../../replays.ts';
import { check } from './check.ts';
import { get, search } from './http.ts';

/**
 * Versions of one response in every order, once and twice, and all at once: response and results always tell the same
 * version.
 */
export async function checksOfReplays(base: string, ids: 'client' | 'server'): Promise<void> {
  const server = await openServer(readTarget(base, {}));
  for (const [index, order] of orders.entries()) {
    await check(`replay: ${order.join(', ')}`, async () => {
      const sent: Version[] = [];
      for (const version of order) {
        const bundle = versionBundle(version, `gentaget-${index}`, ids);
        sent.push(version);
        const wrong = differing(
          await heldOf(base, bundle, await server.transaction(bundle)),
          bundle,
          standing(sent),
          index,
        );
        if (wrong !== undefined) return `after ${sent.join(', ')}: ${wrong}`;
      }
      return true;
    });
  }
  await check(
    'replay: the four Bundles original, amended, original, amended at once, then the withdrawal',
    async () => {
      const name = 'gentaget-samtidigt';
      const clients = await Promise.all([1, 2, 3, 4].map(() => openServer(readTarget(base, {}))));
      await Promise.all(
        clients.map((client, index) =>
          client.transaction(versionBundle(index % 2 === 0 ? 'original' : 'amended', name, ids)),
        ),
      );
      const original = versionBundle('original', name, ids);
      const after = await heldOf(base, original, await server.transaction(original));
      const amended = states(versionBundle('amended', name));
      const mixed = Object.entries(after).filter(([fullUrl, state]) => amended[fullUrl] !== state);
      if (mixed.length > 0) return `at once: ${JSON.stringify(mixed)}`;
      const withdrawn = versionBundle('withdrawn', name, ids);
      const end = await heldOf(base, withdrawn, await server.transaction(withdrawn));
      return JSON.stringify(end) === JSON.stringify(states(withdrawn)) || JSON.stringify(end);
    },
  );
}

/**
 * A server that refuses the ids of clients: the usual form is refused whole, and in the other a response without
 * identifier is there once.
 */
export async function checksOfOwnIds(base: string): Promise<void> {
  const server = await openServer(readTarget(base, {}));
  await check('the form for other servers is refused, and nothing is written', async () => {
    const refused = await server.transaction(versionBundle('original', 'afvist')).then(
      () => false,
      () => true,
    );
    return refused && (await search(base, 'Observation', {})).length === 0;
  });
  await check('a response without identifier, sent twice: everything is there once', async () => {
    const response: QuestionnaireResponse = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8'));
    delete response.identifier;
    const scored = scoreResponse(ports, Buffer.from(JSON.stringify(response)));
    const bundle = makeBundle(ports.model, scored, { references: 'logical', ids: 'server' });
    for (const _ of [1, 2]) await server.transaction(bundle);
    const types = [...new Set((bundle.entry ?? []).map(({ resource }) => resource?.resourceType ?? ''))];
    const counts = await Promise.all(types.map(async (type) => (await search(base, type, {})).length));
    const sent = types.map(
      (type) => (bundle.entry ?? []).filter(({ resource }) => resource?.resourceType === type).length,
    );
    return counts.join() === sent.join() || `${types}: sent ${sent}, there ${counts}`;
  });
}

/** What the server holds now of the resources that a Bundle names. */
async function heldOf(base: string, bundle: Bundle, answer: Bundle): Promise<Readonly<Record<string, string>>> {
  const held = new Map<string, FhirResource>();
  await Promise.all(
    (bundle.entry ?? []).map(async ({ fullUrl = '' }, index) => {
      const [place] = (answer.entry?.[index]?.response?.location ?? '').split('/_history');
      held.set(fullUrl, await get(`${base}/${place?.replace(`${base}/`, '')}`));
    }),
  );
  return states(bundle, (fullUrl) => held.get(fullUrl));
}

function differing(
  held: Readonly<Record<string, string>>,
  bundle: Bundle,
  version: Version,
  index: number,
): string | undefined {
  const right = { ...states(bundle), ...states(versionBundle(version, `gentaget-${index}`)) };
  const wrong = Object.entries(held).filter(([fullUrl, state]) => right[fullUrl] !== state);
  return wrong.length === 0 ? undefined : JSON.stringify(wrong);
}
