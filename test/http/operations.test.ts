import { readFileSync } from 'node:fs';
import type { Bundle, OperationOutcome, Parameters } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toOutcome } from '../../src/outcome/outcome.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { accepted, fixturesFolder, refused, responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { model, post, refusalIn, startService, type TestService, validResponse, wrapped } from './service.ts';

let service: TestService;
let fhir: string;

beforeAll(async () => {
  service = await startService();
  fhir = `${service.url}/fhir`;
});
afterAll(() => service.close());

const unfinished = { ...validResponse(), status: 'in-progress' as const };
const unanswered = { ...validResponse(), item: validResponse().item?.filter(({ linkId }) => linkId !== 'inddragelse') };
const { author: _, ...anonymous } = validResponse();

const returned = (parameters: Parameters) =>
  parameters.parameter?.find(({ name }) => name === 'return')?.resource as Bundle;

describe('$extract', () => {
  const extract = (body: unknown) => post(`${fhir}/QuestionnaireResponse/$extract`, body);

  test.each(accepted)('%s gives the Bundle of the library', async (name) => {
    const bytes = responseBytes(name);
    const response = await extract(bytes);
    expect(response.status).toBe(200);
    const parameters = (await response.json()) as Parameters;
    const processed = scoreResponse(ports, bytes);
    expect(JSON.stringify(returned(parameters))).toBe(JSON.stringify(makeBundle(model, processed)));
    const issues = parameters.parameter?.find((parameter) => parameter.name === 'issues')?.resource;
    expect(issues).toEqual(processed.warnings.length === 0 ? undefined : toOutcome(processed.warnings));
  });

  test.each(refused)('%s is refused as the library refuses it', async (name) => {
    const response = await extract(responseBytes(name));
    expect(response.status).toBe(name === 'afvist-ugyldig-json' ? 400 : 422);
    expect(await response.json()).toEqual(JSON.parse(readFileSync(`${fixturesFolder}${name}/expected.json`, 'utf8')));
  });

  test('Parameters give the same as the bare response', async () => {
    const bare = await (await extract(validResponse())).text();
    const inParameters = await (await extract(wrapped('questionnaire-response', validResponse()))).text();
    expect(inParameters).toBe(bare);
    expect(returned(JSON.parse(bare)).entry?.[0]?.resource).toMatchObject(validResponse());
  });

  test('previous: an earlier version of the response beside it, in any order', async () => {
    const response = (name: string) => JSON.parse(responseBytes(name).toString('utf8'));
    const parameter = [
      { name: 'previous', resource: response('somatik-3-aftalt') },
      { name: 'questionnaire-response', resource: response('somatik-rettet') },
    ];
    const [now, previous] = ['somatik-rettet', 'somatik-3-aftalt'].map((name) =>
      scoreResponse(ports, responseBytes(name)),
    );
    if (now === undefined) throw new Error('no response');
    const made = JSON.stringify(makeBundle(model, now, { previous }));
    for (const order of [parameter, parameter.toReversed()]) {
      const answer = await extract({ resourceType: 'Parameters', parameter: order });
      expect(JSON.stringify(returned((await answer.json()) as Parameters))).toBe(made);
    }
    const refused = {
      resourceType: 'Parameters',
      parameter: [{ ...parameter[1] }, { ...parameter[0], resource: response('psykiatri-3-aftalt') }],
    };
    expect((await refusalIn(await extract(refused))).issues.map(([code]) => code)).toEqual(['previous-variant']);
  });

  test('ids: the form for a server that gives all ids itself; another word is refused', async () => {
    const resource = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8'));
    const asked = (valueCode: string) =>
      extract({
        resourceType: 'Parameters',
        parameter: [
          { name: 'questionnaire-response', resource },
          { name: 'ids', valueCode },
        ],
      });
    const scored = scoreResponse(ports, responseBytes('somatik-3-aftalt'));
    for (const ids of ['server', 'client'] as const) {
      const bundle = returned((await (await asked(ids)).json()) as Parameters);
      expect(JSON.stringify(bundle)).toBe(JSON.stringify(makeBundle(model, scored, { ids })));
    }
    expect((await refusalIn(await asked('mine'))).issues.map(([code]) => code)).toEqual(['query-value']);
  });

  test('issues tell warnings, in the language of the client', async () => {
    const response = await post(`${fhir}/QuestionnaireResponse/$extract`, anonymous, { 'accept-language': 'en' });
    const { parameter } = (await response.json()) as Parameters;
    expect(parameter?.map(({ name }) => name)).toEqual(['return', 'issues']);
    expect(parameter?.[1]?.resource).toMatchObject({
      issue: [{ severity: 'warning', details: { text: expect.stringContaining('The response does not say') } }],
    });
  });

  test.each([
    ['bare', (text: string) => text],
    [
      'in Parameters',
      (text: string) =>
        `{"resourceType":"Parameters","parameter":[{"name":"questionnaire-response","resource":${text}}]}`,
    ],
  ])('numbers stay as they were received, %s', async (_name, wrap) => {
    const extension =
      '"extension":[{"url":"http://example.org/x","valueDecimal":1.10},{"url":"http://example.org/y","valueDecimal":0.0000001}],';
    const text = JSON.stringify(validResponse()).replace('"identifier"', `${extension}"identifier"`);
    const answer = await (await extract(wrap(text))).text();
    expect(answer).toContain(extension);
  });

  test('a response that is not finished is refused with its place', async () => {
    expect(await refusalIn(await extract(unfinished))).toEqual({
      status: 422,
      issues: [['status-in-progress', 'QuestionnaireResponse.status']],
    });
  });
});

