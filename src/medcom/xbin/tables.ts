import type { ExchangeTable } from '../message/exchange.ts';
import { identifierCode, objectCode, objectExtensionWithPlo, speciality } from '../tables/codes.ts';
import { plain } from '../tables/dialects.ts';
import { namespaceOf } from '../tables/namespaces.ts';
import { receiver, senderNoContact } from '../tables/parties.ts';
import { dateTime } from '../tables/parts.ts';
import { choice, codes, many, one, optional, pattern, sequence, text, upTo } from '../tables/rows.ts';
import type { Content, ElementRow } from '../tables/types.ts';

/** An attachment in an envelope of its own. */
export interface XbinTable extends ExchangeTable {
  /** The rows when the attachment is about no citizen but a system (SystemInformation instead of Patient). */
  readonly systemRows: ExchangeTable['rows'];
}

const uuid = pattern(
  /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/,
  'a UUID with hyphens',
  'et UUID med bindestreger',
);

// No upper length: whoever reads it counts the bytes, not the characters.
const base64 = pattern(/^[A-Za-z0-9+/= \t\r\n]*$/, 'base64');

/** 2012/03/28 and 2016/10/02 */
const extension = codes(...objectExtensionWithPlo.codes, 'fnx');

const patient = one(
  'Patient',
  sequence(
    choice(
      one('CivilRegistrationNumber', pattern(/^[0-9]{10}$/, '10 digits', '10 cifre')),
      one('AlternativeIdentifier', text(10, 10)),
    ),
    one('PersonSurnameName', upTo(70)),
    optional('PersonGivenName', upTo(70)),
  ),
);

/** 2005/08/07 and 2019/04/03 demand an address and the speciality of the sender. */
const addressedSender = one(
  'Sender',
  sequence(
    one('EANIdentifier', upTo(35)),
    one('Identifier', upTo(17)),
    one('IdentifierCode', identifierCode),
    one('OrganisationName', upTo(35)),
    optional('DepartmentName', upTo(35)),
    optional('UnitName', upTo(35)),
    one('StreetName', upTo(35)),
    optional('SuburbName', upTo(35)),
    one('DistrictName', upTo(35)),
    one('PostCodeIdentifier', text(0, 9)),
    optional('TelephoneSubscriberIdentifier', upTo(25)),
    one('MedicalSpecialityCode', speciality),
  ),
);

function header(type: string, version: string): ElementRow {
  return one(
    'Letter',
    sequence(
      one('Identifier', upTo(14)),
      one('VersionCode', codes(version)),
      one('StatisticalCode', upTo(8)),
      one('Authorisation', dateTime),
      one('TypeCode', codes(type)),
      one('StatusCode', codes('nytbrev')),
    ),
  );
}

function object(identifier: Content, extensionCode: Content): ElementRow {
  const rows = [
    one('ObjectIdentifier', identifier),
    one('ObjectCode', objectCode),
    one('ObjectExtensionCode', extensionCode),
    one(
      'OriginalObjectSize',
      pattern(/^[ \t\r\n]*\+?0*[1-9][0-9]*[ \t\r\n]*$/, 'a whole number above 0', 'et helt tal over 0'),
    ),
    one('Object_Base64Encoded', base64),
  ];
  return many('BinaryObject', 1, 10, sequence(...rows));
}

interface Variant {
  readonly sender: ElementRow;
  readonly object: ElementRow;
}

const current: Variant = { sender: senderNoContact(plain), object: object(uuid, extension) };
// A UUID with its hyphens has 36 characters: one too many there.
const addressed: Variant = { sender: addressedSender, object: object(upTo(35), objectExtensionWithPlo) };

function table(type: string, version: string, element: string, date: string, { sender, object }: Variant): XbinTable {
  const before = [header(type, version), sender, receiver(plain)];
  const system = [one('SystemInformation', codes('true')), optional('Contents', upTo(70))];
  return {
    type,
    version,
    element,
    namespace: namespaceOf(date),
    rows: [...before, patient, object],
    systemRows: [...before, ...system, object],
  };
}

/** The attachment of letters (2012/03/28/BinaryLetter.xsd). */
export const xbin01 = table('XBIN01', 'XB0131X', 'BinaryLetter', '2012/03/28', current);

/** The attachment of referrals (2016/10/02/ReferralAttachment.xsd). */
export const xbin02 = table('XBIN02', 'XB0210X', 'ReferralAttachment', '2016/10/02', current);

/** Every attachment that is read; the last two are never written. */
export const xbinTables: readonly XbinTable[] = [
  xbin01,
  xbin02,
  table('XBIN01', 'XB0130X', 'BinaryLetter', '2005/08/07', addressed),
  table('XBIN02', 'XB0230X', 'BinaryLetter', '2019/04/03', addressed),
];
