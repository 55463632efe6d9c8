import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { positiveReceipt } from '../../src/medcom/receipts/make.ts';
import { unwrapVans } from '../../src/medcom/vans/read.ts';
import { negativeMessage, negativeVans, positiveMessage, wrapVans } from '../../src/medcom/vans/wrap.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { refusalOf } from './refusal.ts';
import { describeWithSamples, sample, samples } from './sample-letters.ts';
import { describeWithSchemas, schemaDirectory } from './schemas.ts';
import { options as letterOptions, parties, statementOf } from './statements.ts';

const envelopeId = '068dadff-12bb-406d-8c86-083974dc0180';
const messageId = '7f1b1b52-3c77-4f0e-9a0e-0f6f4d8a9c11';
const answerId = '168dadff-12bb-406d-8c86-083974dc0181';
const options = { envelopeId, messageId, time: '2026-01-20T22:30:07Z' };
const answered = { envelopeId: answerId, time: '2026-01-20T22:31:00Z' };

const sent = await composeLetter('XDIS91', statementOf(), parties, letterOptions);
const meta = { identifier: messageId, format: 'XML', name: 'MCM:XDIS91', version: 'XD9134L', size: sent.bytes.length };
const wrapped = await wrapVans(sent.bytes, options);
const text = Buffer.from(wrapped).toString('latin1');
const changed = (from: string | RegExp, to: string, of = text) => {
  const result = of.replace(from, to);
  expect(result).not.toBe(of);
  return Buffer.from(result, 'latin1');
};

describe('a message in an envelope', () => {
  test('comes out as it went in', async () => {
    expect(await unwrapVans(wrapped)).toEqual({
      sender: { type: 'EAN', value: '5790001382445' },
      receiver: { type: 'EAN', value: '5790000121441' },
      envelopeId,
      sent: '2026-01-20T23:30:07',
      content: { kind: 'message', meta, bytes: Buffer.from(sent.bytes) },
    });
  });

  test('is any receipt too', async () => {
    const { bytes } = await positiveReceipt((await parseXml(sent.bytes)).root, {
      time: options.time,
    });
    const { content, sender } = await unwrapVans(await wrapVans(bytes, options));
    expect(content).toMatchObject({ meta: { name: 'MCM:XCTL03', version: 'XC0330Q' }, bytes: Buffer.from(bytes) });
    expect(sender.value).toBe('5790000121441');
  });

  test('keeps every byte: comments, line ends, other encodings', async () => {
    const odd = changed('<Letter>', '<!-- \r\n\t --><Letter>', Buffer.from(sent.bytes).toString('latin1'));
    const { content } = await unwrapVans(await wrapVans(odd, options));
    expect(content).toMatchObject({ bytes: odd });
  });

  test('may go by other GLNs than the letter', async () => {
    const given = { ...options, sender: '5790000121441', receiver: '5790001382445' };
    expect(await unwrapVans(await wrapVans(sent.bytes, given))).toMatchObject({
      sender: { value: '5790000121441' },
      receiver: { value: '5790001382445' },
    });
  });

  test.each<[string, string, string, Partial<typeof options & { sender: string; receiver: string }>]>([
    [
      'an envelope id that is no UUID',
      'letter-value-form',
      'option:envelopeId',
      { envelopeId: 'ZZZZZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZZZZZZZZZ' },
    ],
    ['a message id that is no UUID', 'letter-value-form', 'option:messageId', { messageId: '1' }],
    ['a wrong check digit', 'vans-gln', 'option:sender', { sender: '5790001382446' }],
    ['a number of another length', 'vans-gln', 'option:receiver', { receiver: '579000138244' }],
    ['no time', 'letter-option-form', 'option:time', { time: '2026-01-20' }],
  ])('is refused with %s: %s at %s', async (_, code, place, change) => {
    expect(await refusalOf(() => wrapVans(sent.bytes, { ...options, ...change }))).toEqual([{ code, place }]);
  });

  test.each<[string, string, string]>([
    ['another document', 'vans-no-letter', '<a/>'],
    ['an envelope without a letter', 'vans-no-letter', '<Emessage><Envelope/></Emessage>'],
    ['a letter without a header', 'vans-no-letter', '<Emessage><Envelope/><x/></Emessage>'],
    ['no XML', 'xml-malformed', 'EDIFACT'],
  ])('is refused for %s: %s', async (_, code, xml) => {
    expect(await refusalOf(() => wrapVans(Buffer.from(xml), options))).toEqual([{ code, place: '/' }]);
  });
});

