import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProfiles } from '../../src/profiles.ts';
import { software } from '../../src/version.ts';
import { post, refusalIn, startService, startStoredService, type TestService, validResponse } from './service.ts';

let service: TestService;
let statement: CapabilityStatement;

beforeAll(async () => {
  service = await startStoredService();
  statement = (await (await fetch(`${service.url}/fhir/metadata`)).json()) as CapabilityStatement;
});
afterAll(() => service.close());

function resourceOf(type: string): CapabilityStatementRestResource | undefined {
  return statement.rest?.[0]?.resource?.find((resource) => resource.type === type);
}

test('it names the software, the version of FHIR, the format and the roles of SDC', () => {
  expect(statement).toMatchObject({
    resourceType: 'CapabilityStatement',
    kind: 'instance',
    software,
    fhirVersion: '4.0.1',
    format: ['json', 'xml'],
    instantiates: [
      `http://differentieringsmodellen.dk/fhir/CapabilityStatement/niveau|${software.version}`,
      'http://hl7.org/fhir/uv/sdc/CapabilityStatement/sdc-form-receiver|3.0.0',
      'http://hl7.org/fhir/uv/sdc/CapabilityStatement/sdc-form-response-manager|3.0.0',
    ],
    implementation: { url: `${service.url}/fhir` },
  });
});

test.each(['_summary=true', 'mode=full'])('%s gives all of it too', async (query) => {
  expect(await (await fetch(`${service.url}/fhir/metadata?${query}`)).json()).toEqual(statement);
});

test('it claims what there is, and no more', () => {
  const [rest] = statement.rest ?? [];
  const published = new Set(readProfiles().map(({ resourceType }) => resourceType));
  const kept = [
    'CarePlan',
    'CareTeam',
    'DocumentReference',
    'Observation',
    'Provenance',
    'QuestionnaireResponse',
    'Task',
  ];
  expect(rest?.resource?.map(({ type }) => type)).toEqual([...published, ...kept].sort());
  for (const type of published) {
    expect(resourceOf(type)?.interaction, type).toEqual([{ code: 'read' }, { code: 'search-type' }]);
  }
  expect(resourceOf('SearchParameter')?.searchParam?.map(({ name }) => name)).not.toContain('title');
  expect(resourceOf('ValueSet')).not.toHaveProperty('supportedProfile');
  expect(resourceOf('Questionnaire')?.searchParam?.map(({ name }) => name)).toEqual([
    ...['_id', 'url', 'version', 'name', 'title', 'status'],
  ]);
  const reading = ['history-instance', 'read', 'search-type', 'vread'];
  for (const type of kept.filter((one) => one !== 'QuestionnaireResponse')) {
    expect(
      resourceOf(type)?.interaction?.map(({ code }) => code),
      type,
    ).toEqual(reading);
  }
  expect(resourceOf('QuestionnaireResponse')?.interaction?.map(({ code }) => code)).toEqual(
    ['create', 'update', ...reading].sort(),
  );
  expect(resourceOf('Questionnaire')?.operation?.map(({ name }) => name)).toEqual(['process-response', 'populate']);
  expect(resourceOf('QuestionnaireResponse')?.operation?.map(({ name }) => name)).toEqual(['extract', 'validate']);
  expect(resourceOf('ValueSet')?.operation?.map(({ name }) => name)).toEqual(['expand', 'validate-code']);
  expect(resourceOf('CodeSystem')?.operation?.map(({ name }) => name)).toEqual(['lookup', 'validate-code']);
  expect(resourceOf('ConceptMap')?.operation?.map(({ name }) => name)).toEqual(['translate']);
  expect(resourceOf('PlanDefinition')?.operation?.map(({ name }) => name)).toEqual(['apply']);
  expect(rest?.operation?.map(({ name }) => name)).toEqual(['process-response']);
  expect(rest?.security?.cors).toBe(false);
});

test('it can all that the published statement says', async () => {
  const address = `${service.url}/fhir/CapabilityStatement/niveau`;
  const published = (await (await fetch(address)).json()) as CapabilityStatement;
  const { security: _, ...rest } = statement.rest?.[0] ?? {};
  expect(published.rest).toEqual([rest]);
});

describe('each operation that it claims is there', () => {
  test.each([
    ['/fhir/QuestionnaireResponse/$extract'],
    ['/fhir/QuestionnaireResponse/$validate'],
    ['/fhir/Questionnaire/$process-response'],
    ['/fhir/Questionnaire/somatik/$process-response'],
    ['/fhir/$process-response'],
  ])('%s', async (path) => {
    expect(await refusalIn(await post(service.url + path, ''))).toEqual({ status: 400, issues: [['json-empty']] });
  });

  test.each([
    ['/fhir/ValueSet/$expand', 'url'],
    ['/fhir/CodeSystem/$lookup', 'system'],
    ['/fhir/PlanDefinition/$apply', 'planDefinition'],
    ['/fhir/PlanDefinition/somatik/$apply', 'level'],
    ['/fhir/CodeSystem/$validate-code', 'url'],
    ['/fhir/ValueSet/$validate-code', 'url'],
    ['/fhir/ConceptMap/$translate', 'code'],
  ])('%s, by GET and by POST, which asks for %s', async (path, name) => {
    for (const asked of [fetch(service.url + path), post(service.url + path, '')]) {
      const answer = await asked;
      expect(JSON.stringify(await answer.clone().json())).toContain(`The parameter ${name} has no value`);
      expect(await refusalIn(answer)).toEqual({ status: 400, issues: [['query-value']] });
    }
  });

  test('/fhir/ValueSet/part/$expand, by GET and by POST', async () => {
    const [got, posted] = [
      await fetch(`${service.url}/fhir/ValueSet/part/$expand`),
      await post(`${service.url}/fhir/ValueSet/part/$expand`, ''),
    ];
    expect([got.status, posted.status]).toEqual([200, 200]);
    expect(await posted.json()).toEqual(await got.json());
  });

  test('and each has a definition of ours', () => {
    const defined = readProfiles(/^OperationDefinition-/).map((resource) => ('url' in resource ? resource.url : ''));
    const claimed = [statement.rest?.[0], ...(statement.rest?.[0]?.resource ?? [])].flatMap((part) =>
      (part?.operation ?? []).map(({ definition }) => definition),
    );
    expect(claimed).toHaveLength(12);
    for (const definition of claimed) expect(defined).toContain(definition);
  });
});

test('without a store nothing is kept, and it says so', async () => {
  const bare = await startService();
  const told = (await (await fetch(`${bare.url}/fhir/metadata`)).json()) as CapabilityStatement;
  expect(told.instantiates?.join()).not.toContain('form-response-manager');
  expect(told.rest?.[0]?.documentation).toContain('Nothing that is sent is kept');
  const refused = await refusalIn(await post(`${bare.url}/fhir/QuestionnaireResponse`, validResponse()));
  expect(refused).toEqual({ status: 404, issues: [['route-unknown']] });
  await bare.close();
});
