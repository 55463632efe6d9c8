import type { Bundle, Observation, QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { responseBytes } from '../fixtures.ts';
import { post, refusalIn, startStoredService, type TestService } from './service.ts';

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
  const answer = await fetch(`${base}/Observation/$lastn`, { method: 'POST', body });
  expect(answer.status).toBe(200);
  const { entry = [], type } = (await answer.json()) as Bundle<Observation>;
  expect(type).toBe('searchset');
  return entry.map(({ resource }) => {
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

  test('of a citizen without any is empty', async () => {
    expect(await last({ 'patient:identifier': `${cpr}|0108589995` })).toEqual([]);
  });

  test.each<[string, string, number, string]>([
    ['without a citizen', '?code=samarbejdsniveau', 400, 'query-value'],
    ['with a number in the address', `?patient:identifier=${cpr}|2512489996`, 400, 'search-citizen-address'],
    ['with too many asked for', '?patient=Patient/1&max=101', 400, 'query-value'],
    ['with what it does not know', '?patient=Patient/1&_count=2', 400, 'query-unsupported'],
  ])('%s is refused', async (_, query, status, code) => {
    const refused = await refusalIn(await fetch(`${base}/Observation/$lastn${query}`));
    expect([refused.status, refused.issues[0]?.[0]]).toEqual([status, code]);
  });
});
