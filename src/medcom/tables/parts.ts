import {
  acknowledgementCode,
  episodeOfCareStatusCode,
  identifierCode,
  medicalSpecialityCode,
  objectCode,
  objectExtensionCode,
  statusCode,
} from './codes.ts';
import { choice, codes, date, one, optional, pattern, sequence, text } from './rows.ts';
import type { Content } from './types.ts';

/** Parts that letters share. */

const dateTime = sequence(one('Date', date), one('Time', pattern(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/, 'HH:MM')));

export const envelope = sequence(
  one('Sent', dateTime),
  one('Identifier', text(1, 14)),
  one('AcknowledgementCode', acknowledgementCode),
);

/** LetterType, held to one type and version. */
export function letterHeader(type: string, version: string): Content {
  return sequence(
    one('Identifier', text(1, 14)),
    one('VersionCode', codes(version)),
    one('StatisticalCode', text(1, 8)),
    one('Authorisation', dateTime),
    one('TypeCode', codes(type)),
    one('StatusCode', statusCode),
    optional('EpisodeOfCareIdentifier', text(1, 35)),
  );
}

// XML Schema allows 35 characters; a GLN has 13 digits (MEDCOM.md, "What the schemas accept"), which `gln.ts` checks.
const eanIdentifier = text(1, 35);

/** SenderType without Contact. */
export const senderNoContact = sequence(
  one('EANIdentifier', eanIdentifier),
  one('Identifier', text(1, 17)),
  one('IdentifierCode', identifierCode),
  one('OrganisationName', text(1, 35)),
  optional('DepartmentName', text(1, 35)),
  optional('UnitName', text(1, 35)),
  optional('StreetName', text(1, 35)),
  optional('SuburbName', text(1, 35)),
  optional('DistrictName', text(1, 35)),
  optional('PostCodeIdentifier', text(1, 9)),
  optional('TelephoneSubscriberIdentifier', text(1, 25)),
  optional('MedicalSpecialityCode', medicalSpecialityCode),
);

export const receiver = sequence(
  one('EANIdentifier', eanIdentifier),
  one('Identifier', text(1, 17)),
  one('IdentifierCode', identifierCode),
  optional('OrganisationName', text(1, 35)),
  optional('DepartmentName', text(1, 35)),
  optional('UnitName', text(1, 35)),
  optional('StreetName', text(1, 35)),
  optional('SuburbName', text(1, 35)),
  optional('DistrictName', text(1, 35)),
  optional('PostCodeIdentifier', text(1, 9)),
);

/** PatientType with the status of the episode, as in XDIS01-10 and XDIS91. */
export const patient = sequence(
  choice(
    one('CivilRegistrationNumber', pattern(/^[0-9]{10}$/, '10 digits')),
    one('AlternativeIdentifier', text(10, 10)),
  ),
  one('PersonSurnameName', text(1, 70)),
  optional('PersonGivenName', text(1, 70)),
  optional('StreetName', text(1, 35)),
  optional('SuburbName', text(1, 35)),
  optional('DistrictName', text(1, 35)),
  optional('PostCodeIdentifier', text(1, 9)),
  optional('OccupancyText', text(1, 35)),
  one('EpisodeOfCareStatusCode', episodeOfCareStatusCode),
);

export const reference = sequence(
  one('RefDescription', text(1, 70)),
  choice(
    one('URL', text(1, 350)),
    one('SUP', codes('true')),
    one(
      'BIN',
      sequence(
        one('ObjectIdentifier', text(1, 35)),
        one('ObjectCode', objectCode),
        one('ObjectExtensionCode', objectExtensionCode),
        one('OriginalObjectSize', pattern(/^0*[1-9][0-9]*$/, 'a whole number above 0')),
      ),
    ),
  ),
);
