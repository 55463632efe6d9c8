import type { Bundle } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { openCareMessage } from '../../../src/medcom/fhir/open.ts';
import { readCareMessage } from '../../../src/medcom/fhir/read.ts';
import { readPdfBlock } from '../../../src/pdf/block-file.ts';
import { loadFonts } from '../../../src/pdf/fonts.ts';
import { pdf as writePdf } from '../../../src/pdf/pdf.ts';
import { ports } from '../../ports.ts';
import { refusalOf } from '../refusal.ts';
import { noSuggestion } from '../statements.ts';
import { changed, communicationIn, composed, of, pdf, statement } from './messages.ts';

const bundle = composed({}, { pdf });
/** As loose as JSON: what is broken here, the types promise. */
type Loose = ReturnType<typeof JSON.parse>;
const header = (copy: Bundle): Loose => of(copy, 'MessageHeader')[0];
const patient = (copy: Bundle): Loose => of(copy, 'Patient')[0];
const provenance = (copy: Bundle): Loose => of(copy, 'Provenance')[0];
const receiver = (copy: Bundle): Loose => of(copy, 'Organization')[1];
const communication = (copy: Bundle): Loose => communicationIn(copy);
const at = 'Bundle.entry[6].resource';
const cpr = 'urn:oid:1.2.208.176.1.2';

