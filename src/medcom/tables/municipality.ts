import { categoryCode, diagnoseDescription, diagnoseType } from './codes.ts';
import { describedDiagnosis, diagnosis, uncodedDiagnosis } from './diagnoses.ts';
import { municipal } from './dialects.ts';
import { namespaceOf } from './namespaces.ts';
import {
  answerCcReceiver,
  ccReceiver,
  municipalSender,
  receiver,
  receivingDepartment,
  referringSender,
} from './parties.ts';
import { anamnesis, anyDate, dateTime, episode, letterHeader, levelPlace, references, visitations } from './parts.ts';
import { patient, referredPatient, referredRelative, relatives } from './people.ts';
import { formatted, many, one, optional, sequence, upTo } from './rows.ts';
import type { Content, LetterTable, Row } from './types.ts';

/**
 * Kommunehenvisning and afslutningsnotat, 2016/12/01 and 2020/05/06. The later ones demand a category and the receiving
 * department.
 */

const categorised = one('CategoryCode', categoryCode);
const additional = many('ReferralAdditional', 0, 5, describedDiagnosis(diagnoseDescription, diagnoseType));
const shared = levelPlace('shared', 'ClinicalInformation', 'Text01');

function letter(version: string, date: string, refer: Content, category: readonly Row[]): LetterTable {
  const signed = sequence(optional('Date', anyDate), optional('SignedBy', upTo(70)), optional('JobTitle', upTo(70)));
  const referral = sequence(
    optional('Identifier', upTo(35)),
    one('Received', dateTime),
    optional('Refer', refer),
    additional,
  );
  return {
    type: 'XDIS15',
    version,
    element: 'MunicipalityLetter',
    namespace: namespaceOf(date),
    rows: [
      letterHeader('XDIS15', version, episode.mandatory),
      municipalSender(municipal),
      category.length === 0 ? receiver(municipal) : receivingDepartment(municipal),
      ccReceiver(municipal),
      patient(municipal),
      relatives(municipal),
      optional('Referral', referral),
      optional('Admission', dateTime),
      optional('Discharge', dateTime),
      optional('ClinicalInformation', sequence(...category, optional('Signed', signed), one('Text01', formatted))),
      references(municipal),
    ],
    level: shared,
  };
}

function referral(version: string, date: string, refer: Row, category: readonly Row[]): LetterTable {
  return {
    type: 'XREF15',
    version,
    element: 'MunicipalityReferral',
    namespace: namespaceOf(date),
    rows: [
      letterHeader('XREF15', version, episode.mandatory),
      referringSender(municipal),
      category.length === 0 ? receiver(municipal) : receivingDepartment(municipal),
      answerCcReceiver(municipal),
      referredPatient(municipal),
      referredRelative(municipal),
      optional('Referral', sequence(refer, additional)),
      optional('RelevantClinicalInformation', sequence(...category, optional('Anamnesis', formatted))),
      references(municipal),
      visitations('MunicipalityVisitation'),
    ],
    level: anamnesis,
  };
}

const [uncoded, coded] = [uncodedDiagnosis(diagnoseType), diagnosis(diagnoseType)];

/** The kommunehenvisning that is sent, and the one that is sent on request, with a category. */
export const xref15 = referral('XH1530R', '2016/12/01', optional('Refer', uncoded), []);
export const xref15Categorised = referral('XH1531R', '2020/05/06', one('Refer', coded), [categorised]);

export const municipalityLetters: readonly LetterTable[] = [
  letter('XD1530L', '2016/12/01', uncoded, []),
  letter('XD1531L', '2020/05/06', coded, [categorised]),
  xref15,
  xref15Categorised,
];
