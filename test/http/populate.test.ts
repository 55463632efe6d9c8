import type { OperationOutcome, Parameters, QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { audience, bearer, quickKeySets, startIssuer } from '../access/issuer.ts';
import { responseBytes } from '../fixtures.ts';
import { loggedText, post, refusalIn, startService, startStoredService, type TestService } from './service.ts';

/** `Questionnaire/$populate` (SDC 3.0.0): an assessment anew starts from the citizen's earlier answers. */
let service: TestService;
let base: string;
const cpr = 'urn:oid:1.2.208.176.1.2';
const url = 'http://differentieringsmodellen.dk/fhir/Questionnaire/somatik';
const earlier = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8')) as QuestionnaireResponse;
const nancy = { identifier: { system: cpr, value: '2512489996' }, display: 'Nancy Ann Berggren' };
const other = { identifier: { system: cpr, value: '0707614285' } };

beforeAll(async () => {
  service = await startStoredService();
  base = `${service.url}/fhir`;
});
afterAll(() => service.close());

type Part = NonNullable<Parameters['parameter']>[number];

const subject = (value: object = nancy): Part => ({ name: 'subject', valueReference: value });
const local: Part = { name: 'local', valueBoolean: true };
const previous = (resource: object): Part => ({ name: 'previous', resource: resource as QuestionnaireResponse });
const canonical: Part = { name: 'canonical', valueUri: url };

function ask(parameter: readonly Part[], path = 'Questionnaire/somatik/$populate', from = base) {
  return post(`${from}/${path}`, { resourceType: 'Parameters', parameter });
}

async function begun(parameter: readonly Part[], path?: string, from?: string) {
  const answer = await ask(parameter, path, from);
  expect(answer.status).toBe(200);
  const { parameter: parts = [] } = (await answer.json()) as Parameters;
  const part = (name: string) => parts.find((one) => one.name === name)?.resource;
  const outcome = part('issues') as OperationOutcome;
  const hints = outcome.issue.map(({ details }) => details?.coding?.[0]?.code);
  return { response: part('response') as QuestionnaireResponse, hints, outcome };
}

/** What is answered, as `linkId=answer`. */
function answersIn(items: readonly QuestionnaireResponseItem[] = []): readonly string[] {
  return items.flatMap(({ linkId, answer = [], item }) => [
    ...answer.map(({ valueCoding, valueString }) => `${linkId}=${valueCoding?.code ?? valueString}`),
    ...answersIn(item),
  ]);
}

let number = 0;
/** Keeps the scenario as an assessment of a citizen on a day. */
async function keep(authored: string, change: Partial<QuestionnaireResponse> = {}): Promise<void> {
  number += 1;
  const identifier = { system: 'https://ehr.example.dk/responses', value: `populate-${number}` };
  const answer = await post(`${base}/QuestionnaireResponse`, { ...earlier, identifier, authored, ...change });
  expect(answer.status).toBe(201);
}

const carried = [
  'faktor.svaerhedsgrad.vurdering=3',
  'faktor.svaerhedsgrad.begrundelse=KOL i svær grad og hjertesvigt.',
  'faktor.netvaerk.vaegt=afgoerende',
  'koordinator=Sygeplejerske, hjemmesygeplejen Odense Vest',
  'redskaber=genoptraeningsplan',
  'redskaber=udskrivningsaftale-koordinationsplan',
];
const settled = /^(niveau[.=]|inddragelse|aftale|handling|revurdering|kommentar|score|forslag)/;

describe('a form that is begun', () => {
  test('has the situation of the citizen, and nothing that was settled about it', async () => {
    const { response, hints } = await begun([subject(), previous(earlier)]);
    const answers = answersIn(response.item);
    expect(answers).toEqual(expect.arrayContaining(carried));
    expect(answers.filter((one) => settled.test(one))).toEqual([]);
    expect(hints).toEqual(['populate-from']);
    expect(response).toMatchObject({ status: 'in-progress', questionnaire: earlier.questionnaire, subject: nancy });
    expect(response.identifier ?? response.id ?? response.author).toBeUndefined();
    expect(Date.parse(response.authored ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  test('may be checked and filled in further as it stands', async () => {
    const { response } = await begun([subject(), previous(earlier)]);
    const checked = (await (
      await post(`${base}/QuestionnaireResponse/$validate`, response)
    ).json()) as OperationOutcome;
    expect(checked.issue.filter(({ severity }) => severity === 'error')).toEqual([]);
    const done = {
      ...response,
      status: 'completed',
      item: [
        ...(response.item ?? []),
        {
          linkId: 'inddragelse',
          answer: [
            { valueCoding: earlier.item?.find(({ linkId }) => linkId === 'inddragelse')?.answer?.[0]?.valueCoding },
          ],
        },
      ].toSorted((one, two) => orderOf(one.linkId) - orderOf(two.linkId)),
    };
    expect((await post(`${base}/QuestionnaireResponse/$extract`, done)).status).toBe(200);
  });

  test('without anything earlier it has the initial answers of the form', async () => {
    const { response, hints } = await begun([subject()]);
    expect(hints).toEqual(['populate-none']);
    const answers = answersIn(response.item);
    expect(answers.filter((one) => one.startsWith('niveauer=')).length).toBe(5);
    expect(answers.filter((one) => /vurdering|begrundelse/.test(one))).toEqual([]);
  });

  test('begins from the last finished assessment that is kept: no draft, none withdrawn, no other form or citizen', async () => {
    const rated = (code: string): Partial<QuestionnaireResponse> => ({
      item: JSON.parse(
        JSON.stringify(earlier.item).replace(/KOL i svær grad og hjertesvigt\./, `Fra ${code}.`),
      ) as QuestionnaireResponseItem[],
    });
    await keep('2026-02-10T10:00:00+01:00', rated('anden'));
    await keep('2026-02-01T10:00:00+01:00', rated('første'));
    await keep('2026-03-01T10:00:00+01:00', { ...rated('kladde'), status: 'in-progress' });
    await keep('2026-03-02T10:00:00+01:00', { ...rated('naboen'), subject: other });
    const { response, hints, outcome } = await begun([subject(), local]);
    expect(answersIn(response.item)).toContain('faktor.svaerhedsgrad.begrundelse=Fra anden.');
    expect(hints).toEqual(['populate-from']);
    expect(outcome.issue[0]?.details?.text).toContain('10.02.2026');
    expect(JSON.stringify(outcome.issue[0]?.details?._text)).toContain('10 February 2026');
    // Nothing kept is looked at unless that is asked for.
    expect((await begun([subject()])).hints).toEqual(['populate-none']);
    expect((await begun([subject(), local], 'Questionnaire/psykiatri/$populate')).hints).toEqual(['populate-none']);
    expect((await begun([subject({ identifier: { system: cpr, value: '0101010000' } }), local])).hints).toEqual([
      'populate-none',
    ]);
  });

  test.each<[string, readonly Part[]]>([
    ['its canonical', [canonical]],
    ['its canonical with a version', [{ name: 'canonical', valueUri: earlier.questionnaire ?? '' }]],
    ['a reference', [{ name: 'questionnaireRef', valueReference: { reference: 'Questionnaire/somatik' } }]],
    ['a canonical, as SDC 4.0.0 has it', [{ name: 'questionnaire', valueCanonical: url }]],
    [
      'a reference, as SDC 4.0.0 has it',
      [{ name: 'questionnaire', valueReference: { reference: 'Questionnaire/somatik' } }],
    ],
  ])('the form is named by %s', async (_how, which) => {
    const { response } = await begun([...which, subject()], 'Questionnaire/$populate');
    expect(response.questionnaire).toBe(earlier.questionnaire);
  });

  test('the form may come whole', async () => {
    const questionnaire = (await (await fetch(`${base}/Questionnaire/somatik`)).json()) as object;
    const which = { name: 'questionnaire', resource: questionnaire } as Part;
    expect((await begun([which, subject()], 'Questionnaire/$populate')).response.questionnaire).toBe(
      earlier.questionnaire,
    );
  });

  test('what SDC has besides is not used, and that is said', async () => {
    const context: Part = { name: 'context', part: [{ name: 'name', valueString: 'patient' }] };
    expect((await begun([subject(), context, context])).hints).toEqual(['populate-none', 'populate-ignored']);
  });

  test('in XML it is the same', async () => {
    const { read, write } = await openFhirXml();
    const xml = 'application/fhir+xml';
    const answer = await fetch(`${base}/Questionnaire/somatik/$populate`, {
      method: 'POST',
      headers: { 'content-type': xml, accept: xml },
      body: write({ resourceType: 'Parameters', parameter: [subject(), previous(earlier)] }),
    });
    const { value } = read(new Uint8Array(await answer.arrayBuffer()), { bytes: 1_000_000, depth: 100 });
    const [response] = (value as Parameters).parameter ?? [];
    const { response: json } = await begun([subject(), previous(earlier)]);
    expect(response?.resource).toMatchObject({ item: json.item });
  });

  test('without a store nothing is kept to begin from', async () => {
    const bare = await startService();
    expect((await begun([subject(), local], undefined, `${bare.url}/fhir`)).hints).toEqual(['populate-none']);
    expect((await begun([subject(), previous(earlier)], undefined, `${bare.url}/fhir`)).hints).toEqual([
      'populate-from',
    ]);
    await bare.close();
  });
});

function orderOf(linkId: string): number {
  const order = ['niveauer', 'faktor', 'inddragelse', 'koordinator', 'redskaber'];
  return order.findIndex((one) => linkId.startsWith(one));
}

describe('refused', () => {
  const withdrawn = { ...earlier, status: 'entered-in-error' };
  test.each<[string, readonly Part[], string, number, string]>([
    ['a form that is not here', [subject()], 'Questionnaire/findes-ikke/$populate', 404, 'resource-unknown'],
    [
      'a canonical that is not here',
      [{ name: 'canonical', valueUri: `${url}|9.9.9` }, subject()],
      'Questionnaire/$populate',
      404,
      'resource-unknown',
    ],
    ['no form', [subject()], 'Questionnaire/$populate', 400, 'query-value'],
    [
      'two forms',
      [canonical, { name: 'questionnaireRef', valueReference: { reference: 'Questionnaire/somatik' } }, subject()],
      'Questionnaire/$populate',
      400,
      'query-value',
    ],
    ['no citizen', [local], 'Questionnaire/somatik/$populate', 400, 'query-value'],
    ['two citizens', [subject(), subject(other)], 'Questionnaire/somatik/$populate', 400, 'query-value'],
    [
      'a citizen without a number',
      [subject({ reference: 'Patient/1' })],
      'Questionnaire/somatik/$populate',
      422,
      'subject-unidentified',
    ],
    [
      'an impossible number',
      [subject({ identifier: { system: cpr, value: '9912489996' } })],
      'Questionnaire/somatik/$populate',
      422,
      'cpr-impossible',
    ],
    [
      'a parameter that there is not',
      [subject(), { name: 'identifier', valueIdentifier: {} }],
      'Questionnaire/somatik/$populate',
      422,
      'parameter-unsupported',
    ],
    [
      'answers of another citizen',
      [subject(other), previous(earlier)],
      'Questionnaire/somatik/$populate',
      422,
      'populate-citizen',
    ],
    [
      'answers to another form',
      [subject(), previous(earlier)],
      'Questionnaire/psykiatri/$populate',
      422,
      'populate-previous',
    ],
    [
      'answers that were withdrawn',
      [subject(), previous(withdrawn)],
      'Questionnaire/somatik/$populate',
      422,
      'populate-previous',
    ],
    [
      'answers that are wrong',
      [subject(), previous({ ...earlier, authored: 'i går' })],
      'Questionnaire/somatik/$populate',
      422,
      'previous-refused',
    ],
    [
      'local that is neither true nor false',
      [subject(), { name: 'local', valueString: 'true' }],
      'Questionnaire/somatik/$populate',
      400,
      'query-value',
    ],
  ])('%s', async (_what, parameter, path, status, code) => {
    const refused = await refusalIn(await ask(parameter, path));
    expect([refused.status, refused.issues[0]?.[0]]).toEqual([status, code]);
  });

  test('by GET: a number would stand in the address', async () => {
    const answer = await fetch(`${base}/Questionnaire/somatik/$populate?subject=${cpr}|2512489996`);
    expect(answer.status).toBe(405);
    expect(loggedText(service)).not.toContain('2512489996');
  });
});

test('what is kept is used for whoever may read it, and of that what is theirs', async () => {
  const issuer = await startIssuer();
  const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
  const closed = await startStoredService({ config: { auth: ['tokens'], issuers, audience }, keySets: quickKeySets });
  const scope = 'system/Questionnaire.r system/QuestionnaireResponse.crs';
  const calling = async (path: string, body: object, granted = scope, client_id = 'ehr') => {
    const token = await issuer.token(granted, { claims: { client_id } });
    return post(`${closed.url}/fhir/${path}`, body, bearer(token));
  };
  expect((await calling('QuestionnaireResponse', earlier)).status).toBe(201);
  const path = 'Questionnaire/somatik/$populate';
  const body = { resourceType: 'Parameters', parameter: [subject(), local] };
  const hint = async (answer: Response) => {
    const { parameter = [] } = (await answer.json()) as Parameters;
    const issues = parameter.find(({ name }) => name === 'issues')?.resource as OperationOutcome;
    return issues.issue[0]?.details?.coding?.[0]?.code;
  };
  const lacking = await refusalIn(await calling(path, body, 'system/Questionnaire.r'));
  expect([lacking.status, lacking.issues[0]?.[0]]).toEqual([403, 'scope-missing']);
  expect(await hint(await calling(path, body))).toBe('populate-from');
  expect(await hint(await calling(path, body, scope, 'stranger'))).toBe('populate-none');
  await Promise.all([closed.close(), issuer.close()]);
});