describe('an envelope that came in', () => {
  const message = '/VANSEnvelope/Message';
  test.each<[string, string, string, string | RegExp, string]>([
    ['another version', 'vans-unknown', '/', '1.0.4', '1.0.3'],
    ['another root', 'vans-unknown', '/', /VANSEnvelope/g, 'Envelope'],
    [
      'an envelope id that the schema’s pattern lets through',
      'letter-value-form',
      '/VANSEnvelope/EnvelopeIdentifier',
      envelopeId,
      'ZZZZZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZZZZZZZZZ',
    ],
    [
      'a message id that is none',
      'letter-value-form',
      `${message}/MetaInformation/Identifier`,
      messageId,
      messageId.replace('7', 'g'),
    ],
    [
      'more bytes than it says',
      'vans-size',
      `${message}/MetaInformation/Document/SizeInBytes`,
      `>${sent.bytes.length}<`,
      `>${sent.bytes.length - 1}<`,
    ],
    [
      'fewer bytes than it says',
      'vans-size',
      `${message}/MetaInformation/Document/SizeInBytes`,
      `>${sent.bytes.length}<`,
      `>${sent.bytes.length + 1}<`,
    ],
    [
      'a size below zero',
      'letter-value-form',
      `${message}/MetaInformation/Document/SizeInBytes`,
      `>${sent.bytes.length}<`,
      '>-1<',
    ],
    ['content cut short', 'vans-base64', `${message}/Data`, /.<\/Data>/, '</Data>'],
    ['content that is no base64', 'letter-value-form', `${message}/Data`, '<Data>', '<Data>§'],
    [
      'no type of the sender',
      'vans-endpoint',
      '/VANSEnvelope/SenderID/@EndPointType',
      '<SenderID EndPointType="EAN">',
      '<SenderID>',
    ],
    [
      'an unknown type',
      'vans-endpoint',
      '/VANSEnvelope/ReceiverID/@EndPointType',
      '<ReceiverID EndPointType="EAN">',
      '<ReceiverID EndPointType="GLN">',
    ],
    [
      'a type of another namespace',
      'vans-endpoint',
      '/VANSEnvelope/SenderID/@EndPointType',
      '<SenderID EndPointType',
      '<SenderID xmlns:x="urn:x" x:EndPointType',
    ],
    ['a wrong check digit', 'vans-gln', '/VANSEnvelope/ReceiverID', '>5790000121441<', '>5790000121442<'],
    ['a time that is not', 'letter-value-form', '/VANSEnvelope/SentDateTime', '23:30:07', '24:30:07'],
    ['two messages', 'letter-element-unexpected', '/VANSEnvelope', /(<Message>.*<\/Message>)/, '$1$1'],
    ['a format of its own', 'letter-code-unknown', `${message}/MetaInformation/Document/Format`, '>XML<', '>JSON<'],
  ])('with %s is refused: %s at %s', async (_, code, place, from, to) => {
    expect(await refusalOf(() => unwrapVans(changed(from, to)))).toEqual([{ code, place }]);
  });

  test.each<[string, string, string]>([
    ['with a zone', '23:30:07', '23:30:07+01:00'],
    ['with lines in its content', '<Data>', '<Data>\r\n'],
    [
      'with a transport',
      '</Document>',
      '</Document><Transport><Type>reliable</Type><TransformMessage>false</TransformMessage><ServiceTag name="MCM:STATISTIC">manual</ServiceTag></Transport>',
    ],
    [
      'with what processed it',
      '<Document>',
      '<Processing><ProviderIdentifier>p</ProviderIdentifier><ServiceIdentifier>s</ServiceIdentifier></Processing><Document>',
    ],
    ['with capitals in its id', envelopeId, envelopeId.toUpperCase()],
    ['from a provider of the network', 'EAN">5790001382445', 'VANS">KMD'],
  ])('%s is read', async (_, from, to) => {
    expect(await unwrapVans(changed(from, to))).toMatchObject({ envelopeId, content: { meta } });
  });

  test('of random bytes is refused by a code of ours', async () => {
    const file = Buffer.from(wrapped);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.uint8Array({ minLength: 1, maxLength: 20 }), async (at, bytes) => {
        const broken = Buffer.from(file);
        broken.set(bytes.subarray(0, broken.length - at), at);
        await unwrapVans(broken).catch((error: unknown) => expect(error).toMatchObject({ name: 'Refusal' }));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a receipt of the network', async () => {
  const envelope = await unwrapVans(wrapped);
  const error = { code: 17, description: 'Ukendt <type> & æøå' };
  const ends = { sender: envelope.receiver, receiver: envelope.sender, envelopeId: answerId };
  const made = {
    PositiveMessage: await positiveMessage(envelope, answered),
    NegativeMessage: await negativeMessage(envelope, error, answered),
    NegativeVans: await negativeVans(envelope, error, answered),
  };

  test.each([
    ['PositiveMessage', meta, undefined],
    ['NegativeMessage', meta, error],
    ['NegativeVans', undefined, error],
  ] as const)('%s reads back', async (kind, originalMessage, said) => {
    expect(await unwrapVans(made[kind])).toMatchObject({
      ...ends,
      sent: '2026-01-20T23:31:00',
      content: { kind, originalEnvelopeId: envelopeId, originalMessage, error: said },
    });
  });

  test('may be without a number of the error', async () => {
    const bytes = await negativeMessage(envelope, { code: undefined, description: 'x' }, answered);
    expect((await unwrapVans(bytes)).content).toMatchObject({ error: { code: undefined, description: 'x' } });
  });

  test('needs the original message, but for NegativeVans', async () => {
    for (const kind of ['PositiveMessage', 'NegativeMessage'] as const) {
      const bytes = changed(/<OriginalMessage>.*<\/OriginalMessage>/, '', Buffer.from(made[kind]).toString('latin1'));
      expect(await refusalOf(() => unwrapVans(bytes))).toEqual([
        { code: 'letter-element-missing', place: `/VANSEnvelope/Receipt/${kind}/OriginalMessage` },
      ]);
    }
  });

  test.each<[string, number]>([
    ['no words', 0],
    ['too many', 513],
  ])('with an error of %s is refused', async (_, length) => {
    const step = () => negativeMessage(envelope, { code: 1, description: 'x'.repeat(length) }, answered);
    expect(await refusalOf(step)).toEqual([
      { code: 'letter-text-length', place: '/VANSEnvelope/Receipt/NegativeMessage/Error/Description' },
    ]);
  });

  test('is not answered', async () => {
    const receipt = await unwrapVans(made.PositiveMessage);
    for (const step of [() => positiveMessage(receipt, answered), () => negativeMessage(receipt, error, answered)]) {
      expect(await refusalOf(step)).toEqual([{ code: 'vans-no-message', place: '/VANSEnvelope/Receipt' }]);
    }
  });

  describeWithSchemas('by the schema of VANSEnvelope 1.0.4', async () => {
    test.each(['message', ...Object.keys(made)])('%s is valid', async (kind) => {
      const bytes = { message: wrapped, ...made }[kind] ?? new Uint8Array();
      expect(await complaints(bytes)).toEqual([]);
    });

    test('something else is not', async () => {
      expect(await complaints(changed('<SenderID', '<Sender/><SenderID'))).not.toEqual([]);
    });
  });
});

/** What libxml2 says by the envelope's own schema, which has no imports. */
async function complaints(bytes: Uint8Array): Promise<readonly string[]> {
  const { XmlDocument, XsdValidator } = await import('libxml2-wasm');
  const file = join(schemaDirectory, 'vans-envelope/VANSEnvelope-1.0.4.xsd');
  expect(existsSync(file)).toBe(true);
  const schema = XmlDocument.fromBuffer(readFileSync(file));
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromBuffer(bytes);
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    return [String(error)];
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
}

describeWithSamples('the sample', () => {
  test('envelope gives its letter, byte for byte', async () => {
    const { content } = await unwrapVans(sample('current/VANSEnvelope_XDIS91.xml'));
    expect(content).toMatchObject({ kind: 'message', bytes: sample('current/XDIS91_XD9134L.xml') });
  });

  test('receipt is read', async () => {
    const { content } = await unwrapVans(sample('current/VANSEnvelope_NegativeMessage.xml'));
    expect(content).toMatchObject({ kind: 'NegativeMessage', error: { code: undefined, description: 'Ukendt type' } });
  });

  test.each(samples(/(?:DIS|REF|BIN|CTL)\w*\.xml$/).filter((name) => !/VANS/.test(name)))(
    '%s goes round',
    async (name) => {
      const bytes = sample(name);
      const gln = { sender: '5790001382445', receiver: '5790000121441' };
      const { content } = await unwrapVans(await wrapVans(bytes, { ...options, ...gln }));
      expect(content).toMatchObject({ kind: 'message', bytes });
    },
  );
});
