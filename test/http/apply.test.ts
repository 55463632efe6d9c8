import type { CarePlan, Task } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProfiles } from '../../src/profiles.ts';
import { danishInstant } from '../../src/scoring/day.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { ports } from '../ports.ts';
import { loggedText, model, post, refusalIn, startService, type TestService, validResponse } from './service.ts';

let service: TestService;
let plans: string;

beforeAll(async () => {
  service = await startService();
  plans = `${service.url}/fhir/PlanDefinition`;
});
afterAll(() => service.close());

const cpr = { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' };
const citizen = { name: 'subject', valueString: `${cpr.system}|${cpr.value}` };
const level = (code: string) => ({ name: 'level', valueCode: code });
const parameters = (...parameter: readonly object[]) => ({ resourceType: 'Parameters', parameter });
const tasksOf = ({ contained = [] }: CarePlan) => contained.filter((one): one is Task => one.resourceType === 'Task');
const rows = model.variants.flatMap((variant) => variant.levels.map((one) => [variant.code, one.code, one] as const));

describe('what it gives', () => {
  test.each(rows)(
    '%s, level %s: a draft with exactly the actions of its row, all proposals',
    async (id, code, { actions }) => {
      const response = await post(`${plans}/${id}/$apply`, parameters(citizen, level(code)));
      expect(response.status).toBe(200);
      const plan = (await response.json()) as CarePlan;
      expect(plan).toMatchObject({ resourceType: 'CarePlan', status: 'draft', intent: 'proposal' });
      expect(plan.subject).toEqual({ type: 'Patient', identifier: cpr });
      const tasks = tasksOf(plan);
      expect(tasks.map((task) => [task.code?.coding?.[0]?.code, task.instantiatesCanonical])).toEqual(
        actions.map((action) => [action.code, action.definition]),
      );
      expect(new Set(tasks.map(({ intent, status }) => `${intent} ${status}`))).toEqual(new Set(['proposal draft']));
      expect(tasks.map(({ businessStatus }) => businessStatus?.coding?.[0]?.code)).toEqual(
        actions.map(({ strength }) => (strength === 'must' ? undefined : 'afventer')),
      );
      expect(plan.activity?.map(({ reference }) => reference?.reference)).toEqual(tasks.map((task) => `#${task.id}`));
      expect(tasks.every(({ reasonCode }) => reasonCode?.coding?.[0]?.code === code)).toBe(true);
    },
  );

  test('the same as a response with that level assessed, but for time, ids and what only a response has', async () => {
    const bundle = makeBundle(model, scoreResponse(ports, Buffer.from(JSON.stringify(validResponse()))));
    const written = (bundle.entry ?? []).map(({ resource }) => resource);
    const scored = written.find((one): one is CarePlan => one?.resourceType === 'CarePlan');
    const response = await post(`${plans}/somatik/$apply`, parameters(citizen, level('2')));
    const plan = (await response.json()) as CarePlan;
    for (const name of ['instantiatesCanonical', 'status', 'intent', 'title', 'description', 'note'] as const) {
      expect(plan[name], name).toEqual(scored?.[name]);
    }
    const tasks = written.filter((one): one is Task => one?.resourceType === 'Task');
    const compared = ({ code, status, intent, performerType, description, businessStatus }: Task) => {
      return { code, status, intent, performerType, description, businessStatus };
    };
    expect(tasksOf(plan).map(compared)).toEqual(tasks.map(compared));
  });

  test('GET with a reference, on one and on the type', async () => {
    const url = 'http://differentieringsmodellen.dk/fhir/PlanDefinition/psykiatri';
    const query = 'subject=Patient/123&level=4&practitioner=Practitioner/7';
    for (const path of [
      `psykiatri/$apply?${query}`,
      `$apply?url=${url}&${query}`,
      `$apply?url=${url}|1.0.0&${query}`,
    ]) {
      const response = await fetch(`${plans}/${path}`);
      const plan = (await response.json()) as CarePlan;
      expect(plan).toMatchObject({
        instantiatesCanonical: [`${url}|1.0.0`],
        subject: { type: 'Patient', reference: 'Patient/123' },
        author: { reference: 'Practitioner/7' },
      });
      expect(tasksOf(plan)[0]).toMatchObject({ for: plan.subject, requester: plan.author });
    }
  });

  test('R4’s planDefinition takes one of ours, and only as it is', async () => {
    const [ours] = readProfiles(/^PlanDefinition-somatik/);
    const sent = (resource: object | undefined) =>
      post(`${plans}/$apply`, parameters({ name: 'planDefinition', resource }, citizen, level('1')));
    expect((await sent({ ...ours, id: 'x', meta: { versionId: '7' } })).status).toBe(200);
    expect(await refusalIn(await sent({ ...ours, title: 'another' }))).toMatchObject({ issues: [['query-value']] });
    expect(await refusalIn(await sent({ ...ours, version: '9.0.0' }))).toMatchObject({ status: 404 });
  });

  test.each([
    ['2026-01-20T09:30:05Z', '2026-01-20T10:30:05+01:00'],
    ['2026-07-20T22:30:59.900Z', '2026-07-21T00:30:59+02:00'],
    ['2026-10-25T00:59:59Z', '2026-10-25T02:59:59+02:00'],
    ['2026-10-25T01:00:00Z', '2026-10-25T02:00:00+01:00'],
  ])('its time is Danish: %s is %s', (utc, danish) => {
    expect(danishInstant(utc)).toBe(danish);
  });
});

describe('a CPR number never stands in an address', () => {
  test.each([
    ['urn:oid:1.2.208.176.1.2|2512489996'],
    ['urn:oid:1.2.208.176.1.6.1.1|2512A89996'],
    ['Patient/2512489996'],
    ['Patient/251248-9996'],
    ['https://ehr.example/Patient/x2512489996'],
    ['2512489996'],
  ])('GET with subject %s is refused, and the answer does not repeat it', async (subject) => {
    const response = await fetch(`${plans}/somatik/$apply?level=1&subject=${encodeURIComponent(subject)}`);
    expect(await response.clone().text()).not.toContain('9996');
    expect(await refusalIn(response)).toEqual({ status: 400, issues: [['query-value']] });
    expect(loggedText(service)).not.toContain('9996');
  });

  test('nor as practitioner, nor beside a POST', async () => {
    const query = 'level=1&subject=Patient/1&practitioner=Practitioner/2512489996';
    expect(await refusalIn(await fetch(`${plans}/somatik/$apply?${query}`))).toMatchObject({ status: 400 });
    const body = parameters(citizen, level('1'));
    expect(await refusalIn(await post(`${plans}/somatik/$apply?subject=Patient/2512489996`, body))).toEqual({
      status: 400,
      issues: [['query-unsupported']],
    });
  });
});

describe('what is refused', () => {
  test.each([
    ['no subject', [level('1')], 400, 'query-value'],
    ['no level', [citizen], 400, 'query-value'],
    ['a level that is none', [citizen, level('5')], 400, 'query-value'],
    ['two subjects', [citizen, citizen, level('1')], 400, 'query-value'],
    ['an impossible CPR', [{ ...citizen, valueString: `${cpr.system}|9912489996` }, level('1')], 422, 'cpr-impossible'],
    [
      'a number that is no citizen’s',
      [{ ...citizen, valueString: 'http://x|1' }, level('1')],
      422,
      'subject-unidentified',
    ],
    ['a CPR as id', [{ ...citizen, valueString: 'Patient/2512489996' }, level('1')], 422, 'reference-personal'],
    ['an organisation', [{ ...citizen, valueString: 'Organization/1' }, level('1')], 422, 'subject-type'],
    ['a search', [{ ...citizen, valueString: 'Patient?name=x' }, level('1')], 422, 'reference-form'],
    [
      'a device as practitioner',
      [citizen, level('1'), { name: 'practitioner', valueString: 'Device/1' }],
      422,
      'author-type',
    ],
  ])('%s', async (_name, given, status, code) => {
    const response = await post(`${plans}/somatik/$apply`, parameters(...given));
    expect(await refusalIn(response)).toEqual({ status, issues: [[code]] });
  });

  test('a parameter of R4 that has no meaning here, with its place', async () => {
    const body = parameters(citizen, level('1'), { name: 'encounter', valueString: 'Encounter/1' });
    expect(await refusalIn(await post(`${plans}/somatik/$apply`, body))).toEqual({
      status: 422,
      issues: [['parameter-unsupported', 'Parameters.parameter[2]']],
    });
  });

  test('neither planDefinition nor url on the type; either of them on one', async () => {
    const url = { name: 'url', valueUri: 'http://differentieringsmodellen.dk/fhir/PlanDefinition/somatik' };
    expect(await refusalIn(await post(`${plans}/$apply`, parameters(citizen, level('1'))))).toMatchObject({
      status: 400,
    });
    expect(await refusalIn(await post(`${plans}/somatik/$apply`, parameters(url, citizen, level('1'))))).toMatchObject({
      status: 422,
    });
  });

  test('an unknown plan', async () => {
    for (const path of ['other/$apply?subject=Patient/1&level=1', '$apply?url=http://x&subject=Patient/1&level=1']) {
      expect(await refusalIn(await fetch(`${plans}/${path}`))).toMatchObject({ status: 404 });
    }
  });
});