describe('$validate', () => {
  const validate = (body: unknown) => post(`${fhir}/QuestionnaireResponse/$validate`, body);

  test.each([
    ['a valid response', validResponse(), [['all-ok']]],
    ['a valid response in Parameters', wrapped('resource', validResponse()), [['all-ok']]],
    ['one in progress, which is in order so far', unfinished, [['ok-so-far']]],
    ['one with a warning', anonymous, [['author-missing', 'QuestionnaireResponse.author']]],
    ['an incomplete one', unanswered, [['required-missing', 'QuestionnaireResponse']]],
  ])('%s: 200', async (_name, body, issues) => {
    expect(await refusalIn(await validate(body))).toEqual({ status: 200, issues });
  });

  test('that nothing is wrong is told in the language and the form that is asked for, each time', async () => {
    const told = async (headers: Record<string, string>) => {
      const response = await post(`${fhir}/QuestionnaireResponse/$validate`, validResponse(), headers);
      return { type: response.headers.get('Content-Type'), text: await response.text() };
    };
    const inJson = (language: 'da' | 'en') => ({
      type: 'application/fhir+json; charset=utf-8',
      text: JSON.stringify(toOutcome([], language)),
    });
    for (const language of ['da', 'en', 'da', 'en'] as const) {
      expect(await told({ 'Accept-Language': language })).toEqual(inJson(language));
    }
    const inXml = await told({ Accept: 'application/fhir+xml', 'Accept-Language': 'en' });
    expect(inXml.type).toBe('application/fhir+xml; charset=utf-8');
    expect(inXml.text).toContain('<text value="The response is in order. Nothing needs to be done.">');
  });

  test('what is no response at all is told so, with 200', async () => {
    expect(await refusalIn(await validate({ resourceType: 'Patient' }))).toEqual({
      status: 200,
      issues: [['resource-type-wrong']],
    });
  });

  describe('a response to another Questionnaire', () => {
    const item = [
      { linkId: 'navn', text: 'Hvad hedder afdelingen?', type: 'string', required: true, maxLength: 10 },
      { linkId: 'antal', text: 'Hvor mange senge har den?', type: 'integer' },
    ];
    const questionnaire = { resourceType: 'Questionnaire', id: 'q', status: 'active', item };
    const answered = (name: string, more: object = {}) => ({
      resourceType: 'QuestionnaireResponse',
      contained: [questionnaire],
      questionnaire: '#q',
      status: 'completed',
      authored: '2026-11-21T10:00:00+01:00',
      item: [{ linkId: 'navn', answer: [{ valueString: name }] }],
      ...more,
    });
    const expression = { language: 'text/fhirpath', expression: '(1 | 2 | 3).repeat($this + 1).count()' };
    const formula = { url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression' };

    test.each([
      ['that it contains, in order', answered('Afsnit 4'), [['all-ok']]],
      [
        'that it contains, with a fault',
        answered('Medicinsk afsnit'),
        [['answer-length', 'QuestionnaireResponse.item[0].answer[0]']],
      ],
      [
        'that nobody here has',
        answered('Afsnit 4', { contained: undefined, questionnaire: 'http://example.org/q|1' }),
        [['questionnaire-unknown', 'QuestionnaireResponse.questionnaire']],
      ],
      [
        'with expressions of a stranger, which are not run',
        answered('Afsnit 4', {
          contained: [
            {
              ...questionnaire,
              item: [item[0], { ...item[1], extension: [{ ...formula, valueExpression: expression }] }],
            },
          ],
        }),
        [['expressions-unchecked', 'Questionnaire']],
      ],
    ])('%s', async (_name, body, issues) => {
      expect(await refusalIn(await validate(body))).toEqual({ status: 200, issues });
    });
  });

  test('one whose check would take minutes is stopped, and the service goes on answering meanwhile', async () => {
    const linkId = 'b';
    const enableWhen = Array.from({ length: 8000 }, () => ({ question: linkId, operator: '=', answerString: 'x' }));
    const group = { linkId: 'g', type: 'group', repeats: true, item: [{ linkId: 'a', type: 'string' }] };
    const item = [
      { linkId, type: 'string', repeats: true },
      { ...group, enableBehavior: 'any', enableWhen },
    ];
    const answer = [{ valueString: 'y' }];
    const repeated = Array.from({ length: 30_000 }, () => ({ linkId: 'g' }));
    const checked = validate({
      resourceType: 'QuestionnaireResponse',
      contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'active', item }],
      questionnaire: '#q',
      status: 'completed',
      authored: '2026-11-21T10:00:00+01:00',
      item: [{ linkId, answer }, ...repeated],
    });
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect(await refusalIn(await checked)).toEqual({
      status: 200,
      issues: [['check-too-costly', 'QuestionnaireResponse.questionnaire']],
    });
  });

  test('one whose check would take more memory than there is is stopped', async () => {
    const extension = ['a', 'b'].map((letter) => ({
      url: 'http://hl7.org/fhir/StructureDefinition/mimeType',
      valueCode: letter.repeat(200_000),
    }));
    const item = [{ linkId: 'a', type: 'attachment', repeats: true, extension }];
    const answer = Array.from({ length: 9000 }, () => ({ valueAttachment: { contentType: 'image/png' } }));
    const response = await validate({
      resourceType: 'QuestionnaireResponse',
      contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'active', item }],
      questionnaire: '#q',
      status: 'completed',
      authored: '2026-11-21T10:00:00+01:00',
      item: [{ linkId: 'a', answer }],
    });
    expect((await response.text()).length).toBeLessThan(500_000);
  });

  test('a whole number that is written as a decimal is seen here too', async () => {
    const text = responseBytes('somatik-3-aftalt')
      .toString('utf8')
      .replace('"valueInteger": 14', '"valueInteger": 14.0');
    const { status, issues } = await refusalIn(await validate(text));
    expect([status, issues[0]?.[0]]).toEqual([200, 'format-wrong']);
  });

  test('what cannot be read: 400', async () => {
    expect(await refusalIn(await validate('{'))).toEqual({ status: 400, issues: [['json-malformed']] });
  });

  const own = 'http://differentieringsmodellen.dk/fhir/StructureDefinition/svar';
  const parameters = (...more: object[]) => ({
    resourceType: 'Parameters',
    parameter: [...more, { name: 'resource', resource: validResponse() }],
  });

  test.each([
    ['create', parameters({ name: 'mode', valueCode: 'create' }), ''],
    ['update', validResponse(), '?mode=update'],
    ['profile', parameters({ name: 'profile', valueUri: own }, { name: 'mode', valueCode: 'profile' }), ''],
    ['our profile with its version', validResponse(), `?profile=${own}%7C1.0.0`],
    [
      'the profile of SDC',
      validResponse(),
      '?profile=http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaireresponse',
    ],
    [
      'the profile of R4',
      parameters({ name: 'profile', valueCanonical: 'http://hl7.org/fhir/StructureDefinition/QuestionnaireResponse' }),
      '',
    ],
  ])('with %s a response is in order', async (_name, body, query) => {
    const address = `${fhir}/QuestionnaireResponse/$validate${query}`;
    expect(await refusalIn(await post(address, body))).toEqual({ status: 200, issues: [['all-ok']] });
  });

  test.each<[string, object, string, number, string[]]>([
    ['delete', parameters({ name: 'mode', valueCode: 'delete' }), '', 400, ['query-value']],
    ['another mode', validResponse(), '?mode=x', 400, ['query-value']],
    ['a mode twice', parameters({ name: 'mode', valueCode: 'create' }), '?mode=create', 400, ['query-value']],
    ['a mode that is no text', parameters({ name: 'mode', valueBoolean: true }), '', 400, ['query-value']],
    ['mode=profile alone', validResponse(), '?mode=profile', 400, ['query-value']],
    ['another profile', validResponse(), '?profile=http://x.example', 422, ['profile-unknown']],
    [
      'another parameter',
      parameters({ name: 'usage', valueCode: 'x' }),
      '',
      422,
      ['parameter-unsupported', 'Parameters.parameter[0]'],
    ],
    ['nothing', { resourceType: 'Parameters' }, '', 422, ['parameter-missing', 'Parameters']],
  ])('%s is refused', async (_name, body, query, status, issue) => {
    const address = `${fhir}/QuestionnaireResponse/$validate${query}`;
    expect(await refusalIn(await post(address, body))).toEqual({ status, issues: [issue] });
  });

  test('with our profile, a response to a Questionnaire of others is not in order', async () => {
    const body = { ...validResponse(), questionnaire: 'http://example.org/q|1' };
    const address = `${fhir}/QuestionnaireResponse/$validate?profile=${own}`;
    expect(await refusalIn(await post(address, body))).toEqual({
      status: 200,
      issues: [['questionnaire-unknown', 'QuestionnaireResponse.questionnaire']],
    });
  });

  test.each([
    ['without an id of its own', validResponse(), [['all-ok']]],
    ['with the id of the address', { ...validResponse(), id: 'a1' }, [['all-ok']]],
    ['with another id', { ...validResponse(), id: 'b2' }, [['id-differs', 'QuestionnaireResponse.id']]],
  ])('of one response, sent %s', async (_name, body, issues) => {
    const answer = await post(`${fhir}/QuestionnaireResponse/a1/$validate`, body);
    expect(await refusalIn(answer)).toEqual({ status: 200, issues });
  });

  test('of one response, without a body where none is kept', async () => {
    const answer = await fetch(`${fhir}/QuestionnaireResponse/a1/$validate`, { method: 'POST' });
    expect(await refusalIn(answer)).toEqual({ status: 400, issues: [['json-empty']] });
  });
});

