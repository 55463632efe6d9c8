import {
  actionPriorityCode,
  diagnoseDescription,
  diagnoseDescriptionWide,
  diagnoseType,
  diagnoseTypeWide,
} from './codes.ts';
import { answeredReferral, diagnoses } from './diagnoses.ts';
import { type Dialect, plain, withAmt } from './dialects.ts';
import { namespaceOf } from './namespaces.ts';
import { ccReceiver, receiver, sender } from './parties.ts';
import { clinicalInformation, dateTime, letterHeader, levelPlace, references } from './parts.ts';
import { patientInEpisode, relatives } from './people.ts';
import { formatted, one, optional, sequence } from './rows.ts';
import type { ElementRow, LetterTable, Row } from './types.ts';

/** Epikriser: XDIS01, 02 and 03 of 2018/08/06 and 2005/08/07, XDIS06, 07, 08 and 10 of 2007/02/01. */

const own = levelPlace('own', 'ClinicalInformation', 'Text01');

type Names = readonly [type: string, version: string, element: string];

const [admission, outPatient, casualty] = [
  ['Admission', 'Discharge'],
  ['OutPatientFirstVisit', 'OutPatientLastVisit'],
  ['CasualtyWardFirstVisit', 'CasualtyWardLastVisit'],
] as const;

function people(dialect: Dialect): readonly Row[] {
  return [sender(dialect), receiver(dialect), ccReceiver(dialect), patientInEpisode(dialect), relatives(dialect)];
}

function stay(names: readonly string[]): readonly ElementRow[] {
  return names.map((name) => optional(name, dateTime));
}

/** 2018/08/06: the only ones with a recommended action for the citizen's own GP. */
function current([type, version, element]: Names, visits: readonly string[]): LetterTable {
  return {
    type,
    version,
    element,
    namespace: namespaceOf('2018/08/06'),
    rows: [
      letterHeader(type, version),
      ...people(plain),
      answeredReferral(diagnoseType),
      ...stay(visits),
      optional('ActionPriority', sequence(one('ActionPriorityCode', actionPriorityCode))),
      diagnoses(diagnoseDescription, diagnoseType),
      optional('RecommendedAction', sequence(one('Recommendation', formatted))),
      clinicalInformation(9),
      references(plain),
    ],
    level: own,
  };
}

function older([type, version, element]: Names, visits: readonly string[]): LetterTable {
  return {
    type,
    version,
    element,
    namespace: namespaceOf('2005/08/07'),
    rows: [
      letterHeader(type, version),
      ...people(plain),
      answeredReferral(diagnoseType),
      ...stay(visits),
      diagnoses(diagnoseDescription, diagnoseType),
      clinicalInformation(10),
      references(plain),
    ],
    level: own,
  };
}

/** Letters of those outside hospitals. */
function outside([type, version, element]: Names): LetterTable {
  return {
    type,
    version,
    element,
    namespace: namespaceOf('2007/02/01'),
    rows: [
      letterHeader(type, version),
      ...people(withAmt),
      answeredReferral(diagnoseTypeWide),
      ...stay(admission),
      diagnoses(diagnoseDescriptionWide, diagnoseTypeWide),
      clinicalInformation(10),
      references(withAmt),
    ],
    level: own,
  };
}

/** The epikrise that is sent. */
export const xdis01 = current(['XDIS01', 'XD0134L', 'DischargeLetter'], admission);

export const dischargeLetters: readonly LetterTable[] = [
  xdis01,
  current(['XDIS02', 'XD0234L', 'OutPatientDischargeLetter'], outPatient),
  current(['XDIS03', 'XD0334L', 'CasualtyWardLetter'], casualty),
  older(['XDIS01', 'XD0133L', 'DischargeLetter'], admission),
  older(['XDIS02', 'XD0233L', 'OutPatientDischargeLetter'], outPatient),
  older(['XDIS03', 'XD0333L', 'CasualtyWardLetter'], casualty),
  outside(['XDIS06', 'XD0633L', 'DoctorsCallCenterLetter']),
  outside(['XDIS07', 'XD0733L', 'PrivateSpecialistLetter']),
  outside(['XDIS08', 'XD0833L', 'PhysiotherapyLetter']),
  outside(['XDIS10', 'XD1033L', 'PsychologistLetter']),
];
