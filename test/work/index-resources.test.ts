import { expect, test } from 'vitest';
import { indexResources } from '../../src/work/keep/index-resources.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { accepted, responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

test.each(accepted)('%s: a Bundle whose resources are not made is found by the same as one that has them', (name) => {
  const scored = scoreResponse(ports, responseBytes(name));
  for (const references of ['sender', 'logical'] as const) {
    const drafted = makeBundle(ports.model, scored, { references });
    const found = indexResources(drafted, () => 1);
    expect(found).toEqual(indexResources({ ...drafted }, () => 1));
    expect(found.map(({ type }) => type)).toContain('Provenance');
  }
});
