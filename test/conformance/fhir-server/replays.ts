import type { Bundle, FhirResource } from 'fhir/r4.js';
import { openServer } from '../../../src/delivery/fhir-server/server.ts';
import { readTarget } from '../../../src/delivery/fhir-server/target.ts';
import { orders, standing, states, type Version, versionBundle } from '../../replays.ts';
import { check } from './check.ts';
import { get } from './http.ts';

/** Versions of one response in every order, once and twice, and all at once: response and results always tell the same version. */
export async function checksOfReplays(base: string): Promise<void> {
  const server = await openServer(readTarget(base, {}));
  for (const [index, order] of orders.entries()) {
    await check(`replay: ${order.join(', ')}`, async () => {
      const sent: Version[] = [];
      for (const version of order) {
        const bundle = versionBundle(version, `gentaget-${index}`);
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
          client.transaction(versionBundle(index % 2 === 0 ? 'original' : 'amended', name)),
        ),
      );
      const original = versionBundle('original', name);
      const after = await heldOf(base, original, await server.transaction(original));
      const amended = states(versionBundle('amended', name));
      const mixed = Object.entries(after).filter(([fullUrl, state]) => amended[fullUrl] !== state);
      if (mixed.length > 0) return `at once: ${JSON.stringify(mixed)}`;
      const withdrawn = versionBundle('withdrawn', name);
      const end = await heldOf(base, withdrawn, await server.transaction(withdrawn));
      return JSON.stringify(end) === JSON.stringify(states(withdrawn)) || JSON.stringify(end);
    },
  );
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
