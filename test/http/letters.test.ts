import { readFileSync } from 'node:fs';
import type { Bundle, OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { requireStatement } from '../../src/medcom/block/level.ts';
import { openCareMessage } from '../../src/medcom/fhir/open.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { attachLevel } from '../../src/work/attach.ts';
import { readLevels } from '../../src/work/read-levels.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { fixturesFolder, responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { post, refusalIn, startService, type TestService } from './service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const organization = (name: string) => JSON.parse(readFileSync(`${fixturesFolder}organisationer/${name}.json`, 'utf8'));
const parties = { sender: organization('sender'), receiver: organization('receiver') };
const time = '2026-01-20T10:30:00+01:00';
const statementIn = (name: string) => requireStatement(scoreResponse(ports, responseBytes(name)).assessment);
const statement = statementIn('somatik-3-aftalt');
const other = { ...statementIn('psykiatri-4-aftalt'), citizen: statement.citizen };
const { bytes: latin1 } = await composeLetter('XDIS91', other, parties, { time });
const utf8 = Buffer.from(Buffer.from(latin1).toString('latin1').replace('ISO-8859-1', 'UTF-8'));

function send(parts: Record<string, Uint8Array | string>, headers: Record<string, string> = {}): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.append(name, new Blob([value as string]), `${name}.bin`);
  return fetch(`${service.url}/medcom/attach`, { method: 'POST', body: form, headers });
}

describe('POST /medcom/attach', () => {
  test.each<[string, Uint8Array, string]>([
    ['ISO-8859-1', latin1, 'application/xml; charset=ISO-8859-1'],
    ['UTF-8', utf8, 'application/xml; charset=UTF-8'],
  ])('answers with the letter in its own charset: %s', async (_, bytes, type) => {
    const answer = await send(
      { letter: bytes, response: responseBytes('somatik-3-aftalt') },
      { accept: 'application/xml' },
    );
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      type,
      'no-store',
    ]);
    const made = Buffer.from(await answer.arrayBuffer());
    expect(made.equals(Buffer.from((await attachStatement(bytes, statement)).bytes))).toBe(true);
  });

  test('tells the codes of warnings in a header, each once, and none where there are none', async () => {
    const wrong = Buffer.from(
      Buffer.from(latin1)
        .toString('latin1')
        .replaceAll(/(<EANIdentifier>)\d{13}/g, '$15790001382446'),
      'latin1',
    );
    const response = responseBytes('somatik-3-aftalt');
    const warned = await send({ letter: wrong, response });
    expect([warned.status, warned.headers.get('niveau-warnings')]).toEqual([200, 'letter-gln-impossible']);
    expect((await send({ letter: latin1, response })).headers.has('niveau-warnings')).toBe(false);
  });

  test('takes the options of the command as parts', async () => {
    const response = responseBytes('somatik-0-forslag');
    const parts = { letter: latin1, response, includeSuggestion: 'true' };
    const cpr = scoreResponse(ports, response).assessment.citizen.cpr;
    const mine = Buffer.from(
      Buffer.from(latin1)
        .toString('latin1')
        .replace(/(CivilRegistrationNumber>)\d+/, `$1${cpr}`),
      'latin1',
    );
    expect((await send({ ...parts, letter: mine })).status).toBe(200);
    expect(await refusalIn(await send({ letter: mine, response }))).toEqual({
      status: 422,
      issues: [['letter-suggestion-only', 'includeSuggestion']],
    });
    expect(await refusalIn(await send({ letter: mine, response, includeSuggestion: 'ja' }))).toEqual({
      status: 400,
      issues: [['query-value']],
    });
    expect(await refusalIn(await send({ ...parts, letter: mine, letterId: 'B9' }))).toEqual({
      status: 422,
      issues: [['letter-named-unknown', 'letterId']],
    });
  });

  const response = responseBytes('somatik-3-aftalt');
  test.each<[string, Record<string, Uint8Array | string>, number, string[]]>([
    ['no letter', { response }, 400, ['request-part-missing']],
    ['no response', { letter: latin1 }, 400, ['request-part-missing']],
    ['a part that does not belong', { letter: latin1, response, hemmelig: 'x' }, 400, ['request-part-unknown']],
    ['a letter that is no XML', { letter: 'hemmelig', response }, 400, ['xml-malformed', '/']],
    ['a DOCTYPE', { letter: '<!DOCTYPE a><a/>', response }, 400, ['xml-doctype', '/']],
    ['a response that is no JSON', { letter: latin1, response: 'hemmelig' }, 400, ['json-malformed']],
    [
      'another citizen',
      {
        letter: Buffer.from(
          Buffer.from(latin1)
            .toString('latin1')
            .replace(/(CivilRegistrationNumber>)\d+/, '$10101010001'),
          'latin1',
        ),
        response,
      },
      422,
      ['wrong-citizen', '/Emessage/ClinicalEmail/Patient'],
    ],
    [
      'a letter that is too large',
      { letter: `<a>${'x'.repeat(1_000_000)}</a>`, response },
      413,
      ['xml-too-large', '/'],
    ],
    [
      'parts without end',
      Object.fromEntries(Array.from({ length: 60 }, (_, part) => [`p${part}`, ''])),
      400,
      ['multipart-parts'],
    ],
    ['a body that is too large', { letter: 'x'.repeat(12_000_000), response }, 413, ['multipart-too-large']],
  ])('refuses %s', async (_, parts, status, issue) => {
    const refusal = await refusalIn(await send(parts));
    expect(refusal).toEqual({ status, issues: [issue] });
    expect(JSON.stringify(service.lines)).not.toMatch(/hemmelig|0101010001/);
  });

  test('names an option by its field, not as the command line does', async () => {
    const answer = await send({ letter: latin1, response, letterId: 'B9', category: 'x' });
    const { issue } = (await answer.json()) as OperationOutcome;
    expect(issue[0]?.diagnostics).toBe('category');
    const other = (await (await send({ letter: latin1, response, letterId: 'B9' })).json()) as OperationOutcome;
    expect(other.issue[0]?.diagnostics).toBe('letterId');
    expect(JSON.stringify([issue, other])).not.toContain('--');
  });

  test('refuses another body, half a body, and who wants no XML', async () => {
    const other = await refusalIn(await post(`${service.url}/medcom/attach`, {}));
    expect(other).toEqual({ status: 415, issues: [['content-type-unsupported']] });
    const cut = await fetch(`${service.url}/medcom/attach`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="letter"\r\n\r\n<a',
    });
    expect(await refusalIn(cut)).toEqual({ status: 400, issues: [['multipart-malformed']] });
    const refused = await refusalIn(await send({ letter: latin1, response }, { accept: 'application/pdf' }));
    expect(refused).toEqual({ status: 406, issues: [['not-acceptable-letter']] });
  });
});

