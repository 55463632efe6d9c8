import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, DocumentReference } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { citizens, identifier, response } from '../store/archives.ts';
import { post, refusalIn, startStoredService, type TestService, until } from './service.ts';

let service: TestService;
let folder = '';
let base = '';
let id = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'niveau-documents-'));
  const routes = join(folder, 'routes.json');
  const destinations = { sider: { kind: 'folder', path: '.' } };
  writeFileSync(routes, JSON.stringify({ destinations, routes: [{ name: 'sider', to: 'sider', form: 'PDF' }] }));
  service = await startStoredService({ config: { routes } });
  base = `${service.url}/fhir`;
  const kept = await post(
    `${base}/QuestionnaireResponse`,
    response({ identifier: identifier('with-a-page'), subject: { identifier: citizens.nancy } }),
  );
  ({ id } = (await kept.json()) as { id: string });
  await until(async () => (await found('DocumentReference?status=current')).length === 1);
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

async function found(
  query: string,
  form?: Record<string, string>,
): Promise<readonly (DocumentReference | undefined)[]> {
  const answer = await fetch(`${base}/${query}`, form && { method: 'POST', body: new URLSearchParams(form) });
  expect(answer.status).toBe(200);
  const { entry = [] } = (await answer.json()) as Bundle<DocumentReference>;
  return entry.map(({ resource }) => resource);
}

describe('a page that was sent by a route', () => {
  test('is read as a DocumentReference of its response', async () => {
    const [document] = await found('DocumentReference?status=current');
    expect(document).toMatchObject({ resourceType: 'DocumentReference', status: 'current' });
    expect(JSON.stringify(document?.context?.related)).toContain(`QuestionnaireResponse/${id}`);
    const one = await fetch(`${base}/DocumentReference/${document?.id}`);
    expect([one.status, await one.json()]).toMatchObject([200, { id: document?.id }]);
  });

  test.each<[string, Record<string, string>, number]>([
    ['its citizen', { 'patient:identifier': `${citizens.nancy.system}|${citizens.nancy.value}` }, 1],
    ['another citizen', { 'patient:identifier': `${citizens.other.system}|${citizens.other.value}` }, 0],
    ['its status', { status: 'current' }, 1],
    ['another status', { status: 'superseded' }, 0],
    ['a date that it is after', { date: 'gt2026-01-01' }, 1],
    ['a date that it is before', { date: 'lt2026-01-01' }, 0],
    ['when it was kept', { _lastUpdated: 'gt2026-01-01' }, 1],
  ])('is searched by %s', async (_, form, hits) => {
    expect(await found('DocumentReference/_search', form)).toHaveLength(hits);
  });

  test('is found by its response, and counted', async () => {
    expect(await found(`DocumentReference?related=QuestionnaireResponse/${id}`)).toHaveLength(1);
    const counted = await fetch(`${base}/DocumentReference?_summary=count`);
    expect(await counted.json()).toMatchObject({ type: 'searchset', total: 1 });
  });

  test.each<[string, string, number, string]>([
    [
      'a number in the address',
      `?patient:identifier=${citizens.nancy.system}|${citizens.nancy.value}`,
      400,
      'search-citizen-address',
    ],
    ['what is not searched by', '?facility=x', 400, 'query-unsupported'],
  ])('is not searched by %s', async (_, query, status, code) => {
    const refused = await refusalIn(await fetch(`${base}/DocumentReference${query}`));
    expect([refused.status, refused.issues[0]?.[0]]).toEqual([status, code]);
  });
});
