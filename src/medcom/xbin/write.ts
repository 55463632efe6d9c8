import { writeExchange } from '../message/exchange.ts';
import { type GivenIdentifiers, identifiersFor } from '../message/identifiers.ts';
import { danishTime } from '../message/time.ts';
import type { Values } from '../message/values.ts';
import type { Sources } from '../message/write.ts';
import type { Letter } from '../new-letter/letter.ts';
import { speciality } from '../tables/codes.ts';
import { attachmentLimits } from '../xml/parse.ts';
import { textOf, type XmlElement } from '../xml/tree.ts';
import { isUuid } from './identifier.ts';
import { type XbinTable, xbin01, xbin02 } from './tables.ts';

export interface XbinOptions extends GivenIdentifiers {
  /** A UUID with hyphens. The letter's Reference has the same one without (`withoutHyphens`). */
  readonly objectIdentifier: string;
  /** When it is sent: an instant with zone. */
  readonly time: string;
}

/**
 * A PDF as the attachment of a letter, in an envelope of its own: XBIN02 for a referral, else XBIN01. Sender, receiver
 * and citizen are the letter's own (LETTERS.md, b). `letter` is the letter element below Emessage.
 * Errors: `letter-option-form` at the option `time`; those of `writeExchange` at the letter's elements, such as
 * `letter-code-unknown` for the IdentifierCode `amt`; `xml-too-large` over 50 MB.
 */
export async function writeXbin(letter: XmlElement, pdf: Uint8Array, options: XbinOptions): Promise<Letter> {
  if (!isUuid(options.objectIdentifier)) throw new TypeError('objectIdentifier is no UUID with hyphens');
  const table = xbinFor(letter.name);
  return writeExchange(table, valuesOf(table, letter, pdf, options), sourcesOf(table, letter), attachmentLimits);
}

/** XBIN02 goes with every referral (MEDCOM.md, Versions), which all tell by their name. */
export function xbinFor(letterElement: string): XbinTable {
  return /(?:Referral|X[Rr]ayRequest)$/.test(letterElement) ? xbin02 : xbin01;
}

function valuesOf(table: XbinTable, letter: XmlElement, pdf: Uint8Array, options: XbinOptions): Values {
  const { objectIdentifier, time } = options;
  const sent = danishTime(time);
  const header = {
    VersionCode: table.version,
    StatisticalCode: table.type,
    Authorisation: { ...sent },
    TypeCode: table.type,
    StatusCode: 'nytbrev',
  };
  const content = {
    Sender: party(letter, 'Sender', senderElements),
    Receiver: party(letter, 'Receiver', receiverElements),
    Patient: texts(letter, 'Patient', patientElements),
    BinaryObject: [
      {
        ObjectIdentifier: objectIdentifier,
        ObjectCode: 'vektor_grafik',
        ObjectExtensionCode: 'pdf',
        OriginalObjectSize: String(pdf.length),
        Object_Base64Encoded: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('base64'),
      },
    ],
  };
  const { envelopeId, letterId } = identifiersFor([header, content], time, options);
  return {
    Envelope: { Sent: { ...sent }, Identifier: envelopeId, AcknowledgementCode: 'pluspositivkvitt' },
    [table.element]: { Letter: { Identifier: letterId, ...header }, ...content },
  };
}

const names = ['OrganisationName', 'DepartmentName', 'UnitName'];
const address = ['StreetName', 'SuburbName', 'DistrictName', 'PostCodeIdentifier'];
const receiverElements = ['EANIdentifier', 'Identifier', 'IdentifierCode', ...names, ...address];
const senderElements = [...receiverElements, 'TelephoneSubscriberIdentifier', 'MedicalSpecialityCode'];
const patientElements = ['CivilRegistrationNumber', 'AlternativeIdentifier', 'PersonSurnameName', 'PersonGivenName'];

/**
 * A speciality that the attachment's list lacks, such as `tolk`, is left out: it is optional and says nothing about the
 * attachment.
 */
function party(letter: XmlElement, side: string, elements: readonly string[]): Values {
  const { MedicalSpecialityCode: code, ...rest } = texts(letter, side, elements);
  const known = typeof code === 'string' && speciality.codes.includes(code);
  return known ? { ...rest, MedicalSpecialityCode: code } : rest;
}

/** The texts of the letter's elements, without empty ones. */
function texts(letter: XmlElement, parent: string, elements: readonly string[]): Values {
  const found = elements.map((name) => [name, textOf(letter, parent, name)] as const);
  return Object.fromEntries(found.filter(([, text]) => text !== undefined && text !== ''));
}

/** What is wrong with the copied elements is mended in the letter. */
function sourcesOf(table: XbinTable, letter: XmlElement): Sources {
  const copied = Object.entries({ Sender: senderElements, Receiver: receiverElements, Patient: patientElements });
  const paths = copied.flatMap(([part, elements]) => elements.map((element) => `${part}/${element}`));
  return {
    '/Emessage/Envelope/Identifier': { option: 'envelopeId' },
    [`/Emessage/${table.element}/Letter/Identifier`]: { option: 'letterId' },
    ...Object.fromEntries(
      paths.map((path) => [`/Emessage/${table.element}/${path}`, { xpath: `/Emessage/${letter.name}/${path}` }]),
    ),
  };
}