describe('a message that is not as MedCom rules is refused, with the place', () => {
  test.each<[string, (copy: Bundle) => void, string, string]>([
    [
      'another event',
      (copy) => {
        header(copy).eventCoding.code = 'hospital-notification-message';
      },
      'message-unknown',
      'Bundle',
    ],
    [
      'a transaction',
      (copy) => {
        copy.type = 'transaction';
      },
      'message-element-form',
      'Bundle.type',
    ],
    [
      'no id',
      (copy) => {
        delete copy.id;
      },
      'message-element-missing',
      'Bundle.id',
    ],
    [
      'a timestamp without zone',
      (copy) => {
        copy.timestamp = '2026-02-01T10:00:00';
      },
      'message-element-form',
      'Bundle.timestamp',
    ],
    [
      'version 4',
      (copy) => {
        header(copy).definition = header(copy).definition.replace('5.0', '4.0');
      },
      'message-version-unknown',
      'Bundle.entry[0].resource.definition',
    ],
    [
      'no definition',
      (copy) => {
        delete header(copy).definition;
      },
      'message-element-missing',
      'Bundle.entry[0].resource.definition',
    ],
    [
      'two destinations',
      (copy) => {
        header(copy).destination.push(header(copy).destination[0]);
      },
      'message-element-many',
      'Bundle.entry[0].resource.destination',
    ],
    [
      'a list that is none',
      (copy) => {
        header(copy).focus = header(copy).focus[0];
      },
      'message-element-form',
      'Bundle.entry[0].resource.focus',
    ],
    [
      'a sender that is not in it',
      (copy) => {
        header(copy).sender.reference = 'Organization/other';
      },
      'message-reference',
      'Bundle.entry[0].resource.sender',
    ],
    [
      'a focus of another type',
      (copy) => {
        header(copy).focus[0].reference = `Patient/${patient(copy).id}`;
      },
      'message-reference',
      'Bundle.entry[0].resource.focus[0]',
    ],
    [
      'a GLN with a wrong check digit',
      (copy) => {
        receiver(copy).identifier[0].value = '5790000121442';
      },
      'message-gln',
      'Bundle.entry[2].resource.identifier',
    ],
    [
      'a citizen without a number',
      (copy) => {
        patient(copy).identifier[0].system = 'urn:oid:1.2';
      },
      'message-citizen',
      'Bundle.entry[3].resource.identifier',
    ],
    [
      'a citizen with two CPR numbers',
      (copy) => {
        patient(copy).identifier.push({ system: cpr, value: '0101010001' });
      },
      'message-citizen',
      'Bundle.entry[3].resource.identifier',
    ],
    [
      'two citizens',
      (copy) => {
        copy.entry?.push({
          fullUrl: 'urn:uuid:x',
          resource: { ...patient(copy), id: 'other' },
        });
      },
      'message-patients',
      'Bundle.entry',
    ],
    [
      'two headers',
      (copy) => {
        copy.entry?.push({ fullUrl: 'urn:uuid:x', resource: { ...header(copy), id: 'other' } });
      },
      'message-several',
      'Bundle.entry[8].resource',
    ],
    [
      'two Communications',
      (copy) => {
        copy.entry?.push({ fullUrl: 'urn:uuid:x', resource: { ...communication(copy), id: 'other' } });
      },
      'message-several',
      'Bundle.entry[8].resource',
    ],
    [
      'an event of somebody else',
      (copy) => {
        header(copy).eventCoding.system = 'urn:other';
      },
      'message-element-form',
      'Bundle.entry[0].resource.eventCoding.system',
    ],
    [
      'a party of two GLNs',
      (copy) => {
        receiver(copy).identifier.push({ system: 'https://www.gs1.org/gln', value: '5790001382445' });
      },
      'message-gln',
      'Bundle.entry[2].resource.identifier',
    ],
    ...['251248-9996', ' 2512489996 ', '9999999999', 'nancy'].map(
      (value): [string, (copy: Bundle) => void, string, string] => [
        `a CPR number that cannot be: ${value}`,
        (copy) => {
          patient(copy).identifier[0].value = value;
        },
        'message-citizen',
        'Bundle.entry[3].resource.identifier',
      ],
    ),
    [
      'a text about another number than the citizen has',
      (copy) => {
        communication(copy).subject.identifier = { system: cpr, value: '0101010001' };
      },
      'message-citizen',
      `${at}.subject.identifier`,
    ],
    ...(
      [
        ['a text that is an attachment too', { contentAttachment: { title: 'x' } }],
        ['a text that is a reference too', { contentReference: { reference: 'Binary/x' } }],
      ] as const
    ).map(([what, more]): [string, (copy: Bundle) => void, string, string] => [
      what,
      (copy) => {
        Object.assign(communication(copy).payload[0], more);
      },
      'message-segment',
      `${at}.payload[0]`,
    ]),
    ...['a time', 'a number', 'an author', 'a telephone'].map(
      (what, index): [string, (copy: Bundle) => void, string, string] => [
        `a text with ${what} twice`,
        (copy) => {
          const { extension } = communication(copy).payload[0];
          extension.push(extension[index]);
        },
        'message-segment',
        `${at}.payload[0]`,
      ],
    ),
    [
      'two resources of one name',
      (copy) => {
        copy.entry?.push({ fullUrl: 'urn:uuid:y', resource: patient(copy) });
      },
      'message-entry-twice',
      'Bundle.entry[8]',
    ],
    [
      'a thread that is no UUID',
      (copy) => {
        communication(copy).identifier[0].value = '42';
      },
      'message-element-form',
      `${at}.identifier[0].value`,
    ],
    [
      'two categories',
      (copy) => {
        communication(copy).category.push(communication(copy).category[0]);
      },
      'message-element-many',
      `${at}.category`,
    ],
    [
      'a status of its own',
      (copy) => {
        communication(copy).status = 'completed';
      },
      'message-element-form',
      `${at}.status`,
    ],
    [
      'a topic that is no text',
      (copy) => {
        communication(copy).topic = { text: 0 };
      },
      'message-element-form',
      `${at}.topic.text`,
    ],
    [
      'a text without its author',
      (copy) => {
        communication(copy).payload[0].extension.splice(2, 1);
      },
      'message-segment',
      `${at}.payload[0]`,
    ],
    [
      'a text without its number',
      (copy) => {
        communication(copy).payload[0].extension.splice(1, 1);
      },
      'message-segment',
      `${at}.payload[0]`,
    ],
    [
      'an attachment under the number of a text',
      (copy) => {
        communication(copy).payload[1].extension[1] = communication(copy).payload[0].extension[1];
      },
      'message-segment-twice',
      `${at}.payload[1].extension`,
    ],
    [
      'two texts of one number',
      (copy) => {
        communication(copy).payload.push({ ...communication(copy).payload[0], contentString: 'Hilsen' });
      },
      'message-segment-twice',
      `${at}.payload[2].extension`,
    ],
    [
      'an attachment without its time',
      (copy) => {
        communication(copy).payload[1].extension.splice(0, 1);
      },
      'message-segment',
      `${at}.payload[1]`,
    ],
    [
      'no text at all',
      (copy) => {
        communication(copy).payload.splice(0, 1);
      },
      'message-segment',
      `${at}.payload`,
    ],
    [
      'an author who is not in it',
      (copy) => {
        communication(copy).payload[0].extension[2].valueReference.reference = 'PractitionerRole/other';
      },
      'message-reference',
      `${at}.payload[0].extension`,
    ],
    [
      'a text about somebody else',
      (copy) => {
        communication(copy).subject.reference = 'Patient/other';
      },
      'message-reference',
      `${at}.subject`,
    ],
    [
      'no Provenance of its own',
      (copy) => {
        provenance(copy).target[0].reference = 'MessageHeader/other';
      },
      'message-provenance',
      'Bundle.entry',
    ],
    [
      'a Provenance without what it adds',
      (copy) => {
        delete provenance(copy).entity;
      },
      'message-element-missing',
      'Bundle.entry[7].resource.entity',
    ],
    ...['2026-13-45T25:61:00Z', '2026-02-30T10:00:00+01:00', '2026-02-01T24:00:00Z', '2026-02-01T10:00:00+25:00'].map(
      (moment): [string, (copy: Bundle) => void, string, string] => [
        `sent at a time that there is not: ${moment}`,
        (copy) => {
          copy.timestamp = moment;
        },
        'message-element-form',
        'Bundle.timestamp',
      ],
    ),
    [
      'written on a day that there is not',
      (copy) => {
        communication(copy).payload[0].extension[0].valueDateTime = '2026-02-31T10:00:00+01:00';
      },
      'message-element-form',
      `${at}.payload[0].extension[0].valueDateTime`,
    ],
    ...(
      [
        ['the message', (copy: Bundle): Loose => copy, 'Bundle.implicitRules'],
        ['its header', header, 'Bundle.entry[0].resource.implicitRules'],
        ['the citizen', patient, 'Bundle.entry[3].resource.implicitRules'],
        ['the text', communication, `${at}.implicitRules`],
        ['its history', provenance, 'Bundle.entry[7].resource.implicitRules'],
        [
          'somebody else',
          (copy: Bundle): Loose => of(copy, 'Practitioner')[0],
          'Bundle.entry[4].resource.implicitRules',
        ],
      ] as const
    ).map(([what, part, place]): [string, (copy: Bundle) => void, string, string] => [
      `rules that turn the meaning of ${what}`,
      (copy) => {
        part(copy).implicitRules = 'urn:rules';
      },
      'message-modifier',
      place,
    ]),
    [
      'an extension that turns the meaning of a segment',
      (copy) => {
        communication(copy).payload[0].modifierExtension = [{ url: 'urn:not', valueBoolean: true }];
      },
      'message-modifier',
      `${at}.payload[0].modifierExtension`,
    ],
  ])('%s', async (_, change, code, place) => {
    expect(await refusalOf(() => openCareMessage(changed(bundle, change)))).toContainEqual({ code, place });
  });

  test.each([
    null,
    42,
    [],
    {},
    { resourceType: 'Bundle' },
    { resourceType: 'Bundle', entry: [null] },
    { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'MessageHeader', eventCoding: 'x' } }] },
  ])('what is no message: %j', async (value) => {
    expect(await refusalOf(() => openCareMessage(value))).toEqual([{ code: 'message-unknown', place: 'Bundle' }]);
  });
});

