import { readFileSync } from 'node:fs';
import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audience, bearer, quickKeySets, startIssuer, type TestIssuer } from '../access/issuer.ts';
import { post, refusalIn, type startStoredService, type TestService, validResponse } from './service.ts';

/** Two organisations by GLN, and one that sees what is everybody's. */
const glns = { aarhus: '5790000121526', odense: '5790001348120' } as const;
type Who = keyof typeof glns | 'nobody';

/** Two organisations on one service, which keeps what it keeps as `start` says. */
export function organizationTests(start: typeof startStoredService): void {
  let issuer: TestIssuer;
  let service: TestService;
  let own: TestService;
  let fhir: string;
  const tokens = new Map<Who, string>();
  beforeAll(async () => {
    issuer = await startIssuer();
    const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
    const config = { auth: ['tokens'], issuers, audience } as const;
    service = await start({ config, keySets: quickKeySets });
    own = await start({ config: { ...config, seesWhat: 'own' }, keySets: quickKeySets });
    fhir = `${service.url}/fhir`;
    const scope = 'system/*.cruds niveau/medcom.cr niveau/inbox.c';
    for (const [who, gln] of Object.entries(glns) as [keyof typeof glns, string][]) {
      // The same number by two of the systems that are in use.
      const system = who === 'aarhus' ? 'urn:oid:1.3.88' : 'https://www.gs1.org/gln';
      tokens.set(
        who,
        await issuer.token(scope, { claims: { client_id: who, sub: who, organization: `${system}|${gln}` } }),
      );
    }
    tokens.set('nobody', await issuer.token(scope, { claims: { client_id: 'nobody', sub: 'nobody' } }));
  });
  afterAll(() => Promise.all([service.close(), own.close(), issuer.close()]));

  const as = (who: Who) => bearer(tokens.get(who) ?? '');
  const get = (who: Who, path: string) => fetch(`${fhir}/${path}`, { headers: as(who) });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  function response(value: string, changes: Partial<QuestionnaireResponse> = {}): QuestionnaireResponse {
    return { ...validResponse(), identifier: { system: 'https://ehr.example.dk/responses', value }, ...changes };
  }

  async function sent(who: Who, body: QuestionnaireResponse): Promise<string> {
    const answer = await post(`${fhir}/QuestionnaireResponse`, body, as(who));
    expect(answer.status).toBe(201);
    return /QuestionnaireResponse\/([^/]+)\//.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
  }

  async function found(who: Who, path: string, service_ = fhir): Promise<string[]> {
    const answer = await fetch(`${service_}/${path}`, { headers: as(who) });
    const { entry = [] } = (await answer.json()) as Bundle;
    return entry.map(({ resource }) => `${resource?.resourceType}/${resource?.id}`);
  }

  describe('what one organisation sent', () => {
    let id: string;
    let results: string[];
    beforeAll(async () => {
      id = await sent('aarhus', response('of-aarhus'));
      results = await found('aarhus', 'Observation');
    });

    test('is there for itself', async () => {
      expect((await get('aarhus', `QuestionnaireResponse/${id}`)).status).toBe(200);
      expect(await found('aarhus', 'QuestionnaireResponse')).toContain(`QuestionnaireResponse/${id}`);
      expect(results.length).toBeGreaterThan(0);
    });

    test.each<Who>(['odense', 'nobody'])('is not there for %s: read, versions, history, check', async (who) => {
      const one = `QuestionnaireResponse/${id}`;
      const level = results[0] ?? '';
      for (const path of [
        one,
        `${one}/_history`,
        `${one}/_history/1`,
        level,
        `${level}/_history`,
        `${level}/_history/1`,
      ]) {
        expect(await refusalIn(await get(who, path))).toEqual({ status: 404, issues: [['resource-unknown']] });
      }
      const checked = await fetch(`${fhir}/${one}/$validate`, { method: 'POST', headers: as(who) });
      expect(await refusalIn(checked)).toEqual({ status: 404, issues: [['resource-unknown']] });
    });

    test.each([
      'QuestionnaireResponse',
      'Observation',
      'CarePlan',
      'Task',
      'CareTeam',
      'Provenance',
      'DocumentReference',
    ])('is not found by a search of %s, nor counted', async (type) => {
      for (const path of [type, `${type}?_total=accurate`, `${type}?_summary=count`]) {
        const answer = (await (await get('odense', path)).json()) as Bundle;
        expect([answer.entry ?? [], answer.total ?? 0]).toEqual([[], 0]);
      }
    });

    test('is not found by the citizen, nor as the last level', async () => {
      const patient = new URLSearchParams({ 'patient:identifier': 'urn:oid:1.2.208.176.1.2|2512489996' });
      for (const [path, who, count] of [
        ['Observation/_search', 'odense', 0],
        ['Observation/$lastn', 'odense', 0],
        ['QuestionnaireResponse/_search', 'odense', 0],
        ['Observation/$lastn', 'aarhus', 2],
      ] as const) {
        const answer = await fetch(`${fhir}/${path}`, {
          method: 'POST',
          headers: { ...as(who), ...form },
          body: patient,
        });
        const { entry = [] } = (await answer.json()) as Bundle;
        expect(entry.length, path).toBeGreaterThanOrEqual(count);
        if (count === 0) expect(entry, path).toEqual([]);
      }
    });

    test('cannot be changed by another: under its id there is nothing', async () => {
      const body = { ...response('of-aarhus', { status: 'amended' }), id };
      const headers = { ...as('odense'), 'content-type': 'application/fhir+json' };
      const request = { method: 'PUT', headers, body: JSON.stringify(body) };
      expect(await refusalIn(await fetch(`${fhir}/QuestionnaireResponse/${id}`, request))).toEqual({
        status: 404,
        issues: [['resource-unknown']],
      });
      const batch = {
        resourceType: 'Bundle',
        type: 'batch',
        entry: [{ resource: body, request: { method: 'PUT', url: `QuestionnaireResponse/${id}` } }],
      };
      expect(await (await post(fhir, batch, as('odense'))).text()).toContain('"status":"404 Not Found"');
      expect((await get('aarhus', `QuestionnaireResponse/${id}`)).headers.get('etag')).toBe('W/"1"');
    });

    test.each<[string, Partial<QuestionnaireResponse>]>([
      ['the same', {}],
      ['another content', { authored: '2026-01-21T10:30:00+01:00' }],
      ['an amendment', { status: 'amended' }],
      ['a withdrawal', { status: 'entered-in-error' }],
    ])('its identifier is taken for another: %s tells nothing of what is there', async (_name, changes) => {
      for (const path of ['QuestionnaireResponse', '$process-response']) {
        const answer = await post(`${fhir}/${path}`, response('of-aarhus', changes), as('odense'));
        expect(await refusalIn(answer)).toEqual({
          status: 409,
          issues: [['identifier-taken', 'QuestionnaireResponse.identifier']],
        });
      }
    });

    test('no letter is made of it for another', async () => {
      const sender = JSON.parse(readFileSync('fixtures/organisationer/sender.json', 'utf8')) as object;
      const receiver = JSON.parse(readFileSync('fixtures/organisationer/receiver.json', 'utf8')) as object;
      const body = { type: 'XDIS91', sender, receiver };
      const json = { 'content-type': 'application/json' };
      const order = (who: Who) => post(`${service.url}/medcom/letters?response=${id}`, body, { ...as(who), ...json });
      expect(await refusalIn(await order('odense'))).toEqual({ status: 404, issues: [['resource-unknown']] });
      const made = await order('aarhus');
      expect(made.status).toBe(200);
      const address = made.headers.get('location') ?? '';
      const letterFor = async (who: Who) => (await fetch(address, { headers: as(who) })).status;
      expect([await letterFor('aarhus'), await letterFor('nobody')]).toEqual([200, 404]);
    });
  });

  test('a letter is seen by its sender and its receiver, with the level that it gave, and by nobody else', async () => {
    const { niveau } = await import('../cli/run.ts');
    const files = ['sender', 'receiver'].map((name) => `fixtures/organisationer/${name}.json`);
    const [sender = '', receiver = ''] = files;
    const level = [
      '--response',
      'fixtures/psykiatri-4-aftalt/response.json',
      '--sender',
      sender,
      '--receiver',
      receiver,
    ];
    const letter = await niveau(['letter', 'XDIS91', ...level]);
    const gln = (file: string) => /"(\d{13})"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const all = 'system/*.cruds niveau/medcom.cr niveau/inbox.c';
    const token = async (name: string, organization: string | undefined) =>
      bearer(await issuer.token(all, { claims: { client_id: name, sub: name, organization } }));
    const network = await token('network', 'urn:oid:1.2.208.176.1.1|1');
    const brought = await fetch(`${service.url}/medcom/inbox`, {
      method: 'POST',
      headers: { ...network, 'content-type': 'application/xml' },
      body: new Uint8Array(letter.stdout),
    });
    expect(brought.status).toBe(201);
    const address = brought.headers.get('location') ?? '';
    const callers: [string, Record<string, string>, number][] = [
      ['who brought it', network, 200],
      ['its sender', await token('from', `https://www.gs1.org/gln|${gln(sender)}`), 200],
      ['its receiver', await token('to', `http://www.gs1.org/gln|${gln(receiver)}`), 200],
      ['somebody else', await token('else', 'urn:oid:1.3.88|5790000999999'), 404],
    ];
    for (const [name, headers, status] of callers) {
      expect((await fetch(address, { headers })).status, name).toBe(status);
      const { entry = [] } = (await (await fetch(`${fhir}/CarePlan`, { headers })).json()) as Bundle;
      const levels = entry.filter(({ resource }) => JSON.stringify(resource).includes('psykiatri'));
      expect(levels.length > 0, name).toBe(status === 200);
    }
  });

  test('where a client sees only what it sent, a party sees nothing', async () => {
    const made = await post(`${own.url}/fhir/QuestionnaireResponse`, response('own'), as('aarhus'));
    expect(made.status).toBe(201);
    expect((await found('aarhus', 'Task', `${own.url}/fhir`)).length).toBeGreaterThan(0);
    expect(await found('odense', 'Task', `${own.url}/fhir`)).toEqual([]);
  });

  test('what comes along with a search takes its own permission', async () => {
    const token = async (scope: string) =>
      bearer(
        await issuer.token(scope, { claims: { client_id: 'aarhus', organization: `urn:oid:1.3.88|${glns.aarhus}` } }),
      );
    const search = `${fhir}/Observation?_include=Observation:derived-from`;
    const refused = await fetch(search, { headers: await token('system/Observation.s') });
    expect(await refusalIn(refused)).toEqual({ status: 403, issues: [['scope-missing']] });
    const both = await token('system/Observation.s system/QuestionnaireResponse.r');
    expect((await fetch(search, { headers: both })).status).toBe(200);
  });
}
