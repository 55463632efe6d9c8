import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { openAcknowledgement } from '../../src/medcom/fhir/answered.ts';
import { readReceipts } from '../../src/medcom/receipts/read.ts';
import { composed } from '../medcom/fhir/messages.ts';
import { edited, letterWith } from '../work/letters/post.ts';
import { loggedText, refusalIn, startService, startStoredService, type TestService } from './service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startStoredService();
});
afterAll(() => service.close());

const json = 'application/json; charset=utf-8';

function bring(bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  const body = bytes as Uint8Array<ArrayBuffer>;
  return fetch(`${service.url}/medcom/inbox`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/xml', ...headers },
  });
}

describe('POST /medcom/inbox', () => {
  test('keeps a letter, says what became of it and where it is', async () => {
    const letter = await letterWith({ id: 'H1' });
    const first = await bring(letter, { 'accept-language': 'en' });
    expect([first.status, first.headers.get('content-type')]).toEqual([201, json]);
    const body = (await first.json()) as { result: string; letters: Record<string, string>[] };
    const [told = {}] = body.letters;
    expect(body.result).toBe('created');
    expect(told).toMatchObject({
      ...{ direction: 'in', kind: 'letter', type: 'XDIS91', version: 'XD9134L', letterId: 'H1', state: 'level' },
      ...{ sender: '5790001382445', receiver: '5790000121441', text: 'The level in the letter is kept.' },
    });
    expect(first.headers.get('location')).toBe(told.content);
    expect(told.id).toMatch(/^[0-9a-f-]{36}$/);
    const again = await bring(letter);
    expect([again.status, await again.json()]).toMatchObject([
      200,
      { result: 'unchanged', letters: [{ id: told.id }] },
    ]);
    const state = await fetch(told.content ?? '');
    expect(await state.json()).toMatchObject({ id: told.id, text: 'Niveauet i brevet er gemt.' });
    const kept = await fetch(told.content ?? '', { headers: { accept: 'application/xml' } });
    expect(Buffer.compare(Buffer.from(await kept.arrayBuffer()), Buffer.from(letter))).toBe(0);
    const receipt = await fetch(told.receipt ?? '', { headers: { accept: 'application/xml' } });
    expect(await readReceipts(Buffer.from(await receipt.arrayBuffer()))).toMatchObject([{ type: 'XCTL03' }]);
  });

  test('answers with the receipt that goes back, where XML is asked for', async () => {
    const letter = await letterWith({ id: 'H2' });
    const xml = { accept: 'application/xml' };
    const answer = await bring(letter, xml);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'application/xml']);
    const receipt = Buffer.from(await answer.arrayBuffer());
    expect(await readReceipts(receipt)).toMatchObject([{ type: 'XCTL03', original: { envelopeId: 'H2' } }]);
    const again = await bring(letter, xml);
    expect([again.status, Buffer.compare(Buffer.from(await again.arrayBuffer()), receipt)]).toEqual([200, 0]);
    const silent = edited(await letterWith({ id: 'H3' }), 'pluspositivkvitt', 'minuspositivkvitt');
    const none = await bring(silent, xml);
    expect([none.status, await none.text()]).toEqual([204, '']);
    const [id] = (none.headers.get('location') ?? '').split('/').slice(-1);
    expect(await refusalIn(await fetch(`${service.url}/medcom/letters/${id}/receipt`))).toEqual({
      status: 404,
      issues: [['letter-receipt-none']],
    });
  });

  test('refuses with code and place, or with the negative receipt', async () => {
    const wrong = edited(await letterWith({ id: 'H4' }), 'XD9134L', 'XD9999L');
    const place = '/Emessage/ClinicalEmail/Letter/VersionCode';
    expect(await refusalIn(await bring(wrong))).toEqual({ status: 422, issues: [['letter-version-unknown', place]] });
    const answer = await bring(wrong, { accept: 'text/xml' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([422, 'application/xml']);
    expect(await readReceipts(Buffer.from(await answer.arrayBuffer()))).toMatchObject([{ type: 'XCTL02' }]);
    expect(
      service.lines.some(({ code, route }) => code === 'letter-version-unknown' && route === '/medcom/inbox'),
    ).toBe(true);
    // Too broken for any receipt: whoever sent it is told all the same.
    expect(await refusalIn(await bring(Buffer.from('hej'), { accept: 'application/xml' }))).toEqual({
      status: 400,
      issues: [['xml-malformed', '/']],
    });
  });

  test('refuses ids that were used before', async () => {
    await bring(await letterWith({ id: 'H5' }));
    const other = await letterWith({ id: 'H5', envelope: 'H6', level: '4' });
    expect(await refusalIn(await bring(other))).toEqual({
      status: 409,
      issues: [['letter-reused', '/Emessage/ClinicalEmail/Letter/Identifier']],
    });
    expect(await refusalIn(await bring(await letterWith({ id: 'H7', envelope: 'H5' })))).toEqual({
      status: 409,
      issues: [['envelope-reused', '/Emessage/Envelope/Identifier']],
    });
  });

  test('takes letters and messages only', async () => {
    expect(await refusalIn(await bring(Buffer.from('{}'), { 'content-type': 'text/plain' }))).toEqual({
      status: 415,
      issues: [['content-type-unsupported']],
    });
  });

  test('takes a FHIR message, and answers by its Acknowledgement where FHIR is asked for', async () => {
    const message = Buffer.from(JSON.stringify(composed()));
    const fhir = { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' };
    const answer = await bring(message, fhir);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'application/fhir+json; charset=utf-8']);
    expect(openAcknowledgement(await answer.json()).code).toBe('ok');
    const kept = await fetch(answer.headers.get('location') ?? '', { headers: { accept: 'application/fhir+json' } });
    expect(Buffer.compare(Buffer.from(await kept.arrayBuffer()), message)).toBe(0);
    const wrong = Buffer.from(message.toString().replace('"status":"unknown"', '"status":"completed"'));
    const refused = await bring(wrong, fhir);
    expect([refused.status, openAcknowledgement(await refused.json()).code]).toEqual([422, 'fatal-error']);
  });

  test('answers a FHIR message in XML by its Acknowledgement too', async () => {
    const message = (await openFhirXml()).write(composed({ topic: 'I XML' }));
    const answer = await bring(message, { accept: 'application/fhir+json' });
    expect(answer.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    expect(openAcknowledgement(await answer.json()).code).toBe('ok');
  });

  test.each(['application/xml', 'text/xml', 'application/fhir+xml'])(
    'answers a FHIR message in JSON by XML for %s, and gives it so',
    async (accept) => {
      const message = Buffer.from(JSON.stringify(composed({ topic: 'XML ønskes' })));
      const answer = await bring(message, { 'content-type': 'application/fhir+json', accept });
      expect(answer.headers.get('content-type')).toBe('application/fhir+xml; charset=utf-8');
      const { value } = (await openFhirXml()).read(Buffer.from(await answer.arrayBuffer()));
      expect(openAcknowledgement(value).code).toBe('ok');
      const kept = await fetch(answer.headers.get('location') ?? '', { headers: { accept } });
      expect(kept.headers.get('content-type')).toBe('application/fhir+xml; charset=utf-8');
    },
  );

  test('gives what it keeps as results of the citizen', async () => {
    await bring(await letterWith({ id: 'H8', cpr: '0108589995', level: '4' }));
    const search = await fetch(`${service.url}/fhir/Observation/_search`, {
      method: 'POST',
      body: new URLSearchParams({
        'patient:identifier': 'urn:oid:1.2.208.176.1.2|0108589995',
        _include: 'Observation:derived-from',
      }),
    });
    expect(await search.json()).toMatchObject({
      entry: [
        {
          resource: { resourceType: 'Observation', status: 'final', valueCodeableConcept: { coding: [{ code: '4' }] } },
        },
      ],
    });
  });

  test('logs nothing of the citizen or of what a sender wrote', async () => {
    // Other systems may do what ours refuses.
    await bring(edited(await letterWith({ id: 'HX' }), />HX</g, '>2512489996<'));
    expect(loggedText(service)).not.toMatch(/251248|9996|Nancy/);
  });
});

describe('GET /medcom/letters/<id>', () => {
  test('of an unknown letter is refused', async () => {
    for (const path of ['unknown', 'unknown/receipt']) {
      expect(await refusalIn(await fetch(`${service.url}/medcom/letters/${path}`))).toEqual({
        status: 404,
        issues: [['letter-not-kept']],
      });
    }
  });

  test('is not there without a store', async () => {
    const bare = await startService();
    const answer = await fetch(`${bare.url}/medcom/letters/unknown`);
    expect(await refusalIn(answer)).toEqual({ status: 404, issues: [['route-unknown']] });
    await bare.close();
  });
});
