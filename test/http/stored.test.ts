import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  loggedText,
  post,
  putResponse,
  refusalIn,
  startStoredService,
  type TestService,
  validResponse,
  wrapped,
} from './service.ts';

let service: TestService;
let base = '';

beforeAll(async () => {
  service = await startStoredService();
  base = `${service.url}/fhir`;
});
afterAll(() => service.close());

const cpr = 'urn:oid:1.2.208.176.1.2';
const other = '0108589995';
const ehr = 'https://ehr.example.dk/responses';

function response(value: string, changes: Partial<QuestionnaireResponse> = {}, id?: string): QuestionnaireResponse {
  return { ...validResponse(id), identifier: { system: ehr, value }, ...changes };
}

const about = (number: string) => ({ subject: { identifier: { system: cpr, value: number } } });
const create = (body: object, headers?: Record<string, string>) => post(`${base}/QuestionnaireResponse`, body, headers);
const put = (id: string, body: object, headers?: Record<string, string>) => putResponse(base, id, body, headers);
const read = async (path: string) => (await fetch(`${base}/${path}`)).json();
const searchForm = async (type: string, form: Record<string, string>): Promise<Bundle> => {
  const answer = await fetch(`${base}/${type}/_search`, { method: 'POST', body: new URLSearchParams(form) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Bundle;
};
const ids = ({ entry = [] }: Bundle) => entry.map(({ resource }) => resource?.id);

async function created(value: string, changes?: Partial<QuestionnaireResponse>, id?: string): Promise<string> {
  const answer = await create(response(value, changes, id));
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

describe('create', () => {
  test('answers 201 with Location, ETag and the resource under its id', async () => {
    const answer = await create(response('create'));
    const body = (await answer.json()) as QuestionnaireResponse;
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`${base}/QuestionnaireResponse/${body.id}/_history/1`);
    expect(answer.headers.get('etag')).toBe('W/"1"');
    expect(body.meta?.versionId).toBe('1');
    expect({ ...body, id: undefined, meta: undefined }).toEqual({
      ...response('create'),
      id: undefined,
      meta: undefined,
    });
  });

  test('of the same again answers 200 with the same Location', async () => {
    const [first, second] = [await create(response('twice')), await create(response('twice'))];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
  });

  test('keeps numbers as they were sent', async () => {
    const text = JSON.stringify(response('digits')).replace(
      '"resourceType"',
      '"extension":[{"url":"https://example.dk/x","valueDecimal":1.10}],"resourceType"',
    );
    const answer = await post(`${base}/QuestionnaireResponse`, text);
    expect(await answer.text()).toContain('"valueDecimal":1.10');
  });

  test('answers as Prefer says', async () => {
    const minimal = await create(response('minimal'), { prefer: 'return=minimal' });
    expect([minimal.status, await minimal.text()]).toEqual([201, '']);
    const outcome = await create(response('outcome'), { prefer: 'return=OperationOutcome' });
    expect(
      ((await outcome.json()) as { issue: { details: { coding: { code: string }[] } }[] }).issue[0]?.details.coding[0]
        ?.code,
    ).toBe('assessed');
  });

  test('with If-None-Exist on its own identifier', async () => {
    const condition = { 'if-none-exist': `identifier=${ehr}|none` };
    const [first, second] = [await create(response('none'), condition), await create(response('none'), condition)];
    expect([first.status, second.status]).toEqual([201, 200]);
  });

  test.each<[string, object, Record<string, string>, number, string[]]>([
    [
      'other content',
      response('twice', { authored: '2026-01-22T10:00:00+01:00' }),
      {},
      409,
      ['response-differs', 'QuestionnaireResponse.status'],
    ],
    [
      'a condition on another identifier',
      response('x'),
      { 'if-none-exist': `identifier=${ehr}|y` },
      400,
      ['condition-unsupported'],
    ],
    [
      'a condition on something else',
      response('x'),
      { 'if-none-exist': 'status=completed' },
      400,
      ['condition-unsupported'],
    ],
    [
      'a condition on no identifier, of a response without one',
      response('x', { identifier: undefined }),
      { 'if-none-exist': 'identifier=' },
      400,
      ['condition-unsupported'],
    ],
    ['an empty list of answers', response('x', { item: [] }), {}, 422, ['empty-element']],
  ])('refuses %s', async (_, body, headers, status, issue) => {
    const refused = await refusalIn(await create(body, headers));
    expect(refused.status).toBe(status);
    expect(refused.issues[0]?.slice(0, issue.length)).toEqual(issue);
    expect((await searchForm('QuestionnaireResponse', { identifier: `${ehr}|x` })).total ?? 0).toBe(0);
  });
});

describe('update', () => {
  test('amends, and every version is read', async () => {
    const id = await created('amend');
    const answer = await put(id, response('amend', { status: 'amended' }), { 'if-match': 'W/"1"' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, 'W/"2"']);
    const history = (await read(`QuestionnaireResponse/${id}/_history`)) as Bundle;
    expect(history.entry?.map(({ resource }) => (resource as QuestionnaireResponse).status)).toEqual([
      'amended',
      'completed',
    ]);
    expect(await read(`QuestionnaireResponse/${id}/_history/1`)).toMatchObject({
      status: 'completed',
      meta: { versionId: '1' },
    });
    expect(await read(`QuestionnaireResponse/${id}`)).toMatchObject({ status: 'amended', meta: { versionId: '2' } });
  });

  test('takes a draft to its end', async () => {
    const id = await created('draft', { status: 'in-progress' });
    expect((await searchForm('Observation', { 'derived-from': `QuestionnaireResponse/${id}` })).entry).toBeUndefined();
    expect((await put(id, response('draft'))).status).toBe(200);
    expect(ids(await searchForm('Observation', { 'derived-from': `QuestionnaireResponse/${id}` }))).toHaveLength(2);
  });

  test('refuses the loser of a race with 412, a strange If-Match with 400, an id that is not there with 404', async () => {
    const id = await created('race');
    const amended = response('race', { status: 'amended' });
    expect(await refusalIn(await put(id, amended, { 'if-match': 'W/"2"' }))).toEqual({
      status: 412,
      issues: [['version-conflict']],
    });
    expect(await refusalIn(await put(id, amended, { 'if-match': '1' }))).toEqual({
      status: 400,
      issues: [['condition-unsupported']],
    });
    expect(await refusalIn(await put('nobody', amended))).toEqual({ status: 404, issues: [['resource-unknown']] });
    expect(await read(`QuestionnaireResponse/${id}`)).toMatchObject({ status: 'completed' });
  });

  test('withdraws: what came of it says so', async () => {
    const id = await created('withdraw');
    await put(id, response('withdraw', { status: 'entered-in-error' }));
    const { entry = [] } = await searchForm('Observation', { 'derived-from': id });
    expect(entry.map(({ resource }) => (resource as { status?: string }).status)).toEqual([
      'entered-in-error',
      'entered-in-error',
    ]);
  });
});

describe('$validate of a kept response, without a body', () => {
  const validate = (id: string, query = '') =>
    fetch(`${base}/QuestionnaireResponse/${id}/$validate${query}`, { method: 'POST' });

  test.each<[string, Partial<QuestionnaireResponse>, string[][]]>([
    ['completed', {}, [['all-ok']]],
    ['in-progress', { status: 'in-progress' }, [['ok-so-far']]],
  ])('says what is wrong with it: %s', async (status, changes, issues) => {
    const id = await created(`validate-${status}`, changes);
    expect(await refusalIn(await validate(id))).toEqual({ status: 200, issues });
    expect(await refusalIn(await validate(id, '?mode=update'))).toEqual({ status: 200, issues });
  });

  test('takes what is sent instead, where something is', async () => {
    const id = await created('validate-sent');
    const sent = await post(`${base}/QuestionnaireResponse/${id}/$validate`, { ...response('validate-sent'), id: 'x' });
    expect(await refusalIn(sent)).toEqual({ status: 200, issues: [['id-differs', 'QuestionnaireResponse.id']] });
  });

  test.each<[string, string, string, number, string[]]>([
    ['an id that is not there', '', '', 404, ['resource-unknown']],
    ['an unknown mode', 'validate-mode', '?mode=delete', 400, ['query-value']],
    ['an unknown profile', 'validate-profile', '?profile=https://example.dk/p', 422, ['profile-unknown']],
  ])('refuses %s', async (_name, kept, query, status, issue) => {
    const id = kept === '' ? 'missing' : await created(kept);
    expect(await refusalIn(await validate(id, query))).toEqual({ status, issues: [issue] });
  });
});

describe('read', () => {
  test('answers 304 where the client has the version', async () => {
    const id = await created('etag');
    const answer = await fetch(`${base}/QuestionnaireResponse/${id}`, { headers: { 'if-none-match': 'W/"1"' } });
    expect(answer.status).toBe(304);
  });

  test.each<[string, (read: { etag: string; modified: string }) => object, boolean]>([
    ['the moment of its version', ({ modified }) => ({ ifModifiedSince: modified }), true],
    ['a later one', () => ({ ifModifiedSince: '2999-01-01T00:00:00Z' }), true],
    ['an earlier one', () => ({ ifModifiedSince: '2020-01-01T00:00:00Z' }), false],
    ['no moment at all', () => ({ ifModifiedSince: 'then' }), false],
    ['its version', ({ etag }) => ({ ifNoneMatch: etag }), true],
    [
      'another version, which is asked instead of the moment',
      ({ modified }) => ({ ifNoneMatch: 'W/"7"', ifModifiedSince: modified }),
      false,
    ],
  ])('in a batch, answers 304 where the client has it: %s', async (name, has, expected) => {
    const url = `QuestionnaireResponse/${await created(`batch-${name}`)}`;
    const ask = async (conditions: object) => {
      const entry = [{ request: { method: 'GET', url, ...conditions } }];
      const answer = await post(base, { resourceType: 'Bundle', type: 'batch', entry });
      return ((await answer.json()) as Bundle).entry?.[0];
    };
    const { etag = '', lastModified: modified = '' } = (await ask({}))?.response ?? {};
    const { response, resource } = (await ask(has({ etag, modified }))) ?? {};
    expect([response?.status, response?.etag, response?.lastModified, resource?.resourceType]).toEqual([
      expected ? '304 Not Modified' : '200 OK',
      etag,
      modified,
      expected ? undefined : 'QuestionnaireResponse',
    ]);
  });

  test.each([
    ['QuestionnaireResponse/nobody', 404, 'resource-unknown'],
    ['QuestionnaireResponse/nobody/_history', 404, 'resource-unknown'],
    ['Observation/nobody', 404, 'resource-unknown'],
    ['QuestionnaireResponse/ID/_history/7', 404, 'version-unknown'],
    ['QuestionnaireResponse/ID/_history/x', 404, 'version-unknown'],
  ])('%s is %i', async (path, status, code) => {
    const id = await created(`read-${path}`);
    expect(await refusalIn(await fetch(`${base}/${path.replace('ID', id)}`))).toEqual({ status, issues: [[code]] });
  });
});

describe('search', () => {
  test('finds a citizen by number, by POST, and names no number in its links', async () => {
    const citizen = about(other);
    const all = [await created('find-1', citizen), await created('find-2', citizen), await created('find-3', citizen)];
    const found = await searchForm('QuestionnaireResponse', {
      'subject:identifier': `${cpr}|${other}`,
      _count: '2',
      _total: 'accurate',
    });
    expect(found.total).toBe(3);
    expect(ids(found)).toEqual([all[2], all[1]]);
    const text = JSON.stringify(found.link);
    expect(text).not.toContain(other);
    expect(Buffer.from(text.split('_page=')[1] ?? '', 'base64url').toString()).not.toContain(other);
    const next = found.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const rest = (await (await fetch(next)).json()) as Bundle;
    expect(ids(rest)).toEqual([all[0]]);
    expect(rest.link?.some(({ relation }) => relation === 'next')).toBe(false);
  });

  test.each(['patient:identifier', 'patient', 'subject'])('finds results by %s', async (name) => {
    const found = await searchForm('Observation', { [name]: `${cpr}|${other}`, code: 'samarbejdsniveau' });
    expect(ids(found)).toHaveLength(3);
  });

  test.each([
    ['subject:identifier', `${cpr}|2512489996`],
    ['subject:identifier', '251248-9996'],
    ['subject', `${cpr}|2512489996`],
    ['identifier', '2512489996'],
    ['identifier', '251248 9996'],
    ['_id', '2512489996'],
  ])('by %s=%s in an address is refused, and not logged', async (name, value) => {
    for (const type of ['QuestionnaireResponse', ...(name === 'identifier' ? [] : ['Observation'])]) {
      const answer = await fetch(`${base}/${type}?${new URLSearchParams({ [name]: value })}`);
      expect(await refusalIn(answer)).toEqual({ status: 400, issues: [['search-citizen-address']] });
    }
    expect(loggedText(service)).not.toContain('9996');
  });

  test.each([
    ['QuestionnaireResponse', '_id', 'nobody'],
    ['QuestionnaireResponse', 'status', 'completed'],
    ['QuestionnaireResponse', 'identifier', 'urn:x|nobody'],
    ['QuestionnaireResponse', 'questionnaire', 'http://nowhere.example/q|1'],
    ['QuestionnaireResponse', 'author:identifier', 'urn:x|nobody'],
    ['QuestionnaireResponse', 'patient', 'Patient/nobody'],
    ['QuestionnaireResponse', 'patient:identifier', 'urn:x|nobody'],
    ['Observation', 'code', 'samarbejdsniveau'],
    ['Observation', 'value-concept', '3'],
    ['Task', 'based-on', 'CarePlan/nobody'],
  ])('%s by %s takes 400 values, and no more', async (type, name, value) => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const ask = (...values: readonly string[]) =>
      fetch(`${base}/${type}/_search`, {
        method: 'POST',
        body: values.map((one) => `${name}=${encodeURIComponent(one)}`).join('&'),
        headers: form,
      });
    const many = Array<string>(400).fill(value);
    expect((await ask(many.join(','))).status).toBe(200);
    expect((await ask(...many)).status).toBe(200);
    const refused = { status: 400, issues: [['query-many']] };
    expect(await refusalIn(await ask([...many, value].join(',')))).toEqual(refused);
    expect(await refusalIn(await ask(...many, value))).toEqual(refused);
  });

  test.each<[string, number]>([
    [`identifier=${ehr}|one`, 1],
    ['identifier=one', 1],
    ['identifier=https://other|one', 0],
    ['status=in-progress&identifier=one', 0],
    ['questionnaire=Q&identifier=one', 1],
    ['questionnaire=Q|V&identifier=one', 1],
    ['questionnaire=Q|9.9&identifier=one', 0],
    ['authored=2026-01-20&identifier=one', 1],
    ['authored=ge2026-01-21&identifier=one', 0],
    ['authored=2026-01-20T10:30%2B01:00&identifier=one', 1],
    ['authored=2026-01-20T10:31%2B01:00&identifier=one', 0],
    ['authored=lt2026-01-20T09:30:01Z&identifier=one', 1],
    ['authored=lt2026-01-20T09:30:00Z&identifier=one', 0],
    ['author:identifier=CBNH1&identifier=one', 1],
    ['_lastUpdated=ge2020&identifier=one', 1],
    ['_id=nobody', 0],
    ['subject=Patient/123&identifier=one', 0],
    ['identifier=one,two', 2],
  ])('?%s finds %i', async (query, count) => {
    for (const value of ['one', 'two']) await create(response(value));
    const [url = '', version = ''] = (response('one').questionnaire ?? '').split('|');
    const asked = query.replace('Q|V', `${url}|${version}`).replace('Q|', `${url}|`).replace('=Q&', `=${url}&`);
    const found = (await read(`QuestionnaireResponse?${asked}`)) as Bundle;
    expect(ids(found)).toHaveLength(count);
  });

  test.each([
    ['code=nobody', 0],
    ['code=https://nowhere.example|samarbejdsniveau', 0],
    ['code=|samarbejdsniveau', 0],
    ['value-concept=nobody', 0],
    ['code=nobody,samarbejdsniveau', 1],
    ['code=samarbejdsniveau', 1],
  ])('results by %s are %i', async (query, count) => {
    const id = await created(encodeURIComponent(query));
    const found = (await read(`Observation?derived-from=${id}&${query}`)) as Bundle;
    expect(ids(found)).toHaveLength(count);
  });

  test('brings along what was asked for, and what came of it', async () => {
    const id = await created('include');
    const both = (await read(`QuestionnaireResponse?_id=${id}&_revinclude=Observation:derived-from`)) as Bundle;
    expect(both.entry?.map(({ search }) => search?.mode)).toEqual(['match', 'include', 'include']);
    const level = both.entry?.[1]?.resource?.id;
    const back = (await read(`Observation?_id=${level}&_include=Observation:derived-from`)) as Bundle;
    expect(ids(back)).toEqual([level, id]);
  });

  test('counts alone, and sorts', async () => {
    const counted = (await read('QuestionnaireResponse?_summary=count')) as Bundle;
    expect([counted.entry, (counted.total ?? 0) > 0]).toEqual([undefined, true]);
    const sorted = (await read('QuestionnaireResponse?_sort=authored&_count=1000')) as Bundle;
    const times =
      sorted.entry?.map(({ resource }) => Date.parse((resource as QuestionnaireResponse).authored ?? '')) ?? [];
    expect(times).toEqual([...times].sort((one, next) => one - next));
  });

  test.each([
    ['QuestionnaireResponse?name=x', 'query-unsupported'],
    ['QuestionnaireResponse?status:not=x', 'query-modifier'],
    ['QuestionnaireResponse?authored=yesterday', 'query-value'],
    ['QuestionnaireResponse?authored=2026-02-30', 'query-value'],
    ['QuestionnaireResponse?_sort=name', 'query-value'],
    ['QuestionnaireResponse?_count=-1', 'query-value'],
    ['QuestionnaireResponse?_count=1e3', 'query-value'],
    ['QuestionnaireResponse?_count=', 'query-value'],
    ['QuestionnaireResponse?_revinclude=Task:owner', 'query-value'],
  ])('%s is refused', async (path, code) => {
    expect(await refusalIn(await fetch(`${base}/${path}`))).toEqual({ status: 400, issues: [[code]] });
  });

  test.each([
    ['made up', () => Buffer.from('{"criteria":[]}').toString('base64url')],
    ['too short', () => 'x'],
    ['changed', (link: string) => `${link.slice(0, -8)}AAAAAAAA`],
    ['changed in its nonce', (link: string) => `AAAAAAAA${link.slice(8)}`],
    ['cut off', (link: string) => link.slice(0, -4)],
  ])('a link that was %s is refused', async (_how, change) => {
    const { link = [] } = (await read('QuestionnaireResponse?_count=1')) as Bundle;
    const [, page = ''] = link.find(({ relation }) => relation === 'next')?.url.split('_page=') ?? [];
    expect((await fetch(`${base}/QuestionnaireResponse?_page=${page}`)).status).toBe(200);
    const refused = await refusalIn(await fetch(`${base}/QuestionnaireResponse?_page=${change(page)}`));
    expect(refused).toEqual({ status: 404, issues: [['page-unknown']] });
  });

  test('a next link is of its own type', async () => {
    const { link = [] } = (await read('Observation?code=samarbejdsniveau&_count=1')) as Bundle;
    const [, page = ''] = link.find(({ relation }) => relation === 'next')?.url.split('_page=') ?? [];
    expect((await fetch(`${base}/Observation?_page=${page}`)).status).toBe(200);
    for (const type of ['QuestionnaireResponse', 'Task', 'Provenance']) {
      const answer = await fetch(`${base}/${type}?_page=${page}`);
      expect(await refusalIn(answer)).toEqual({ status: 404, issues: [['page-unknown']] });
    }
  });

  test('a number that stands in place of an identifier is in no link either', async () => {
    const found = await searchForm('Observation', { 'derived-from': '2512489996,x', _count: '1' });
    expect(JSON.stringify(found.link)).not.toMatch(/2512489996|page=ey/);
    const all = await searchForm('QuestionnaireResponse', { status: 'completed,2512489996', _count: '1' });
    const links = JSON.stringify(all.link);
    expect(links).toContain('_page=');
    const shown = links.replace(/[\w-]{16,}/g, (word) => Buffer.from(word, 'base64url').toString('latin1'));
    expect(`${links}${shown}`).not.toContain('2512489996');
  });
});

test('$process-response keeps what it accepts', async () => {
  const answer = await post(`${base}/$process-response`, wrapped('response', response('processed')));
  expect(answer.status).toBe(200);
  expect(ids((await read('QuestionnaireResponse?identifier=processed')) as Bundle)).toHaveLength(1);
});

test('the CapabilityStatement says what is kept, and both roles of SDC', async () => {
  const statement = (await read('metadata')) as {
    instantiates: string[];
    rest: { resource: { type: string; interaction?: { code: string }[] }[] }[];
  };
  expect(statement.instantiates.join()).toMatch(/form-receiver.*form-response-manager/);
  const [stored] = statement.rest[0]?.resource.filter(({ type }) => type === 'QuestionnaireResponse') ?? [];
  expect(stored?.interaction?.map(({ code }) => code)).toEqual([
    'create',
    'history-instance',
    'read',
    'search-type',
    'update',
    'vread',
  ]);
});