test.each(['constructor', 'toString', '__proto__'])(
  'a resource of the type %s is one that nothing is read from',
  (type) => {
    const copy = changed(bundle, ({ entry }) => {
      entry?.push({
        fullUrl: 'urn:uuid:0b5a4a5e-0000-4000-8000-000000000001',
        resource: { resourceType: type } as never,
      });
    });
    expect(openCareMessage(copy).messageId).toBe(header(bundle).id);
  },
);

test('a text may name the citizen by number, too', () => {
  const copy = changed(bundle, (one) => {
    communication(one).subject.identifier = { system: 'URN:OID:1.2.208.176.1.2', value: '2512489996' };
  });
  expect(openCareMessage(copy).citizen.value).toBe('2512489996');
});

test.each(['application/pdf', 'application/PDF', 'application/pdf; name=x', 'application/octet-stream', undefined])(
  'a level in an enclosed page is read, whatever type it is given: %s',
  async (contentType) => {
    const page = await writePdf(statement, noSuggestion, loadFonts());
    const copy = changed(composed({}, { pdf: page }), (one) => {
      const [text, enclosed] = communication(one).payload;
      text.contentString = 'Se bilaget';
      enclosed.contentAttachment.contentType = contentType;
    });
    const { levels } = readCareMessage(ports.model, JSON.parse(JSON.stringify(copy)), { pdfBlock: readPdfBlock });
    expect(levels.map(({ level }) => level.code)).toEqual([statement.level.code]);
  },
);

test('the citizen goes by CPR, without one by X-eCPR, without that by D-eCPR', () => {
  const named = (identifier: object[]) =>
    openCareMessage(
      changed(bundle, (copy) => {
        patient(copy).identifier = identifier;
      }),
    ).citizen;
  const x = { system: 'urn:oid:1.2.208.176.1.6.1.1', value: '2512481AB1' };
  const d = { system: 'urn:oid:1.2.208.176.1.6.1.3.1085', value: '2512480AB1' };
  expect(named([d, x, { system: cpr, value: '2512489996' }])).toEqual({ kind: 'cpr', value: '2512489996' });
  expect(named([d, x])).toEqual({ kind: 'replacement', value: '2512481AB1' });
  expect(named([d])).toEqual({ kind: 'replacement', value: '2512480AB1' });
});
