import { describe, expect, test } from 'vitest';
import { orders, standing, states, type Version, versionBundle } from '../replays.ts';
import { createConditionalServer } from './conditional-server.ts';

const bundles = (['original', 'amended', 'withdrawn'] as const).map(
  (version) => [version, versionBundle(version, 'r')] as const,
);
const bundleOf = new Map(bundles);
const made = (version: Version) => bundleOf.get(version) ?? { resourceType: 'Bundle', type: 'transaction' };

describe.each(['server', 'client'] as const)('a server that gives the %s’s ids', (ids) => {
  test.each(orders.map((order) => [order.join(', '), order] as const))(
    'after %s: the response and its results tell the same version',
    (_, order) => {
      const server = createConditionalServer(ids);
      order.forEach((version, index) => {
        const places = server.transaction(made(version));
        const counts = made(standing(order.slice(0, index + 1)));
        if (version !== 'original') {
          expect(states(counts, (url) => server.read(places.get(url)))).toEqual(states(counts));
        } else {
          const now = states(made('original'), (url) => server.read(places.get(url)));
          expect(states(counts)).toMatchObject(now);
        }
      });
    },
  );

  test('the same Bundle again writes nothing, and each version has a Provenance of its own', () => {
    const server = createConditionalServer(ids);
    for (const version of [
      'original',
      'original',
      'amended',
      'amended',
      'withdrawn',
      'withdrawn',
      'original',
    ] as const) {
      server.transaction(made(version));
    }
    const held = [...server.all().values()];
    const provenances = held.filter(({ resource }) => resource.resourceType === 'Provenance');
    expect(provenances.map(({ version }) => version)).toEqual([1, 1, 1]);
    const levels = held.filter(({ resource }) => resource.resourceType === 'Observation');
    expect(levels.map(({ version }) => version)).toEqual([3, 3]);
  });
});
