import { episodeOfCareStatusCode, telephoneCode } from './codes.ts';
import type { Dialect } from './dialects.ts';
import { choice, many, one, optional, pattern, sequence, text, upTo } from './rows.ts';
import type { ElementRow, Row } from './types.ts';

/** The citizen and the relatives. */

const number = choice(
  one('CivilRegistrationNumber', pattern(/^[0-9]{10}$/, '10 digits', '10 cifre')),
  one('AlternativeIdentifier', text(10, 10)),
);
const surname = one('PersonSurnameName', upTo(70));
const givenName = optional('PersonGivenName', upTo(70));

function address({ postCode }: Dialect): readonly Row[] {
  const line = upTo(35);
  return [
    optional('StreetName', line),
    optional('SuburbName', line),
    optional('DistrictName', line),
    optional('PostCodeIdentifier', postCode),
  ];
}

const occupancy = optional('OccupancyText', upTo(35));

/** The citizen of XDIS15. */
export function patient(dialect: Dialect): ElementRow {
  return one('Patient', sequence(number, surname, givenName, ...address(dialect), occupancy));
}

/** PatientType with the status of the episode, as in XDIS01-10 and XDIS91. */
export function patientInEpisode(dialect: Dialect): ElementRow {
  const status = one('EpisodeOfCareStatusCode', episodeOfCareStatusCode);
  return one('Patient', sequence(number, surname, givenName, ...address(dialect), occupancy, status));
}

/** The citizen of XDIS16 and XDIS18. */
export function reportedPatient(dialect: Dialect): ElementRow {
  const occupation = optional('Occupation', upTo(25));
  return one('Patient', sequence(number, surname, givenName, ...address(dialect), occupation));
}

/** The citizen of a referral. */
export function referredPatient(dialect: Dialect): ElementRow {
  const telephone = sequence(
    one('TelephoneSubscriberIdentifier', upTo(25)),
    one('TelephoneSubscriberCode', telephoneCode),
  );
  return one(
    'Patient',
    sequence(
      number,
      surname,
      givenName,
      optional('PersonTitle', upTo(35)),
      ...address(dialect),
      many('TelephoneSubscriber', 0, 3, telephone),
      optional('EmailIdentifier', upTo(70)),
    ),
  );
}

function relativeRows({ relation }: Dialect): readonly Row[] {
  return [one('RelationCode', relation), optional('PersonIdentifier', upTo(10)), surname, givenName];
}

export function relatives(dialect: Dialect): ElementRow {
  return many('Relative', 0, 2, sequence(...relativeRows(dialect), ...address(dialect)));
}

/** The relative of a referral: one, without an address. */
export function referredRelative(dialect: Dialect): ElementRow {
  return optional('Relative', sequence(...relativeRows(dialect)));
}

/** The relatives of XDIS16 and XDIS18. */
export function reportedRelatives(dialect: Dialect): ElementRow {
  const telephone = sequence(optional('TelephoneType', upTo(35)), optional('TelephoneNumber', upTo(35)));
  const relative = sequence(
    optional('RelationCode', dialect.relation),
    optional('PersonSurnameName', upTo(70)),
    givenName,
    ...address(dialect),
    many('TelephoneSubscriber', 0, 3, telephone),
  );
  return optional('Relatives', sequence(many('Relative', 0, 5, relative)));
}