describe('$process-response', () => {
  const paths = ['$process-response', 'Questionnaire/$process-response', 'Questionnaire/somatik/$process-response'];

  describe.each(paths)('%s', (path) => {
    test.each([
      ['bare', validResponse()],
      ['as response', wrapped('response', validResponse())],
      ['as in', wrapped('in', validResponse())],
    ])('%s: what came of it', async (_name, body) => {
      const response = await post(`${fhir}/${path}`, body);
      expect(response.status).toBe(200);
      const { issue } = (await response.json()) as OperationOutcome;
      expect(issue).toHaveLength(1);
      expect(issue[0]).toMatchObject({ severity: 'information', code: 'informational' });
      expect(issue[0]?.details?.text).toContain('Niveau 2 gælder (vurderet af fagpersonen). Forslag: Niveau 2.');
    });

    test('refused content', async () => {
      expect(await refusalIn(await post(`${fhir}/${path}`, unanswered))).toEqual({
        status: 422,
        issues: [['required-missing', 'QuestionnaireResponse']],
      });
    });
  });

  test.each([
    [
      'somatik-0-forslag',
      'Niveau 0 gælder (foreslået af reglen, ikke vurderet af en fagperson).',
      'Level 0 is in force (suggested by the rule',
    ],
    ['somatik-3-aftalt', 'gælder (aftalt mellem parterne).', 'is in force (agreed by the parties)'],
    ['somatik-interval', 'Svaret er behandlet. Intet forslag: ', 'The response was processed. No suggestion: '],
    ['somatik-trukket-tilbage', 'Vurderingen er trukket tilbage.', 'The assessment was withdrawn.'],
  ])('%s', async (name, da, en) => {
    const texts = ['da', 'en'].map(async (language) => {
      const response = await post(`${fhir}/$process-response`, responseBytes(name), { 'accept-language': language });
      return ((await response.json()) as OperationOutcome).issue[0]?.details?.text;
    });
    expect(await texts[0]).toContain(da);
    expect(await texts[1]).toContain(en);
  });

  test('warnings follow what came of it', async () => {
    expect(await refusalIn(await post(`${fhir}/$process-response`, anonymous))).toEqual({
      status: 200,
      issues: [['assessed'], ['author-missing', 'QuestionnaireResponse.author']],
    });
  });

  test('one Questionnaire refuses the responses to another', async () => {
    const response = await post(`${fhir}/Questionnaire/psykiatri/$process-response`, validResponse());
    expect(await refusalIn(response)).toEqual({
      status: 422,
      issues: [['questionnaire-differs', 'QuestionnaireResponse.questionnaire']],
    });
  });

  test('an unknown Questionnaire is not found', async () => {
    const response = await post(`${fhir}/Questionnaire/other/$process-response`, validResponse());
    expect(await refusalIn(response)).toEqual({ status: 404, issues: [['resource-unknown']] });
  });
});

