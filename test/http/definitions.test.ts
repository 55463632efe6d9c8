import { readFileSync } from 'node:fs';
import type { Bundle, Questionnaire } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profilesFolder } from '../../src/profiles.ts';
import { refusalIn, startService, type TestService } from './service.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
let service: TestService;
let address: string;

beforeAll(async () => {
  service = await startService();
  address = `${service.url}/fhir/Questionnaire`;
});
afterAll(() => service.close());

const ids = (bundle: Bundle) => (bundle.entry ?? []).map(({ resource }) => resource?.id);

describe('read', () => {
  test('gives the bytes of the file', async () => {
    const response = await fetch(`${address}/somatik`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.equals(readFileSync(`${profilesFolder}Questionnaire-somatik.json`))).toBe(true);
  });

  test('answers 304 where the client has these bytes', async () => {
    const etag = (await fetch(`${address}/somatik`)).headers.get('etag') ?? '';
    const again = await fetch(`${address}/somatik`, { headers: { 'if-none-match': etag, 'cache-control': '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('HEAD gives the head alone', async () => {
    const response = await fetch(`${address}/somatik`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test.each(['somatik2', 'SOMATIK', '..%2Fpackage'])('%s is not there', async (id) => {
    expect(await refusalIn(await fetch(`${address}/${id}`))).toEqual({ status: 404, issues: [['resource-unknown']] });
  });

  test('a control character is refused before anything is looked for', async () => {
    expect(await refusalIn(await fetch(`${address}/%00`))).toEqual({ status: 400, issues: [['url-malformed']] });
  });
});

describe('search', () => {
  const url = 'http://differentieringsmodellen.dk/fhir/Questionnaire/somatik';
  const cases: [query: string, found: string[]][] = [
    ['', ['psykiatri', 'somatik']],
    [`url=${url}`, ['somatik']],
    [`url=${url}&version=1.0.0`, ['somatik']],
    [`url=${url}&version=2.0.0`, []],
    [`url=${url}|1.0.0`, ['somatik']],
    ['version=|1.0.0', ['psykiatri', 'somatik']],
    ['name=differentieringsmodellenSOM', ['somatik']],
    ['name=Somatik', []],
    ['name:contains=somatik', ['somatik']],
    ['name:exact=DifferentieringsmodellenSomatik', ['somatik']],
    ['name:exact=differentieringsmodellensomatik', []],
    ['title:contains=TVAERSEKTORIELLE', []],
    ['title:contains=TVÆRSEKTORIELLE', ['somatik']],
    ['status=active', ['psykiatri', 'somatik']],
    ['status=draft,active', ['psykiatri', 'somatik']],
    ['status=http://hl7.org/fhir/publication-status|active', ['psykiatri', 'somatik']],
    ['status=http://other.example|active', []],
    ['status=draft', []],
    ['_id=somatik', ['somatik']],
    ['_id=somatik,psykiatri', ['psykiatri', 'somatik']],
    ['_id=somatik&_id=psykiatri', []],
    ['_id=somatik\\,psykiatri', []],
  ];

  test.each(cases)('?%s', async (query, found) => {
    const bundle = (await (await fetch(`${address}?${query}`)).json()) as Bundle;
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: found.length });
    expect(ids(bundle)).toEqual(found);
    expect('entry' in bundle).toBe(found.length > 0);
  });

  test.each(cases)('POST _search %s', async (query, found) => {
    const response = await fetch(`${address}/_search`, { method: 'POST', headers: form, body: query });
    expect(response.status).toBe(200);
    expect(ids((await response.json()) as Bundle)).toEqual(found);
  });

  test('entries have a full address, a mode, and the resource byte for byte', async () => {
    const text = await (await fetch(`${address}?_id=somatik`)).text();
    expect((JSON.parse(text) as Bundle).entry?.[0]).toMatchObject({
      fullUrl: `${address}/somatik`,
      search: { mode: 'match' },
    });
    expect(text).toContain(readFileSync(`${profilesFolder}Questionnaire-somatik.json`, 'utf8'));
  });

  test('the self link says what was searched for, written anew', async () => {
    const bundle = (await (await fetch(`${address}?name=%3Cscript%3E"&_format=json`)).json()) as Bundle;
    expect(bundle.link).toEqual([{ relation: 'self', url: `${address}?name=%3Cscript%3E%22` }]);
  });

  test('_count pages, and 0 counts only', async () => {
    const first = (await (await fetch(`${address}?_count=1`)).json()) as Bundle;
    expect([first.total, ids(first)]).toEqual([2, ['psykiatri']]);
    const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const second = (await (await fetch(next)).json()) as Bundle;
    expect([ids(second), second.link?.map(({ relation }) => relation)]).toEqual([['somatik'], ['self']]);
    expect(await (await fetch(`${address}?_count=0`)).json()).toMatchObject({ total: 2 });
    expect(ids((await (await fetch(`${address}?_count=0`)).json()) as Bundle)).toEqual([]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['_count=1', ['psykiatri'], ['self', 'next']],
    ['_count=2', ['psykiatri', 'somatik'], ['self']],
    ['_count=3', ['psykiatri', 'somatik'], ['self']],
    ['_count=999999', ['psykiatri', 'somatik'], ['self']],
    ['_count=1&_offset=1', ['somatik'], ['self']],
    ['_count=1&_offset=2', [], ['self']],
    ['_count=0', [], ['self']],
    ['_summary=count&_count=1', [], ['self']],
  ])('?%s: a next page is promised only where there is one', async (query, expected, relations) => {
    const bundle = (await (await fetch(`${address}?${query}`)).json()) as Bundle;
    expect([ids(bundle), bundle.link?.map(({ relation }) => relation)]).toEqual([expected, relations]);
  });

  test('parameters stand in the address, the form, or both', async () => {
    const response = await fetch(`${address}/_search?version=1.0.0`, {
      method: 'POST',
      headers: form,
      body: '_id=somatik',
    });
    expect(ids((await response.json()) as Bundle)).toEqual(['somatik']);
  });

  test.each([
    ['colour=red', 'query-unsupported'],
    ['_summary=all', 'query-value'],
    ['_elements=', 'query-value'],
    ['_elements=url;title', 'query-value'],
    ['_total=many', 'query-value'],
    ['_sort=colour', 'query-value'],
    ['_sort=', 'query-value'],
    [`name=${'a,'.repeat(100)}a`, 'query-value'],
    ['colour:exact=red', 'query-unsupported'],
    ['url:below=http://differentieringsmodellen.dk', 'query-modifier'],
    ['url:constructor=x', 'query-modifier'],
    ['status:not=active', 'query-modifier'],
    ['_count:exact=1', 'query-modifier'],
    ['_count=-1', 'query-value'],
    ['_count=many', 'query-value'],
    ['_count=1000000', 'query-value'],
    ['_sort=-', 'query-value'],
    ['_offset=1e3', 'query-value'],
    ['name=', 'query-value'],
    ['name=a,,b', 'query-value'],
  ])('?%s is refused: %s', async (query, code) => {
    expect(await refusalIn(await fetch(`${address}?${query}`))).toEqual({ status: 400, issues: [[code]] });
  });

  test('an unknown parameter is left out for a lenient client, and out of the self link', async () => {
    const response = await fetch(`${address}?colour=red&_id=somatik`, { headers: { prefer: 'handling=lenient' } });
    const bundle = (await response.json()) as Bundle;
    expect([ids(bundle), bundle.link?.[0]?.url]).toEqual([['somatik'], `${address}?_id=somatik`]);
  });

  const found = async (query: string) => (await (await fetch(`${address}?${query}`)).json()) as Bundle;

  test('_sort orders by search parameters, in either direction', async () => {
    expect(ids(await found('_sort=_id'))).toEqual(['psykiatri', 'somatik']);
    expect(ids(await found('_sort=-_id'))).toEqual(['somatik', 'psykiatri']);
    expect(ids(await found('_sort=status,-title&_count=1'))).toEqual(['somatik']);
  });

  test.each([
    ['_total=none', undefined],
    ['_total=estimate', 2],
    ['_total=accurate', 2],
    ['_summary=count', 2],
  ])('%s gives the total %s', async (query, total) => {
    expect((await found(query)).total).toBe(total);
  });

  test('_summary=count gives no resources', async () => {
    expect(ids(await found('_summary=count'))).toEqual([]);
  });

  test.each([
    ['_summary=text', ['resourceType', 'id', 'meta', 'text', 'status']],
    ['_elements=url', ['resourceType', 'id', 'meta', 'url', 'status']],
    ['_elements=title,version', ['resourceType', 'id', 'meta', 'version', 'title', '_title', 'status']],
  ])('%s leaves the rest out, and says so', async (query, elements) => {
    const [first] = (await found(query)).entry ?? [];
    expect(Object.keys(first?.resource ?? {})).toEqual(elements);
    const read = (await (await fetch(`${address}/psykiatri?${query}`)).json()) as Questionnaire;
    expect(read).toEqual(first?.resource);
    expect(read.meta?.tag).toEqual([
      { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' },
    ]);
  });

  test('_summary=true has no items and no text, _summary=data all but the text, _summary=false all', async () => {
    const keys = async (query: string) => Object.keys((await found(query)).entry?.[0]?.resource ?? {});
    expect(await keys('_summary=true')).toEqual(expect.arrayContaining(['url', 'version', 'title', 'subjectType']));
    expect(await keys('_summary=true')).not.toEqual(expect.arrayContaining(['item']));
    expect(await keys('_summary=data')).toContain('item');
    expect(await keys('_summary=data')).not.toContain('text');
    expect(await keys('_summary=false')).toEqual(expect.arrayContaining(['item', 'text']));
  });

  test('a form that is not UTF-8 is refused', async () => {
    const response = await fetch(`${address}/_search`, {
      method: 'POST',
      headers: form,
      body: new Uint8Array([0x3d, 0xe6]),
    });
    expect(await refusalIn(response)).toEqual({ status: 400, issues: [['form-encoding']] });
  });

  test('a form may ask for another format, and is refused', async () => {
    const response = await fetch(`${address}/_search`, { method: 'POST', headers: form, body: '_format=ttl' });
    expect(await refusalIn(response)).toEqual({ status: 406, issues: [['not-acceptable']] });
  });
});