describe('POST /medcom/letters', () => {
  const body = { type: 'XREF15', response: JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8')), ...parties };
  const url = () => `${service.url}/medcom/letters`;

  test.each(['XDIS91', 'XREF15', 'XREF01', 'XDIS01'])('answers with a whole %s', async (type) => {
    const answer = await post(url(), { ...body, type, options: { time } }, { accept: '*/*' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml; charset=ISO-8859-1']);
    const made = new Uint8Array(await answer.arrayBuffer());
    expect(await readLetters(ports.model, made)).toMatchObject([
      { type, levels: [{ level: { code: '3' }, basis: 'aftalt' }] },
    ]);
  });

  test('tells the codes of warnings in a header', async () => {
    const { response } = body;
    const comment = { linkId: 'kommentar', answer: [{ valueString: 'Łódź' }] };
    const item = response.item.map((one: { linkId: string }) => (one.linkId === 'kommentar' ? comment : one));
    const warned = await post(url(), { ...body, response: { ...response, item } }, { accept: '*/*' });
    expect([warned.status, warned.headers.get('niveau-warnings')]).toEqual([200, 'character-outside']);
    const plain = await post(url(), body, { accept: '*/*' });
    expect([plain.status, plain.headers.get('niveau-warnings')]).toEqual([200, null]);
  });

  test.each<[string, object, number, string[]]>([
    ['no sender', { ...body, sender: undefined }, 400, ['request-part-missing']],
    ['more than belongs', { ...body, hemmelig: 1 }, 400, ['request-part-unknown']],
    ['an option that is none', { ...body, options: { hemmelig: 'x' } }, 400, ['request-part-unknown', 'options']],
    ['an option of a wrong type', { ...body, options: { letterId: 7 } }, 400, ['request-part-form', 'letterId']],
    ['options that are none', { ...body, options: 'x' }, 400, ['request-part-form', 'options']],
    ['a type in a list', { ...body, type: ['XDIS91'] }, 400, ['request-part-form', 'type']],
    ['a type that is a number', { ...body, type: 91 }, 400, ['request-part-form', 'type']],
    ['a list', [], 400, ['request-part-missing']],
    ['an unknown type', { ...body, type: 'XDIS20' }, 422, ['letter-type', 'type']],
    ['a sender that is none', { ...body, sender: 'x' }, 400, ['organization-wrong', 'sender']],
    ['a receiver that is a list', { ...body, receiver: [parties.receiver] }, 400, ['organization-wrong', 'receiver']],
    [
      'a sender of another type',
      { ...body, sender: { resourceType: 'Patient' } },
      400,
      ['organization-wrong', 'sender'],
    ],
    ...(
      [
        [{ identifier: {} }, 'identifier'],
        [{ identifier: [null] }, 'identifier[0]'],
        [{ identifier: [parties.sender.identifier[0], { system: 7 }] }, 'identifier[1].system'],
        [{ identifier: [{ system: 'x', value: 5790001382445 }] }, 'identifier[0].value'],
        [{ name: ['MedCom'] }, 'name'],
        [{ alias: 'MedCom' }, 'alias'],
        [{ alias: [{}] }, 'alias'],
      ] as const
    ).map(([wrong, path]): [string, object, number, string[]] => [
      `a sender whose ${path} is malformed`,
      { ...body, sender: { ...parties.sender, ...wrong } },
      400,
      ['organization-wrong', `Organization.${path}`],
    ]),
    [
      'an option that the letter does not have',
      { ...body, options: { episodeStatus: 'inaktiv' } },
      422,
      ['letter-option-unused', 'episodeStatus'],
    ],
  ])('refuses %s', async (_, sent, status, issue) => {
    const refusal = await refusalIn(await post(url(), sent, { accept: 'application/xml' }));
    expect(refusal).toEqual({ status, issues: [issue] });
  });
});

describe('POST /medcom/read', () => {
  const send = (letter: Uint8Array | string, headers: Record<string, string> = {}) =>
    post(`${service.url}/medcom/read`, letter, { 'content-type': 'application/xml', ...headers });

  test.each([
    ['application/xml'],
    ['text/xml'],
    ['application/xml; charset=ISO-8859-1'],
    ['application/xml; charset=utf-8'],
  ])('a letter as %s gives the Bundle of `niveau read`', async (type) => {
    for (const letter of [latin1, utf8]) {
      const answer = await send(letter, { 'content-type': type });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'application/fhir+json; charset=utf-8',
      ]);
      expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(await readLevels(ports, letter))));
    }
  });

  test('the attachment with the PDF gives it too', async () => {
    const message = await composeLetter('XDIS91', statement, parties, { time });
    const response = responseBytes('somatik-3-aftalt');
    const { pdfLetter } = await attachLevel(ports, { message: message.bytes, response, pdf: true, time });
    const answer = await send(pdfLetter?.bytes ?? '');
    expect(answer.status).toBe(200);
    const { entry = [] } = (await answer.json()) as Bundle;
    expect(entry.map(({ resource }) => resource?.resourceType)).toContain('Observation');
  });

  const plain = readFileSync(`${fixturesFolder}breve/epikrise.xml`);
  test.each<[string, Uint8Array | string, Record<string, string>, number, string[]]>([
    ['a letter without a level', plain, {}, 422, ['no-block', '/Emessage']],
    ['nothing', '', {}, 400, ['xml-malformed', '/']],
    ['what is no XML', 'hemmelig', {}, 400, ['xml-malformed', '/']],
    ['a DOCTYPE', '<!DOCTYPE a><a/>', {}, 400, ['xml-doctype', '/']],
    ['another type', plain, { 'content-type': 'text/plain' }, 415, ['content-type-unsupported']],
    ['who wants a page', plain, { accept: 'text/html' }, 406, ['not-acceptable']],
    ['what is too large', Buffer.alloc(10_485_761, 32), {}, 413, ['xml-too-large']],
  ])('refuses %s', async (_name, letter, headers, status, issue) => {
    expect(await refusalIn(await send(letter, headers))).toEqual({ status, issues: [issue] });
  });
});

