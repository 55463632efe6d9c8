import type { Parameters, ValueSet } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProfiles } from '../../src/profiles.ts';
import { model, post, refusalIn, startService, type TestService } from './service.ts';

let service: TestService;
let fhir: string;

beforeAll(async () => {
  service = await startService();
  fhir = `${service.url}/fhir`;
});
afterAll(() => service.close());

const base = model.base;
const parameters = (parameter: readonly object[]) => ({ resourceType: 'Parameters', parameter });
const valueSets = readProfiles(/^ValueSet-/).filter((resource) => resource.resourceType === 'ValueSet');

describe('ValueSet/$expand', () => {
  const expand = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${fhir}/ValueSet/${path}`, { headers });
    expect(response.status).toBe(200);
    return (await response.json()) as ValueSet;
  };
  const codes = ({ expansion }: ValueSet) => expansion?.contains?.map(({ code }) => code);

  test.each(valueSets.map(({ id, url, expansion }) => [id, url, expansion] as const))(
    '%s has the codes of its stored expansion',
    async (id, url, expansion) => {
      const found = await expand(`$expand?url=${url}`);
      expect(found).toEqual(await expand(`${id}/$expand`));
      expect(found.expansion).toMatchObject({ total: expansion?.total, timestamp: expansion?.timestamp });
      const plain = expansion?.contains?.map(({ designation: _, ...entry }) => entry);
      expect(found.expansion?.contains).toEqual(plain);
    },
  );

  test('a version is resolved exactly', async () => {
    const url = `${base}/ValueSet/part`;
    for (const named of [`url=${url}|1.0.0`, `url=${url}&valueSetVersion=1.0.0`]) {
      expect((await expand(`$expand?${named}`)).version).toBe('1.0.0');
    }
    for (const named of [`url=${url}|2.0.0`, `url=${url}&valueSetVersion=2.0.0`, 'url=http://example.org/vs']) {
      expect(await refusalIn(await fetch(`${fhir}/ValueSet/$expand?${named}`))).toEqual({
        status: 404,
        issues: [['resource-unknown']],
      });
    }
  });

  test.each([
    ['netværk', ['netvaerksmoede', 'aftal-netvaerksmoeder', 'inddrag-egen-laege']],
    ['NETWORK meeting', ['netvaerksmoede', 'aftal-netvaerksmoeder', 'inddrag-egen-laege']],
    ['udpeg', ['udpeg-koordinator', 'udpeg-koordinering']],
    ['no such words', undefined],
  ])('filter %s', async (filter, found) => {
    const valueSet = await expand(`handling/$expand?filter=${encodeURIComponent(filter)}`);
    expect(codes(valueSet)).toEqual(found);
    expect(valueSet.expansion?.total).toBe(found?.length ?? 0);
    expect(valueSet.expansion?.parameter).toContainEqual({ name: 'filter', valueString: filter });
  });

  test('count and offset page; total stays that of all', async () => {
    const all = codes(await expand('handling/$expand'));
    const page = await expand('handling/$expand?offset=2&count=3');
    expect(codes(page)).toEqual(all?.slice(2, 5));
    expect(page.expansion).toMatchObject({ total: all?.length, offset: 2 });
    expect((await expand('handling/$expand?count=0')).expansion).not.toHaveProperty('contains');
  });

  test('displays are Danish, or English by displayLanguage or Accept-Language; designations come when asked for', async () => {
    const [danish] = (await expand('faktor/$expand')).expansion?.contains ?? [];
    expect(danish).toMatchObject({ code: 'svaerhedsgrad', display: 'sværhedsgrad af sygdom(me)' });
    const english = { display: 'severity of illness(es)' };
    for (const language of ['en', 'en-GB', 'fr,en;q=0.5']) {
      expect((await expand(`faktor/$expand?displayLanguage=${language}`)).expansion?.contains?.[0]).toMatchObject(
        english,
      );
    }
    const accepted = await expand('faktor/$expand', { 'accept-language': 'en' });
    expect(accepted.expansion?.contains?.[0]).toMatchObject(english);
    const all = await expand('faktor/$expand?includeDesignations=true');
    expect(all.expansion?.contains?.[0]?.designation?.map(({ language, value }) => [language, value])).toEqual([
      ['en', 'severity of illness(es)'],
      ['da', 'sværhedsgrad af sygdom(me)'],
      ['da', 'sværhedsgraden af sygdom/sygdomme (psykisk og somatisk)'],
      ['en', 'the severity of illness/illnesses (mental and somatic)'],
    ]);
  });

  test('POST takes the same in Parameters, on the type and on one', async () => {
    const filter = { name: 'filter', valueString: 'netværk' };
    const count = { name: 'count', valueInteger: 1 };
    const url = { name: 'url', valueUri: `${base}/ValueSet/handling` };
    const expected = await expand('handling/$expand?filter=netv%C3%A6rk&count=1');
    const onType = await post(`${fhir}/ValueSet/$expand`, parameters([url, filter, count]));
    expect(await onType.json()).toEqual(expected);
    const onOne = await post(`${fhir}/ValueSet/handling/$expand`, parameters([filter, count]));
    expect(await onOne.json()).toEqual(expected);
  });

  test.each([
    ['$expand', 'query-value'],
    ['handling/$expand?url=http://example.org', 'query-unsupported'],
    ['handling/$expand?activeOnly=true', 'query-unsupported'],
    ['handling/$expand?filter:exact=x', 'query-modifier'],
    ['handling/$expand?count=-1', 'query-value'],
    ['handling/$expand?count=1&count=2', 'query-value'],
    ['handling/$expand?includeDesignations=yes', 'query-value'],
    ['handling/$expand?filter=', 'query-value'],
  ])('GET %s is refused: %s', async (path, code) => {
    expect(await refusalIn(await fetch(`${fhir}/ValueSet/${path}`))).toEqual({ status: 400, issues: [[code]] });
  });

  test.each([
    [
      'an unknown parameter',
      parameters([{ name: 'date', valueDateTime: '2026' }]),
      'parameter-unsupported',
      'Parameters.parameter[0]',
    ],
    ['a ValueSet of one’s own', { resourceType: 'ValueSet', status: 'active' }, 'parameter-unsupported', undefined],
    ['two values', parameters([{ name: 'filter', valueString: 'a', valueCode: 'b' }]), 'query-value', undefined],
    ['no value', parameters([{ name: 'filter' }]), 'query-value', undefined],
    ['an object for a text', parameters([{ name: 'filter', valueCoding: { code: 'x' } }]), 'query-value', undefined],
    ['a text', parameters([]).resourceType, 'json-malformed', undefined],
  ])('POST of %s is refused', async (_name, body, code, place) => {
    const { issues } = await refusalIn(await post(`${fhir}/ValueSet/handling/$expand`, body));
    expect(issues).toEqual([place === undefined ? [code] : [code, place]]);
  });

  test('an unknown ValueSet is not found', async () => {
    expect(await refusalIn(await fetch(`${fhir}/ValueSet/other/$expand`))).toEqual({
      status: 404,
      issues: [['resource-unknown']],
    });
  });
});

describe('CodeSystem/$lookup', () => {
  const system = `${base}/CodeSystem/niveau-somatik`;
  const value = (result: Parameters, name: string) => result.parameter?.find((one) => one.name === name)?.valueString;
  const properties = (result: Parameters) =>
    (result.parameter ?? [])
      .filter(({ name }) => name === 'property')
      .map(({ part = [] }) => [
        part[0]?.valueCode,
        part[1]?.valueString ?? part[1]?.valueInteger ?? part[1]?.valueDecimal,
      ]);
  const lookup = async (query: string) => {
    const response = await fetch(`${fhir}/CodeSystem/$lookup?${query}`);
    expect(response.status).toBe(200);
    return (await response.json()) as Parameters;
  };

  test.each(model.variants.flatMap(({ levels }) => levels).map((level) => [level.system, level.code, level] as const))(
    '%s|%s: the texts, the number and the thresholds of the level',
    async (system, code, level) => {
      const result = await lookup(`system=${system}&code=${code}&displayLanguage=en`);
      expect([value(result, 'display'), value(result, 'version')]).toEqual([level.text.en, '1.0.0']);
      const found = new Map(properties(result).map(([name, one]) => [name, one]));
      expect([found.get('itemWeight'), found.get('taerskel'), found.get('minimum')]).toEqual([
        ...[level.ordinal, level.threshold, level.minimum],
      ]);
      for (const { text } of level.texts) expect([...found.values()]).toContain(text.en);
    },
  );

  test('property chooses', async () => {
    const result = await lookup(`system=${system}&code=3&property=mestring&property=display`);
    expect(result.parameter?.map(({ name }) => name)).toEqual(['name', 'version', 'display', 'property']);
    expect(properties(result)).toEqual([['mestring', 'Deltager men har behov for en tæt koordineret indsats']]);
    const designated = await lookup(`system=${system}&code=3&property=designation`);
    expect(designated.parameter?.some(({ name }) => name === 'designation')).toBe(true);
    expect(properties(designated)).toEqual([]);
  });

  test('POST takes a coding, or code and system', async () => {
    const expected = await lookup(`system=${system}&code=3&version=1.0.0`);
    for (const parameter of [
      [{ name: 'coding', valueCoding: { system, code: '3', version: '1.0.0', display: 'x' } }],
      [
        { name: 'system', valueUri: system },
        { name: 'code', valueCode: '3' },
      ],
    ]) {
      expect(await (await post(`${fhir}/CodeSystem/$lookup`, parameters(parameter))).json()).toEqual(expected);
    }
  });

  test.each([
    ['code=3', 400, 'query-value'],
    [`system=${system}`, 400, 'query-value'],
    [`system=${system}&code=9`, 400, 'query-value'],
    [`system=${system}&code=3&version=2.0.0`, 404, 'resource-unknown'],
    ['system=http://snomed.info/sct&code=1', 404, 'resource-unknown'],
    [`system=${system}&code=3&date=2026`, 400, 'query-unsupported'],
    [`coding=${system}|3`, 400, 'query-unsupported'],
  ])('GET %s is refused', async (query, status, code) => {
    expect(await refusalIn(await fetch(`${fhir}/CodeSystem/$lookup?${query}`))).toEqual({ status, issues: [[code]] });
  });

  test.each([
    [
      'coding and code',
      [
        { name: 'coding', valueCoding: { system, code: '3' } },
        { name: 'code', valueCode: '3' },
      ],
    ],
    ['a coding without its system', [{ name: 'coding', valueCoding: { code: '3' } }]],
    ['a text as coding', [{ name: 'coding', valueString: '3' }]],
  ])('POST of %s is refused', async (_name, parameter) => {
    expect(await refusalIn(await post(`${fhir}/CodeSystem/$lookup`, parameters(parameter)))).toEqual({
      status: 400,
      issues: [['query-value']],
    });
  });
});
