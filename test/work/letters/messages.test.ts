import { hash } from 'node:crypto';
import type { Bundle, MessageHeader } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { openFhirXml } from '../../../src/fhir-xml/fhir-xml.ts';
import { openAcknowledgement } from '../../../src/medcom/fhir/answered.ts';
import { composeCareMessage, composeCareWithdrawal } from '../../../src/medcom/fhir/compose.ts';
import { openCareMessage } from '../../../src/medcom/fhir/open.ts';
import { careDocument, wrapFhir } from '../../../src/medcom/vans/fhir.ts';
import { unwrapVans } from '../../../src/medcom/vans/read.ts';
import type { LevelStatement } from '../../../src/scoring/types.ts';
import { readMessageDocument } from '../../../src/work/messages/document.ts';
import { isXmlMessage } from '../../../src/work/messages/is-message.ts';
import {
  changed,
  communicationIn,
  hospital,
  municipality,
  of,
  options,
  statement,
} from '../../medcom/fhir/messages.ts';
import { newArchive } from '../../store/archives.ts';
import { databases } from '../../store/databases.ts';
import { answer, letterWith, levels, receive, stored } from './post.ts';

const between = { sender: hospital, receiver: municipality };
const time = '2026-11-01T10:00:00Z';
/** A message with the level of a citizen of its own. */
function about(cpr: string, change: Partial<LevelStatement> = {}): { told: LevelStatement; bundle: Bundle } {
  const identifiers = [{ system: 'urn:oid:1.2.208.176.1.2', value: cpr }];
  const told = { ...statement, ...change, citizen: { ...statement.citizen, cpr, identifiers } };
  return { told, bundle: composeCareMessage(told, between, { ...options, time }).bundle };
}
const bytesOf = (bundle: object) => Buffer.from(JSON.stringify(bundle));
/** In an envelope of the network. */
function enveloped(message: Uint8Array): Promise<Uint8Array> {
  return wrapFhir(message, careDocument('carecoordination'), {
    envelopeId: 'c7a3f6f0-0000-4000-8000-000000000001',
    messageId: 'c7a3f6f0-0000-4000-8000-000000000002',
    ...{ sender: network('5790001382445'), receiver: network('5790000121441'), time },
  });
}
const network = (value: string) => ({ type: 'EAN', value }) as const;
/** The code of an Acknowledgement, which is XML as the message is that it answers. */
async function acknowledgedInXml(receipt: Uint8Array | undefined): Promise<string> {
  expect(isXmlMessage(receipt ?? new Uint8Array())).toBe(true);
  return openAcknowledgement((await readMessageDocument(receipt ?? new Uint8Array())).value).code;
}
const header = (bundle: Bundle): MessageHeader => of(bundle, 'MessageHeader')[0] as MessageHeader;

