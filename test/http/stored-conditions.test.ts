import type { Bundle, OperationOutcome, QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post, putResponse, refusalIn, startStoredService, type TestService, validResponse } from './service.ts';

let service: TestService;
let base = '';

beforeAll(async () => {
  service = await startStoredService();
  base = `${service.url}/fhir`;
});
afterAll(() => service.close());

const ehr = 'https://ehr.example.dk/responses';
const response = (value: string, changes: Partial<QuestionnaireResponse> = {}): QuestionnaireResponse => ({
  ...validResponse(),
  identifier: { system: ehr, value },
  ...changes,
});
const amended = (value: string, day = 21) =>
  response(value, { status: 'amended', authored: `2026-01-${day}T10:30:00+01:00` });
const create = (body: object, headers?: Record<string, string>) => post(`${base}/QuestionnaireResponse`, body, headers);
const put = (id: string, body: object, headers?: Record<string, string>) => putResponse(base, id, body, headers);
const created = async (body: object) => ((await (await create(body)).json()) as { id: string }).id;
const versionNow = async (id: string) => (await fetch(`${base}/QuestionnaireResponse/${id}`)).headers.get('etag');
const bundleAt = async (address: string): Promise<Bundle> => {
  const answer = await fetch(address.startsWith('http') ? address : `${base}/${address}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Bundle;
};
const linkOf = ({ link = [] }: Bundle, name: string) => link.find(({ relation }) => relation === name)?.url;

describe('what a write depends on', () => {
  test.each([
    ['W/"1"', 200],
    ['"1"', 200],
    ['*', 200],
    ['W/"7", W/"1"', 200],
    ['W/"2"', 412],
    ['"another-servers"', 412],
    ['W/"7","8"', 412],
  ])('If-Match: %s is answered with %i, for PUT and for an amendment by POST', async (ifMatch, status) => {
    for (const send of [put, (_id: string, body: object, headers: object) => create(body, { ...headers })]) {
      const value = `${ifMatch} ${send === put}`;
      const id = await created(response(value));
      const answer = await send(id, amended(value), { 'if-match': ifMatch });
      expect(answer.status).toBe(status);
      if (status === 412) expect((await refusalIn(answer)).issues).toEqual([['version-conflict']]);
      expect(await versionNow(id)).toBe(status === 200 ? 'W/"2"' : 'W/"1"');
    }
  });

  test.each<[Record<string, string>, number, string]>([
    [{ 'if-match': 'W/"2"' }, 412, 'version-conflict'],
    [{ 'if-none-match': '*' }, 400, 'condition-unsupported'],
    [{ 'if-none-exist': 'status=completed' }, 400, 'condition-unsupported'],
  ])('%o holds for an amendment by process-response too', async (headers, status, code) => {
    const value = `processed ${JSON.stringify(headers)}`;
    const id = await created(response(value));
    const answer = await post(`${base}/$process-response`, amended(value), headers);
    expect(await refusalIn(answer)).toEqual({ status, issues: [[code]] });
    expect(await versionNow(id)).toBe('W/"1"');
    expect((await post(`${base}/$process-response`, amended(value), { 'if-match': 'W/"1"' })).status).toBe(200);
    expect(await versionNow(id)).toBe('W/"2"');
  });

  test.each(['*', 'W/"1"'])('a response that is not there has no version %s', async (ifMatch) => {
    const answer = await create(response(`never ${ifMatch}`), { 'if-match': ifMatch });
    expect(await refusalIn(answer)).toEqual({ status: 412, issues: [['version-conflict']] });
    expect((await bundleAt(`QuestionnaireResponse?identifier=never ${ifMatch}`)).entry).toBeUndefined();
  });

  test.each<Record<string, string>>([
    { 'if-match': '1' },
    { 'if-match': 'W/1' },
    { 'if-match': 'W/"1" W/"2"' },
    { 'if-match': '*, W/"1"' },
    { 'if-none-match': '*' },
    { 'if-none-match': 'W/"9"' },
    { 'if-unmodified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' },
  ])('%o is refused and changes nothing: it cannot be followed', async (headers) => {
    const value = JSON.stringify(headers);
    const id = await created(response(value));
    const refused = { status: 400, issues: [['condition-unsupported']] };
    expect(await refusalIn(await put(id, amended(value), headers))).toEqual(refused);
    expect(await refusalIn(await create(amended(value), headers))).toEqual(refused);
    expect(await versionNow(id)).toBe('W/"1"');
  });

  test.each([
    ['a+b', 'a+b'],
    ['a+b', 'a%2Bb'],
    ['a b', 'a+b'],
    ['a,b', 'a\\,b'],
    ['a,b', 'a,b'],
    ['a|b', 'a\\|b'],
  ])('If-None-Exist on its own identifier %s as %s', async (value, written) => {
    const condition = { 'if-none-exist': `identifier=${ehr}/${encodeURIComponent(written).length}|${written}` };
    const own = { ...response(value), identifier: { system: `${ehr}/${encodeURIComponent(written).length}`, value } };
    expect([(await create(own, condition)).status, (await create(own, condition)).status]).toEqual([201, 200]);
  });

  test('Prefer is followed however it is spelled', async () => {
    const answer = await create(response('prefer'), { prefer: 'Return=Minimal' });
    expect([answer.status, await answer.text()]).toEqual([201, '']);
  });
});

describe('a history', () => {
  test('comes in pages, the newest first, and each version once, whatever comes in between', async () => {
    const id = await created(response('pages'));
    for (const day of [21, 22, 23]) await put(id, amended('pages', day));
    const versions: (string | undefined)[] = [];
    for (let at: string | undefined = `QuestionnaireResponse/${id}/_history?_count=2`; at !== undefined; ) {
      const page: Bundle = await bundleAt(at);
      versions.push(...(page.entry ?? []).map(({ resource }) => resource?.meta?.versionId));
      expect(page.total).toBeUndefined();
      at = linkOf(page, 'next');
      await put(id, amended('pages', 24));
    }
    expect(versions).toEqual(['4', '3', '2', '1']);
  });

  test('has all in one page where they fit, of a result too', async () => {
    const id = await created(response('all'));
    await put(id, amended('all'));
    const all = await bundleAt(`QuestionnaireResponse/${id}/_history`);
    expect([all.total, all.entry?.length, linkOf(all, 'next')]).toEqual([2, 2, undefined]);
    expect(linkOf(all, 'self')).toBe(`${base}/QuestionnaireResponse/${id}/_history`);
    const { entry: [found] = [] } = await bundleAt(`CarePlan?_sort=-_lastUpdated&_count=1`);
    const first = await bundleAt(`CarePlan/${found?.resource?.id}/_history?_count=1`);
    expect(first.entry?.[0]?.resource?.meta?.versionId).toBe('2');
    const second = await bundleAt(linkOf(first, 'next') ?? '');
    expect(second.entry?.[0]?.resource?.meta?.versionId).toBe('1');
    expect(linkOf(second, 'next')).toBeUndefined();
  });

  test('since a moment has what came at it or later, and else nothing', async () => {
    const id = await created(response('since'));
    const at = (await bundleAt(`QuestionnaireResponse/${id}/_history`)).entry?.[0]?.resource?.meta?.lastUpdated ?? '';
    const since = async (moment: string) =>
      (await bundleAt(`QuestionnaireResponse/${id}/_history?_since=${moment}`)).entry?.length ?? 0;
    expect(await since(at)).toBe(1);
    expect(await since(at.replace('Z', '+00:00'))).toBe(1);
    expect(await since(new Date(Date.parse(at) + 1).toISOString())).toBe(0);
  });

  test.each([
    ['_count=0', 400, 'query-value'],
    ['_count=-1', 400, 'query-value'],
    ['_count=1&_count=2', 400, 'query-value'],
    ['_since=yesterday', 400, 'query-value'],
    ['_at=2026', 400, 'query-unsupported'],
    ['_count:identifier=urn:oid:1.2.208.176.1.2|2512489996', 400, 'query-modifier'],
    ['_since:x=2026', 400, 'query-modifier'],
    ['_page=x', 404, 'page-unknown'],
  ])('?%s is refused', async (query, status, code) => {
    const id = await created(response(`history ${query}`));
    const answer = await fetch(`${base}/QuestionnaireResponse/${id}/_history?${query}`);
    expect(await refusalIn(answer)).toEqual({ status, issues: [[code]] });
  });

  test('goes on with its own resource alone, and is no page of a search', async () => {
    const ids = [await created(response('own-1')), await created(response('own-2'))];
    await put(ids[0] ?? '', amended('own-1'));
    const next = linkOf(await bundleAt(`QuestionnaireResponse/${ids[0]}/_history?_count=1`), 'next') ?? '';
    const searched = linkOf(await bundleAt('QuestionnaireResponse?_count=1'), 'next') ?? '';
    const refused = { status: 404, issues: [['page-unknown']] };
    for (const address of [
      next.replace(`${ids[0]}`, `${ids[1]}`),
      next.replace(`/${ids[0]}/_history`, ''),
      searched.replace('?', `/${ids[0]}/_history?`),
    ]) {
      expect(await refusalIn(await fetch(address))).toEqual(refused);
    }
    expect(await refusalIn(await fetch(`${next}&_count=2`))).toEqual({ status: 400, issues: [['query-value']] });
    expect(await refusalIn(await fetch(`${base}/QuestionnaireResponse/nobody/_history?_count=1`))).toEqual({
      status: 404,
      issues: [['resource-unknown']],
    });
  });
});

describe('what is asked of an answer', () => {
  const search = (query: string, prefer?: string) =>
    fetch(`${base}/QuestionnaireResponse?${query}`, prefer === undefined ? {} : { headers: { prefer } });

  test.each([
    ['_summary=junk', 'query-value'],
    ['_summary=COUNT', 'query-value'],
    ['_total=junk', 'query-value'],
    ['_total=', 'query-value'],
    ['_count=1&_count=2', 'query-value'],
    ['_sort=authored&_sort=_lastUpdated', 'query-value'],
    ['_summary=count&_summary=false', 'query-value'],
    ['_include:iterate=x', 'query-modifier'],
    ['_revinclude:iterate=Observation:derived-from', 'query-modifier'],
    ['_count:exact=1', 'query-modifier'],
    ['_elements=status', 'query-unsupported'],
  ])('?%s is refused', async (query, code) => {
    expect(await refusalIn(await search(query))).toEqual({ status: 400, issues: [[code]] });
  });

  test.each(['true', 'text', 'data'])(
    '_summary=%s is answered in full, and the self link does not claim it',
    async (value) => {
      await create(response('full'));
      const query = `_summary=${value}&identifier=full`;
      const found = (await (await search(query)).json()) as Bundle;
      expect(found.entry).toHaveLength(1);
      expect(linkOf(found, 'self')).toBe(`${base}/QuestionnaireResponse?identifier=full`);
      const strict = await refusalIn(await search(query, 'handling=strict'));
      expect(strict).toEqual({ status: 400, issues: [['query-value']] });
    },
  );

  test('what a lenient client asks for in vain is left out of the self link', async () => {
    const found = (await (await search('_summary=junk&_total=junk&_elements=x', 'handling=lenient')).json()) as Bundle;
    expect(linkOf(found, 'self')).toBe(`${base}/QuestionnaireResponse`);
  });

  test.each(['_count=0', '_summary=count'])('?%s has no next page', async (query) => {
    for (const value of ['count-1', 'count-2']) await create(response(value));
    const found = (await (await search(query)).json()) as Bundle;
    expect(found.total).toBeGreaterThan(1);
    expect([found.entry, linkOf(found, 'next')]).toEqual([undefined, undefined]);
  });

  test('a page goes on as it began', async () => {
    const next = linkOf(await bundleAt('QuestionnaireResponse?_count=1'), 'next') ?? '';
    for (const more of ['_count=2', 'status=completed']) {
      expect(await refusalIn(await fetch(`${next}&${more}`))).toEqual({ status: 400, issues: [['query-value']] });
    }
  });
});

describe('who is searched for', () => {
  const patient = 'https://ehr.example.dk/fhir/Patient/77';
  const author = 'https://ehr.example.dk/fhir/Practitioner/5';
  beforeAll(async () => {
    const referring = (value: string, of: string, by: string) => {
      const whole = response(value);
      return {
        ...whole,
        subject: { ...whole.subject, reference: of },
        author: { type: 'Practitioner', reference: by },
      };
    };
    await create(referring('absolute', patient, author));
    await create(referring('relative', 'Patient/78', 'Practitioner/6'));
  });

  test.each<[string, readonly string[]]>([
    [`patient=${patient}`, ['absolute']],
    [`subject=${patient}/_history/3`, ['absolute']],
    ['patient=77', []],
    ['patient=https://elsewhere.example.dk/fhir/Patient/78', []],
    ['patient=Patient/78', ['relative']],
    ['patient=BASE/Patient/78', ['relative']],
    ['patient=78', ['relative']],
    ['subject:Patient=78', ['relative']],
    [`patient=78,${patient}`, ['relative', 'absolute']],
    [`author=${author}`, ['absolute']],
    ['author=6', ['relative']],
    ['author:Practitioner=6', ['relative']],
    ['author:PractitionerRole=6', []],
    ['author=Practitioner/6', ['relative']],
  ])('?%s', async (query, names) => {
    const found = await bundleAt(`QuestionnaireResponse?${query.replace('BASE', base)}`);
    const values = (found.entry ?? []).map(({ resource }) => (resource as QuestionnaireResponse).identifier?.value);
    expect(values).toEqual(names);
  });

  test('results are found by an id alone too', async () => {
    expect((await bundleAt('Observation?patient=78')).entry).toHaveLength(2);
    expect((await bundleAt('Observation/$lastn?patient=78')).entry).toHaveLength(2);
  });

  const cpr = 'urn:oid:1.2.208.176.1.2';
  const post = (form: Record<string, string>) =>
    fetch(`${base}/QuestionnaireResponse/_search`, { method: 'POST', body: new URLSearchParams(form) });

  test.each(['251248-9996', '251248 9996'])('a CPR number is found as people write it: %s', async (number) => {
    const found = (await (await post({ 'patient:identifier': `${cpr}|${number}`, _count: '1' })).json()) as Bundle;
    expect(found.entry).toHaveLength(1);
  });

  test.each(['251248-1ABC', '251248 1ABC'])('and so is a replacement number: %s', async (number) => {
    const system = 'urn:oid:1.2.208.176.1.6.1.1';
    await create(
      response('replacement', { subject: { type: 'Patient', identifier: { system, value: '2512481ABC' } } }),
    );
    const found = (await (await post({ 'patient:identifier': `${system}|${number}` })).json()) as Bundle;
    expect(found.entry).toHaveLength(1);
  });

  test.each([
    ['patient', ''],
    ['patient', ','],
    ['patient', '2512489996'],
    ['patient', '251248-9996'],
    ['patient', 'Patient/2512489996'],
    ['patient:identifier', ''],
    ['patient:identifier', `${cpr}|`],
    ['patient', `${cpr}|`],
  ])('%s=%s names nobody, and is refused: nothing found would say that there is no level', async (name, value) => {
    expect(await refusalIn(await post({ [name]: value }))).toEqual({ status: 400, issues: [['query-value']] });
  });

  test.each(['subject:Practitioner=1', 'subject:Patient.identifier=x', 'author:Observation=1', 'author:x=1'])(
    '?%s is refused',
    async (query) => {
      const answer = await fetch(`${base}/QuestionnaireResponse?${query}`);
      expect(await refusalIn(answer)).toEqual({ status: 400, issues: [['query-modifier']] });
    },
  );
});

describe('what stands behind a backslash', () => {
  const strange = { system: 'https://x.example.dk', value: 'a|b,c' };
  beforeAll(async () => {
    await create({ ...response('strange'), identifier: strange });
    await create({ ...response('strange-2'), identifier: { system: 'https://x.example.dk', value: 'd\\' } });
  });
  const found = async (query: string) =>
    ((await bundleAt(`QuestionnaireResponse?${new URLSearchParams({ identifier: query })}`)).entry ?? []).length;

  test.each([
    ['https://x.example.dk|a\\|b\\,c', 1],
    ['a\\|b\\,c', 1],
    ['a|b\\,c', 0],
    ['https://x.example.dk|a|b,c', 0],
    ['https://x.example.dk|d\\\\,nobody', 1],
    ['d\\\\', 1],
    ['d\\', 1],
  ])('identifier=%s finds %i', async (query, count) => {
    expect(await found(query)).toBe(count);
  });
});

describe('moments and characters at the edge', () => {
  test.each([
    'authored=9999',
    'authored=ge9999-12-31',
    'authored=le0001',
    'authored=0001-01-01',
    '_lastUpdated=lt0999',
  ])('?%s is searched for', async (query) => {
    expect((await bundleAt(`QuestionnaireResponse?${query}`)).entry).toBeUndefined();
  });

  test.each(['identifier=%E5', 'identifier=100%', 'status=%'])(
    '?%s is no UTF-8 behind its percent signs',
    async (query) => {
      const alone = await fetch(`${base}/QuestionnaireResponse?${query}`);
      expect(await refusalIn(alone)).toEqual({ status: 400, issues: [['url-malformed']] });
      const form = await fetch(`${base}/QuestionnaireResponse/_search`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: query,
      });
      expect(await refusalIn(form)).toEqual({ status: 400, issues: [['form-encoding']] });
      const entry = [{ request: { method: 'GET', url: `QuestionnaireResponse?${query}` } }];
      const batch = (await (await post(base, { resourceType: 'Bundle', type: 'batch', entry })).json()) as Bundle;
      const outcome = batch.entry?.[0]?.response?.outcome as OperationOutcome;
      expect(outcome.issue[0]?.details?.coding?.[0]?.code).toBe('url-malformed');
    },
  );
});
