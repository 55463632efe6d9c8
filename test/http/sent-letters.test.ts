import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { negativeReceipt, positiveReceipt } from '../../src/medcom/receipts/make.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { fixturesFolder } from '../fixtures.ts';
import { composed } from '../medcom/fhir/messages.ts';
import { identifier, response } from '../store/archives.ts';
import { post, refusalIn, startStoredService, type TestService } from './service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startStoredService();
});
afterAll(() => service.close());

const organization = (name: string) => JSON.parse(readFileSync(`${fixturesFolder}organisationer/${name}.json`, 'utf8'));
const parties = { sender: organization('sender'), receiver: organization('receiver') };

const write = (body: object, query = '') =>
  post(`${service.url}/medcom/letters${query}`, { type: 'XDIS91', ...parties, ...body });

async function written(body: object, query = ''): Promise<{ at: string; bytes: Buffer }> {
  const answer = await write(body, query);
  expect(answer.status).toBe(200);
  return { at: answer.headers.get('location') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
}

function attach(letter: Uint8Array, parts: Record<string, string>, query = ''): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ letter, ...parts }))
    form.append(name, new Blob([value as Uint8Array<ArrayBuffer>]), name);
  return fetch(`${service.url}/medcom/attach${query}`, { method: 'POST', body: form });
}

async function stateOf(at: string): Promise<Record<string, unknown>> {
  return (await (await fetch(at)).json()) as Record<string, unknown>;
}

async function bring(bytes: Uint8Array): Promise<unknown> {
  const headers = { 'content-type': 'application/xml' };
  return (
    await fetch(`${service.url}/medcom/inbox`, { method: 'POST', body: bytes as Uint8Array<ArrayBuffer>, headers })
  ).json();
}

const rootOf = async (bytes: Uint8Array) => (await parseXml(bytes)).root;
const time = '2026-01-21T08:00:00Z';

/** Keeps a response, and gives its id. */
async function keptResponse(value: string, changes: object = {}): Promise<string> {
  const answer = await post(
    `${service.url}/fhir/QuestionnaireResponse`,
    response({ identifier: identifier(value), ...changes }),
  );
  return ((await answer.json()) as { id: string }).id;
}

/** A letter of some sender without a level of somatik. */
async function plainLetter(letterId: string): Promise<Buffer> {
  const psykiatri = { ...response({ identifier: identifier(letterId) }, 'psykiatri') };
  return (await written({ response: psykiatri, options: { letterId } })).bytes;
}

describe('a letter that is written', () => {
  test('is kept, and awaits its receipt', async () => {
    const id = await keptResponse('w1');
    const { at, bytes } = await written({}, `?response=${id}`);
    expect(await stateOf(at)).toMatchObject({
      ...{ direction: 'out', kind: 'letter', type: 'XDIS91', state: 'receipt-awaited', about: id, content: at },
      text: 'Brevet er sendt; kvitteringen ventes.',
    });
    const again = await fetch(at, { headers: { accept: 'application/xml' } });
    expect(Buffer.compare(Buffer.from(await again.arrayBuffer()), bytes)).toBe(0);
  });

  test('is acknowledged by its receipt, late and twice', async () => {
    const { at, bytes } = await written({ response: response({ identifier: identifier('w2') }) });
    const { bytes: receipt } = await positiveReceipt(await rootOf(bytes), { time });
    expect(await bring(receipt)).toMatchObject({
      result: 'created',
      letters: [{ kind: 'receipt', state: 'answered' }],
    });
    expect(await stateOf(at)).toMatchObject({ state: 'receipt-positive' });
    expect(await bring(receipt)).toMatchObject({ result: 'unchanged' });
    expect(await stateOf(at)).toMatchObject({ state: 'receipt-positive' });
  });

  test('is refused by a negative receipt, whose reason is shown', async () => {
    const { at, bytes } = await written({ response: response({ identifier: identifier('w3') }) });
    const refusal = { code: 'problem_med_modtagerID', text: 'Afdelingen findes ikke' } as const;
    const { bytes: receipt } = await negativeReceipt(await rootOf(bytes), refusal, { time });
    await bring(receipt);
    const reason = { code: 'problem_med_modtagerID', text: 'Afdelingen findes ikke' };
    expect(await stateOf(at)).toMatchObject({ state: 'receipt-negative', reason });
    // Whoever looks at it must see that somebody refused it, whatever comes later for the same envelope.
    await bring((await positiveReceipt(await rootOf(bytes), { time })).bytes);
    expect(await stateOf(at)).toMatchObject({ state: 'receipt-negative', reason });
  });

  test('under a letter id, or in an envelope, that was used for another one is refused', async () => {
    await written({
      response: response({ identifier: identifier('w4') }),
      options: { letterId: 'L4', envelopeId: 'E4' },
    });
    const other = { response: response({ identifier: identifier('w5'), authored: '2026-01-19T10:30:00+01:00' }) };
    expect(await refusalIn(await write({ ...other, options: { letterId: 'L4' } }))).toEqual({
      status: 409,
      issues: [['letter-reused', 'letterId']],
    });
    expect(await refusalIn(await write({ ...other, options: { envelopeId: 'E4' } }))).toEqual({
      status: 409,
      issues: [['envelope-reused', 'envelopeId']],
    });
  });
});

