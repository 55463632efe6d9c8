import type { Dialect } from './dialects.ts';
import { one, optional, sequence, upTo } from './rows.ts';
import type { ElementRow, Row } from './types.ts';

/** Who sends and who receives, in the dialects of the namespaces. */

const name = upTo(35);
const telephone = optional('TelephoneSubscriberIdentifier', upTo(25));

// XML Schema allows 35 characters; a GLN has 13 digits (MEDCOM.md, "What the schemas accept"), which `gln.ts` checks.
const ean = one('EANIdentifier', upTo(35));

function number({ identifierCode }: Dialect): readonly Row[] {
  return [one('Identifier', upTo(17)), one('IdentifierCode', identifierCode)];
}

function address({ postCode }: Dialect): readonly Row[] {
  return [
    optional('StreetName', name),
    optional('SuburbName', name),
    optional('DistrictName', name),
    optional('PostCodeIdentifier', postCode),
  ];
}

const department = optional('DepartmentName', name);
const unit = optional('UnitName', name);

/** Every sender begins so. */
function senderRows(dialect: Dialect): readonly Row[] {
  const names = [one('OrganisationName', name), department, unit];
  return [ean, ...number(dialect), ...names, ...address(dialect), telephone];
}

function contact(dialect: Dialect): ElementRow {
  return optional('Contact', sequence(...number(dialect), optional('OrganisationName', name), department, unit));
}

function speciality({ speciality }: Dialect): ElementRow {
  return optional('MedicalSpecialityCode', speciality);
}

/** SenderType */
export function sender(dialect: Dialect): ElementRow {
  return one('Sender', sequence(...senderRows(dialect), speciality(dialect), contact(dialect)));
}

/** SenderType without Contact: ClinicalEmail */
export function senderNoContact(dialect: Dialect): ElementRow {
  return one('Sender', sequence(...senderRows(dialect), speciality(dialect)));
}

/** The sender of a MunicipalityLetter, who names the speciality too. */
export function municipalSender(dialect: Dialect): ElementRow {
  const named = one('SpecialityName', name);
  return one('Sender', sequence(...senderRows(dialect), speciality(dialect), named, contact(dialect)));
}

/** The sender of a referral: an organisation and the person who refers. */
export function referringSender(dialect: Dialect): ElementRow {
  const { identifierCode } = dialect;
  const referrer = sequence(
    optional('Identifier', upTo(17)),
    optional('IdentifierCode', identifierCode),
    one('PersonName', name),
    optional('PersonTitle', name),
  );
  return one('Sender', sequence(...senderRows(dialect), speciality(dialect), one('Referrer', referrer)));
}

/** The sender of XDIS16 and XDIS18: with who signed and up to five contacts. */
export function signingSender(dialect: Dialect): ElementRow {
  const signedBy = sequence(
    optional('Identifier', upTo(17)),
    optional('IdentifierCode', dialect.identifierCode),
    one('PersonGivenName', name),
    one('PersonSurnameName', name),
    one('PersonTitle', name),
  );
  const contacts = sequence(
    optional('ContactNamePrimary', name),
    optional('ContactNameSecondary', name),
    telephone,
    optional('TelefaxSubscriberIdentifier', upTo(25)),
    optional('EmailAddressIdentifier', name),
    optional('ContactTimeText', name),
  );
  return one(
    'Sender',
    sequence(...senderRows(dialect), one('SignedBy', signedBy), speciality(dialect), {
      ...optional('ContactInformation', contacts),
      most: 5,
    }),
  );
}

function receiverRows(dialect: Dialect, departmentRow: ElementRow = department): readonly Row[] {
  return [...number(dialect), optional('OrganisationName', name), departmentRow, unit, ...address(dialect)];
}

export function receiver(dialect: Dialect): ElementRow {
  return one('Receiver', sequence(ean, ...receiverRows(dialect)));
}

/** 2020/05/06 demands the department. */
export function receivingDepartment(dialect: Dialect): ElementRow {
  return one('Receiver', sequence(ean, ...receiverRows(dialect, one('DepartmentName', name))));
}

export function ccReceiver(dialect: Dialect): ElementRow {
  return optional('CCReceiver', sequence(...receiverRows(dialect)));
}

export function answerCcReceiver(dialect: Dialect): ElementRow {
  return optional('AnswerCCReceiver', sequence(...receiverRows(dialect), telephone));
}