describe('Parameters', () => {
  const extract = (parameter: unknown) =>
    post(`${fhir}/QuestionnaireResponse/$extract`, { resourceType: 'Parameters', parameter });
  const right = { name: 'questionnaire-response', resource: validResponse() };

  test.each([
    ['nothing', undefined, 'parameter-missing', 'Parameters'],
    ['no list', right, 'parameter-missing', 'Parameters'],
    ['an empty list', [], 'parameter-missing', 'Parameters'],
    ['no resource', [{ name: right.name }], 'parameter-missing', 'Parameters'],
    ['a value', [{ name: right.name, valueString: 'x' }], 'parameter-missing', 'Parameters'],
    ['another name', [{ ...right, name: 'response' }], 'parameter-unsupported', 'Parameters.parameter[0]'],
    ['one more', [right, { name: 'mode', valueCode: 'x' }], 'parameter-unsupported', 'Parameters.parameter[1]'],
    ['two', [right, right], 'parameter-repeated', 'Parameters.parameter[1]'],
    ['a text', ['x'], 'parameter-unsupported', 'Parameters.parameter[0]'],
    ['null', [null], 'parameter-unsupported', 'Parameters.parameter[0]'],
  ])('with %s are refused', async (_name, parameter, code, place) => {
    expect(await refusalIn(await extract(parameter))).toEqual({ status: 422, issues: [[code, place]] });
  });

  test('in Parameters are checked as a response, and refused', async () => {
    const inner = { resourceType: 'Parameters', parameter: [right] };
    expect(await refusalIn(await extract([{ name: right.name, resource: inner }]))).toEqual({
      status: 422,
      issues: [['resource-type-wrong']],
    });
  });
});