describe.each(databases())('MedCom FHIR messages that come in ($name)', (database) => {
  test('a level is kept and acknowledged; again it is the same, in a sending of its own', async () => {
    const archive = await newArchive(database);
    const { bundle } = about('2512489996');
    const first = await receive(archive, bytesOf(bundle));
    expect(first.result).toBe('created');
    const told = openAcknowledgement(JSON.parse(Buffer.from(first.receipt ?? []).toString()));
    expect(told).toMatchObject({ code: 'ok', answers: openCareMessage(bundle).messageId });
    expect(await levels(archive)).toEqual(['3 active']);
    const again = await receive(archive, bytesOf(bundle), { clock: () => new Date('2026-12-01T13:00:00Z') });
    const second = openAcknowledgement(JSON.parse(Buffer.from(again.receipt ?? []).toString()));
    expect([again.result, second.messageId]).toEqual(['unchanged', told.messageId]);
    expect(second.bundleId).not.toBe(told.bundleId);
    // Sent again by its sender: another Bundle.id, the same message.
    const resent = { ...bundle, id: 'b7a3f6f0-0000-4000-8000-000000000001', timestamp: '2026-11-01T11:30:00+01:00' };
    expect(await answer(archive, bytesOf(resent))).toBe('unchanged level');
    // The other spelling has its properties in FHIR's order, which is none of JSON's.
    const { write } = await openFhirXml();
    expect(await answer(archive, Buffer.from(write(bundle)))).toBe('unchanged level');
    expect(await answer(archive, await letterWith({ id: 'X', change: { ...statement } }))).toBe('created echo');
  });

  test('in XML it is taken as in JSON', async () => {
    const archive = await newArchive(database);
    const bytes = (await openFhirXml()).write(about('0101010001').bundle);
    const first = await receive(archive, bytes);
    expect(await acknowledgedInXml(first.receipt)).toBe('ok');
    expect(await answer(archive, bytes)).toBe('unchanged level');
    const broken = Buffer.from(bytes.toString().replace('<status value="unknown"/>', ''));
    const refused = await receive(
      archive,
      Buffer.from(broken.toString().replace(/<id value="[^"]*"/, '<id value="other"')),
    );
    expect(await acknowledgedInXml(refused.receipt)).toBe('fatal-error');
  });

  test('for another organisation it is refused, and its sender is told', async () => {
    const archive = await newArchive(database);
    const bytes = bytesOf(about('0101010001').bundle);
    const refused = await receive(archive, bytes, { ownGlns: ['5790000121526'] });
    expect(refused).toMatchObject({ problems: [{ code: 'letter-other-receiver', place: 'Bundle' }] });
    const ack = openAcknowledgement(JSON.parse(Buffer.from(refused.receipt ?? []).toString()));
    expect([ack.code, ack.reason?.code]).toEqual(['fatal-error', 'MSG_Receiver_Identifier_UNKNOWN']);
    expect(await answer(archive, bytes, { ownGlns: ['5790000121441'] })).toBe('created level');
  });

  test('with an attachment that cannot be read, or two segments of one number, it is refused, and nothing is kept', async () => {
    const archive = await newArchive(database);
    const { bundle } = about('0101010001');
    const withPage = (data: string, last: string, more = {}) =>
      changed(bundle, (copy) => {
        const communication = communicationIn(copy);
        const { extension } = structuredClone(communication.payload?.[0] ?? {});
        const identifier = extension?.find(({ valueIdentifier }) => valueIdentifier !== undefined)?.valueIdentifier;
        if (identifier?.value !== undefined) identifier.value = `${identifier.value.slice(0, -1)}${last}`;
        communication.payload?.push({
          extension,
          contentAttachment: { contentType: 'image/png', title: 'x', data, ...more },
        });
      });
    const own = openCareMessage(bundle).segments[0]?.identifier.at(-1) ?? '';
    const next = own === '0' ? '1' : '0';
    const at = 'Bundle.entry[6].resource.payload[1]';
    const whole = { size: 7, hash: hash('sha1', Buffer.from('iVBORw0KGg==', 'base64'), 'base64') };
    const another = hash('sha1', 'another page', 'base64');
    for (const [data, last, code, place, more] of [
      ['iVBORw0KGg', next, 'message-attachment-form', `${at}.contentAttachment.data`, {}],
      ['iVBORw0KGg==', own, 'message-segment-twice', `${at}.extension`, {}],
      ['iVBORw0KGg==', next, 'message-attachment-differs', `${at}.contentAttachment.size`, { ...whole, size: 12 }],
      ['iVBORw0KGg==', next, 'message-attachment-differs', `${at}.contentAttachment.size`, { size: '7' }],
      ['iVBORw0KGg==', next, 'message-attachment-differs', `${at}.contentAttachment.hash`, { ...whole, hash: another }],
      ['iVBORw0KGg==', next, 'message-attachment-differs', `${at}.contentAttachment.hash`, { hash: 7 }],
    ] as const) {
      const refused = await receive(archive, bytesOf(withPage(data, last, more)));
      expect(refused).toMatchObject({ result: 'refused', problems: [{ code, place }] });
      expect(openAcknowledgement(JSON.parse(Buffer.from(refused.receipt ?? []).toString())).code).toBe('fatal-error');
      expect(await levels(archive)).toEqual([]);
    }
    expect(await answer(archive, bytesOf(withPage('iVBORw0KGg==', next, whole)))).toBe('created level');
  });

  test('ids are used once', async () => {
    const archive = await newArchive(database);
    const { bundle } = about('0101010001');
    const other = about('0101010001', { comment: 'andet' }).bundle;
    expect(await answer(archive, bytesOf(bundle))).toBe('created level');
    expect(await answer(archive, bytesOf({ ...other, id: bundle.id }))).toBe('envelope-reused Bundle.id');
    const sameHeader = changed(bundle, (copy) => {
      copy.id = 'other';
      communicationIn(copy).topic = { text: 'Andet' };
    });
    const refused = await receive(archive, bytesOf(sameHeader));
    expect(refused).toMatchObject({ result: 'refused', problems: [{ code: 'letter-reused' }] });
    const ack = openAcknowledgement(JSON.parse(Buffer.from(refused.receipt ?? []).toString()));
    expect([ack.code, ack.reason?.text?.startsWith('letter-reused: ')]).toEqual(['fatal-error', true]);
  });

  test('a level that a later message of the thread takes back counts no more', async () => {
    const archive = await newArchive(database);
    const { told, bundle } = about('0108589995');
    const gone = composeCareWithdrawal(
      { ...told, status: 'entered-in-error' },
      { sender: hospital },
      { ...options, time: '2026-11-02T10:00:00Z' },
      { follow: { how: 'correct', message: openCareMessage(bundle) } },
    ).bundle;
    // The later one alone says both.
    expect(await answer(archive, bytesOf(gone))).toBe('created level');
    expect(await levels(archive, '0108589995')).toEqual(['3 revoked']);
    expect(await answer(archive, bytesOf(bundle))).toBe('created echo');
    expect(await levels(archive, '0108589995')).toEqual(['3 revoked']);
  });

  test('in an envelope of the network the Acknowledgement goes back in one', async () => {
    const archive = await newArchive(database);
    const { bundle } = about('0102030405');
    const { receipt, result } = await receive(archive, await enveloped(bytesOf(bundle)));
    const back = await unwrapVans(receipt ?? new Uint8Array());
    expect([result, back.sender, back.receiver]).toEqual([
      'created',
      network('5790000121441'),
      network('5790001382445'),
    ]);
    const { content } = back;
    if (content.kind !== 'message') throw new Error('no message');
    expect(content.meta).toMatchObject({ format: 'HL7', name: 'MCM:FCTL#ok', version: '2.0' });
    expect(openAcknowledgement(JSON.parse(Buffer.from(content.bytes).toString())).code).toBe('ok');
  });

  test('what is refused in an envelope is acknowledged in one, in XML too', async () => {
    const archive = await newArchive(database);
    const broken = (await openFhirXml()).write(about('0101010001').bundle).toString();
    const message = Buffer.from(broken.replace(/CareCommunicationMessageDefinition\|5\.0/, '$&X'));
    const refused = await receive(archive, await enveloped(message));
    expect(refused).toMatchObject({ result: 'refused', problems: [{ code: 'message-version-unknown' }] });
    const { content } = await unwrapVans(refused.receipt ?? new Uint8Array());
    if (content.kind !== 'message') throw new Error('no message');
    expect(await acknowledgedInXml(content.bytes)).toBe('fatal-error');
  });

  test('what cannot be used is acknowledged as a fatal error, and an Acknowledgement never is', async () => {
    const archive = await newArchive(database);
    const broken = changed(about('0101010001').bundle, (copy) => {
      delete communicationIn(copy).category;
    });
    const refused = await receive(archive, bytesOf(broken));
    const ack = openAcknowledgement(JSON.parse(Buffer.from(refused.receipt ?? []).toString()));
    expect(ack).toMatchObject({ code: 'fatal-error', answers: header(broken).id });
    const own = JSON.parse(Buffer.from(refused.receipt ?? []).toString()) as Bundle;
    const taken = await receive(archive, bytesOf(own));
    if (taken.result === 'refused') throw new Error('an Acknowledgement is taken');
    expect([taken.receipt, (await stored(archive, taken.ids[0])).state]).toEqual([undefined, 'unmatched']);
    expect((await receive(archive, bytesOf(own))).result).toBe('unchanged');
    delete header(own).response;
    expect((await receive(archive, bytesOf(own))).receipt).toBeUndefined();
  });
});