describe('POST /medcom/messages', () => {
  const sender = organization('sender');
  const receiver = organization('kommune');
  const response = JSON.parse(responseBytes('somatik-3-aftalt').toString());
  const options = { time: '2026-02-01T10:00:00+01:00', phone: '44527000' };
  const order = (parts: object) =>
    post(`${service.url}/medcom/messages`, JSON.stringify({ response, sender, ...parts }));

  test('answers with a CareCommunication, and with one that follows it', async () => {
    const first = await order({ receiver, options });
    const message = (await first.json()) as Bundle;
    expect([first.status, message.type, message.timestamp]).toEqual([200, 'message', '2026-02-01T10:00:00+01:00']);
    const reply = await order({ sender: receiver, reply: message, options: { time: '2026-02-02T10:00:00+01:00' } });
    const answered = (await reply.json()) as Bundle;
    const threadOf = (bundle: Bundle) => openCareMessage(bundle).communication.resource.identifier?.[0]?.value;
    expect(threadOf(answered)).toEqual(threadOf(message));
  });

  test('takes the message back with another level in it, and reads it', async () => {
    const message = await (await order({ receiver, options })).text();
    const psychiatric = JSON.parse(responseBytes('psykiatri-4-aftalt').toString());
    const answer = await send(
      { letter: message, response: JSON.stringify({ ...psychiatric, subject: response.subject }) },
      { accept: 'application/fhir+json' },
    );
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/fhir+json; charset=utf-8']);
    const read = await post(`${service.url}/medcom/read`, await answer.text());
    const { entry = [] } = (await read.json()) as Bundle;
    expect(entry.filter(({ resource }) => resource?.resourceType === 'Observation')).toHaveLength(2);
  });

  test.each([
    ['two earlier messages', { reply: {}, forward: {} }, 422, 'message-several-earlier'],
    ['an earlier message that is none', { reply: {} }, 422, 'message-unknown'],
    ['an unknown part', { letter: {} }, 400, 'request-part-unknown'],
    ['an unknown option', { receiver, options: { color: 'red' } }, 400, 'request-part-unknown'],
    ['an option of another type', { receiver, options: { pdf: 'true' } }, 400, 'request-part-form'],
    ['no sender', { sender: undefined }, 400, 'request-part-missing'],
  ])('refuses %s', async (_, parts, status, code) => {
    const { status: given, issues } = await refusalIn(await order(parts));
    expect([given, issues[0]?.[0]]).toEqual([status, code]);
  });
});
