import type { Bundle, BundleEntry } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { withServerIds } from '../../src/resources/server-ids.ts';

const id = '3f6d4d4e-6f0e-4b4b-9c57-0c7a3f6d1a10';
const put = (url: string): BundleEntry['request'] => ({ method: 'PUT', url });
const task = (more: object = {}) => ({ resourceType: 'Task', status: 'draft', intent: 'proposal', ...more });
const entry = (resource: object | undefined, request: BundleEntry['request']) =>
  ({ fullUrl: `urn:uuid:${id}`, ...(resource && { resource }), ...(request && { request }) }) as BundleEntry;
const sent = (...entries: BundleEntry[]): Bundle => ({ resourceType: 'Bundle', type: 'transaction', entry: entries });

test('what would be written under an id of ours is created, where nothing has its tag', () => {
  const own = { system: 'http://example.dk', code: 'x' };
  const tag = { system: 'urn:ietf:rfc:3986', code: `urn:uuid:${id}` };
  const ifNoneExist = `_tag=urn%3Aietf%3Arfc%3A3986|urn%3Auuid%3A${id}`;
  const request = { method: 'POST', url: 'Task', ifNoneExist };
  expect(
    withServerIds(
      sent(
        entry(task({ id }), put(`Task/${id}`)),
        entry(task({ id, meta: { profile: ['p'], tag: [own] } }), put(`Task/${id}`)),
      ),
    ),
  ).toEqual(
    sent(
      entry(task({ meta: { tag: [tag] } }), request as BundleEntry['request']),
      entry(task({ meta: { profile: ['p'], tag: [own, tag] } }), request as BundleEntry['request']),
    ),
  );
});

test.each<[string, object | undefined, BundleEntry['request']]>([
  ['found by its identifier', task({ id }), put('Task?identifier=a')],
  ['created anyway', task({ id }), { method: 'POST', url: 'Task' }],
  ['without an id', task(), put(`Task/${id}`)],
  ['taken away', undefined, { method: 'DELETE', url: `Task/${id}` }],
  ['not said how to write', task({ id }), undefined],
])('what is %s stays as it is', (_, resource, request) => {
  const bundle = sent(entry(resource, request));
  expect(withServerIds(bundle)).toEqual(bundle);
});

test('a Bundle without entries has none afterwards', () => {
  expect(withServerIds({ resourceType: 'Bundle', type: 'transaction' }).entry).toEqual([]);
});
