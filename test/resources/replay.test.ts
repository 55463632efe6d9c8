import type { QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { orders, standing, states, type Version, versionBundle } from '../replays.ts';
import { createConditionalServer } from './conditional-server.ts';

describe.each(['server', 'client'] as const)('a server that gives the %s’s ids', (ids) => {
  const bundles = new Map(
    (['original', 'amended', 'withdrawn'] as const).map((version) => [version, versionBundle(version, 'r', ids)]),
  );
  const made = (version: Version) => bundles.get(version) ?? { resourceType: 'Bundle', type: 'transaction' };

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

  test('a response without an identifier, sent twice, is there once', () => {
    const server = createConditionalServer(ids);
    const response: QuestionnaireResponse = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8'));
    delete response.identifier;
    const bundle = makeBundle(ports.model, scoreResponse(ports, Buffer.from(JSON.stringify(response))), { ids });
    const [first, second] = [server.transaction(bundle), server.transaction(bundle)];
    expect(second).toEqual(first);
    expect([...server.all().values()].map(({ version }) => version)).toEqual((bundle.entry ?? []).map(() => 1));
  });
});

test('a server that gives its own ids refuses the form for others', () => {
  const server = createConditionalServer('server');
  expect(() => server.transaction(versionBundle('original', 'r'))).toThrow('405');
});
