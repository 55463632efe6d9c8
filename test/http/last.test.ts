import type { Bundle, Observation, QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { responseBytes } from '../fixtures.ts';
import { model, post, refusalIn, startStoredService, type TestService } from './service.ts';

let service: TestService;
let base = '';
beforeAll(async () => {
  service = await startStoredService();
  base = `${service.url}/fhir`;
});
afterAll(() => service.close());

const cpr = 'urn:oid:1.2.208.176.1.2';

/** Sends a scenario as the response `value` of a citizen, assessed on a day; it is new, unless it is withdrawn. */
async function send(
  scenario: string,
  value: string,
  day: string,
  status: 'completed' | 'entered-in-error' = 'completed',
): Promise<void> {
  const given = JSON.parse(responseBytes(scenario).toString('utf8')) as QuestionnaireResponse;
  const response = {
    ...given,
    identifier: { system: 'https://ehr.example.dk/responses', value },
    subject: { identifier: { system: cpr, value: '2512489996' }, display: 'Nancy Ann Berggren' },
    authored: `${day}T10:30:00+01:00`,
    status,
  };
  const answer = await post(`${base}/QuestionnaireResponse`, response);
  expect(answer.status).toBe(status === 'completed' ? 201 : 200);
}

/** `samarbejdsniveau 1`, `niveauforslag 3` ... of each Observation, in the order of the answer. */
async function last(form: Record<string, string> = {}): Promise<readonly string[]> {
  const body = new URLSearchParams({ 'patient:identifier': `${cpr}|2512489996`, ...form });
  return shown(await fetch(`${base}/Observation/$lastn`, { method: 'POST', body }));
}

async function shown(answer: Response): Promise<readonly string[]> {
  expect(answer.status).toBe(200);
  return codesIn((await answer.json()) as Bundle<Observation>);
}

function codesIn(bundle: Bundle<Observation> | undefined): readonly string[] {
  expect(bundle?.type).toBe('searchset');
  return (bundle?.entry ?? []).map(({ resource }) => {
    const { code, valueCodeableConcept, effectiveDateTime = '' } = resource ?? {};
    return [code?.coding?.[0]?.code, valueCodeableConcept?.coding?.[0]?.code, effectiveDateTime.slice(5, 10)].join(' ');
  });
}

describe('Observation/$lastn', () => {
  test('answers with the level in force, whatever came since', async () => {
    await send('somatik-1-vurderet', 'a', '2026-02-01');
    expect(await last({ code: 'samarbejdsniveau' })).toEqual(['samarbejdsniveau 1 02-01']);
    await send('somatik-4-vaegtet', 'b', '2026-02-10');
    const [now] = await last({ code: 'samarbejdsniveau' });
    expect(now).toMatch(/^samarbejdsniveau \d 02-10$/);
    // Late, and old already.
    await send('somatik-1-vurderet', 'late', '2026-02-05');
    expect(await last({ code: 'samarbejdsniveau' })).toEqual([now]);
    // Only suggested: it takes the place of suggestions alone.
    await send('somatik-0-forslag', 'c', '2026-02-20');
    expect(await last({ code: 'samarbejdsniveau' })).toEqual([now]);
    expect((await last({ code: 'niveauforslag' }))[0]).toMatch(/^niveauforslag \d 02-20$/);
  });

  test('gives as many of each as are asked for, the one in force first', async () => {
    const all = await last({ code: 'samarbejdsniveau', max: '3' });
    expect(all.map((one) => one.slice(-5))).toEqual(['02-10', '02-20', '02-05']);
  });

  test('gives each variant its own', async () => {
    await send('psykiatri-2-vurderet', 'p', '2026-03-01');
    const found = await last({ code: 'samarbejdsniveau' });
    expect(found.map((one) => one.slice(-5)).sort()).toEqual(['02-10', '03-01']);
    expect(await last({ code: 'samarbejdsniveau-psykiatri' })).toHaveLength(1);
  });

  test('leaves out what was withdrawn', async () => {
    await send('somatik-1-vurderet', 'd', '2026-04-01');
    expect((await last({ code: 'samarbejdsniveau-somatik' }))[0]).toContain('04-01');
    await send('somatik-1-vurderet', 'd', '2026-04-01', 'entered-in-error');
    expect((await last({ code: 'samarbejdsniveau-somatik' }))[0]).toContain('02-10');
  });

  const nancy = { system: cpr, value: '2512489996' };
  const asked: Record<string, object> = {
    'a reference by identifier': { name: 'patient', valueReference: { identifier: nancy } },
    'an identifier': { name: 'subject', valueIdentifier: nancy },
    'the text of a form': { name: 'patient:identifier', valueString: `${cpr}|2512489996` },
  };
  const coding = { system: `${model.base}/CodeSystem/observation`, code: 'samarbejdsniveau-somatik' };

  test.each(Object.entries(asked))('is asked by %s in Parameters as by a form', async (_, citizen) => {
    const expected = await last({ code: 'samarbejdsniveau-somatik', max: '2' });
    expect(expected).toHaveLength(2);
    const parameter = [
      citizen,
      { name: 'code', valueCodeableConcept: { coding: [coding] } },
      { name: 'max', valuePositiveInt: 2 },
    ];
    const parameters = { resourceType: 'Parameters', parameter };
    expect(await shown(await post(`${base}/Observation/$lastn`, parameters))).toEqual(expected);
    const request = { method: 'POST', url: 'Observation/$lastn' };
    const batch = { resourceType: 'Bundle', type: 'batch', entry: [{ request, resource: parameters }] };
    const answer = (await (await post(base, batch)).json()) as Bundle<Bundle<Observation>>;
    expect(codesIn(answer.entry?.[0]?.resource)).toEqual(expected);
  });

  test('is asked by Parameters in XML', async () => {
    const body = `<Parameters xmlns="http://hl7.org/fhir">
      <parameter><name value="patient"/><valueReference><identifier><system value="${cpr}"/><value value="2512489996"/></identifier></valueReference></parameter>
      <parameter><name value="code"/><valueCoding><system value="${coding.system}"/><code value="${coding.code}"/></valueCoding></parameter>
    </Parameters>`;
    const headers = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+json' };
    const answer = await fetch(`${base}/Observation/$lastn`, { method: 'POST', body, headers });
    expect(await shown(answer)).toEqual(await last({ code: 'samarbejdsniveau-somatik' }));
  });

  test.each<[string, object, string, string | undefined]>([
    ['with a name that it does not know', { name: '_count', valueInteger: 2 }, 'parameter-unsupported', '[1]'],
    ['with two values in one', { name: 'code', valueString: 'a', valueCode: 'b' }, 'query-value', undefined],
    ['with a value that is none', { name: 'code' }, 'query-value', undefined],
  ])('by Parameters %s is refused', async (_, parameter, code, place) => {
    const citizen = { name: 'patient', valueReference: { identifier: nancy } };
    const refused = await refusalIn(
      await post(`${base}/Observation/$lastn`, { resourceType: 'Parameters', parameter: [citizen, parameter] }),
    );
    expect(refused.issues).toEqual([place === undefined ? [code] : [code, `Parameters.parameter${place}`]]);
  });

  test('by another resource, or by Parameters without a citizen, is refused', async () => {
    for (const [body, code] of [
      [{ resourceType: 'Patient' }, 'parameter-unsupported'],
      [{ resourceType: 'Parameters', parameter: [{ name: 'code', valueCoding: coding }] }, 'query-value'],
    ] as const) {
      expect((await refusalIn(await post(`${base}/Observation/$lastn`, body))).issues).toEqual([[code]]);
    }
  });

  test.each([
    ['Observation/$lastn', 'application/x-www-form-urlencoded', 'code=samarbejdsniveau'],
    ['Observation/$lastn', 'application/fhir+json', '{"resourceType":"Parameters"}'],
    ['Observation/_search', 'application/x-www-form-urlencoded', 'code=samarbejdsniveau'],
  ])('%s with a number in the address is refused, whatever the body of %s', async (path, type, body) => {
    const address = `${base}/${path}?patient:identifier=${encodeURIComponent(`${cpr}|2512489996`)}`;
    const refused = await refusalIn(await fetch(address, { method: 'POST', body, headers: { 'content-type': type } }));
    expect([refused.status, refused.issues]).toEqual([400, [['search-citizen-address']]]);
  });

  test('of a citizen without any is empty', async () => {
    expect(await last({ 'patient:identifier': `${cpr}|0108589995` })).toEqual([]);
  });

  test.each<[string, string, number, string]>([
    ['without a citizen', '?code=samarbejdsniveau', 400, 'query-value'],
    ['with a number in the address', `?patient:identifier=${cpr}|2512489996`, 400, 'search-citizen-address'],
    ['with too many asked for', '?patient=Patient/1&max=101', 400, 'query-value'],
    ['with two answers to how many', '?patient=Patient/1&max=1&max=2', 400, 'query-value'],
    ['with what it does not know', '?patient=Patient/1&_count=2', 400, 'query-unsupported'],
  ])('%s is refused', async (_, query, status, code) => {
    const refused = await refusalIn(await fetch(`${base}/Observation/$lastn${query}`));
    expect([refused.status, refused.issues[0]?.[0]]).toEqual([status, code]);
  });
});