describe('a response that is kept', () => {
  test('goes into a letter, in the version now', async () => {
    const id = await keptResponse('a1');
    const letter = await plainLetter('A1');
    const answer = await attach(letter, {}, `?response=${id}`);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toContain('somatik: samarbejdsniveau 2 af');
    expect(await stateOf(answer.headers.get('location') ?? '')).toMatchObject({
      letterId: 'A1',
      state: 'receipt-awaited',
    });
  });

  test('of another citizen is refused', async () => {
    const subject = { identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '0108589995' } };
    const id = await keptResponse('a2', { subject });
    expect(await refusalIn(await attach(await plainLetter('A2'), {}, `?response=${id}`))).toEqual({
      status: 422,
      issues: [['wrong-citizen', '/Emessage/ClinicalEmail/Patient']],
    });
  });

  test.each<[string, object, number, string]>([
    ['a draft', { status: 'in-progress' }, 422, 'status-in-progress'],
    ['withdrawn', { status: 'entered-in-error' }, 422, 'letter-withdrawn'],
  ])('and is %s is refused', async (name, changes, status, code) => {
    const id = await keptResponse(name, changes);
    const refused = await refusalIn(
      await attach(await plainLetter(`D${status}${code}`.slice(0, 14)), {}, `?response=${id}`),
    );
    expect([refused.status, refused.issues[0]?.[0]]).toEqual([status, code]);
  });

  test('under an id that is unknown is refused', async () => {
    for (const answer of [attach(await plainLetter('A3'), {}, '?response=unknown'), write({}, '?response=unknown')]) {
      expect(await refusalIn(await answer)).toEqual({ status: 404, issues: [['resource-unknown']] });
    }
  });

  test('beside one that is sent along is refused: which is meant?', async () => {
    const id = await keptResponse('a4');
    const body = JSON.stringify(response());
    const refused = { status: 400, issues: [['request-part-unknown']] };
    expect(await refusalIn(await attach(await plainLetter('A4'), { response: body }, `?response=${id}`))).toEqual(
      refused,
    );
    expect(await refusalIn(await write({ response: response() }, `?response=${id}`))).toEqual(refused);
  });
});

describe('a letter that a level was put into', () => {
  test('is kept where it is a FHIR message in XML, too', async () => {
    const message = (await openFhirXml()).write(composed());
    const told = JSON.stringify(response({ identifier: identifier('x1') }, 'psykiatri'));
    const answer = await attach(message, { response: told });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/fhir+xml; charset=utf-8']);
    expect(await stateOf(answer.headers.get('location') ?? '')).toMatchObject({
      ...{ direction: 'out', type: 'CareCommunication', state: 'receipt-awaited' },
    });
  });

  test('may get another level as long as no receipt is there', async () => {
    const letter = await plainLetter('B1');
    const put = async (level: 'b1' | 'b2', authored: string) =>
      attach(letter, { response: JSON.stringify(response({ identifier: identifier(level), authored })) });
    const first = await put('b1', '2026-01-20T10:30:00+01:00');
    const at = first.headers.get('location') ?? '';
    const second = await put('b2', '2026-01-20T11:30:00+01:00');
    expect(second.headers.get('location')).toBe(at);
    const bytes = Buffer.from(await second.arrayBuffer());
    const now = await fetch(at, { headers: { accept: 'application/xml' } });
    expect(Buffer.compare(Buffer.from(await now.arrayBuffer()), bytes)).toBe(0);
    await bring((await positiveReceipt(await rootOf(bytes), { time })).bytes);
    expect(await stateOf(at)).toMatchObject({ state: 'receipt-positive' });
    expect(await refusalIn(await put('b1', '2026-01-20T10:30:00+01:00'))).toEqual({
      status: 409,
      issues: [['letter-sent', '/Emessage']],
    });
    expect((await put('b2', '2026-01-20T11:30:00+01:00')).status).toBe(200);
  });
});
