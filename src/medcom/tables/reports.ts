import { diagnoseTypeWide } from './codes.ts';
import { diagnosis } from './diagnoses.ts';
import { withAmt } from './dialects.ts';
import { namespaceOf } from './namespaces.ts';
import { ccReceiver, receiver, signingSender } from './parties.ts';
import { dateTime, letterHeader, levelPlace } from './parts.ts';
import { reportedPatient, reportedRelatives } from './people.ts';
import { formatted, many, one, optional, sequence, upTo } from './rows.ts';
import type { LetterTable, Row } from './types.ts';

/** Indlæggelses- and udskrivningsrapport between municipality and hospital, 2007/02/01. Neither has a Reference. */

const namespace = namespaceOf('2007/02/01');
const comment = optional('Comment', formatted);

const practitioner = optional(
  'Practitioner',
  sequence(
    one('Identifier', upTo(17)),
    one('IdentifierCode', withAmt.identifierCode),
    optional('PersonName', upTo(70)),
    optional('TelephoneSubscriberIdentifier', upTo(25)),
  ),
);

const auxiliary = sequence(
  optional('AuxiliaryCode', upTo(14)),
  optional('Identifier', upTo(3)),
  optional('IdentifierCode', upTo(3)),
  optional('AuxiliaryText', upTo(70)),
);

const drug = sequence(
  optional('NameOfDrug', upTo(35)),
  optional('DosageForm', upTo(35)),
  optional('DrugStrength', upTo(70)),
  optional('Dosage', upTo(70)),
  optional('Indication', upTo(70)),
);

const service = sequence(optional('ServiceHeadline', upTo(70)), optional('ServiceText', formatted));

const treatment = sequence(
  optional('TreatmentCode', upTo(14)),
  optional('Identifier', upTo(3)),
  optional('IdentifierCode', upTo(3)),
  optional('TreatmentText', upTo(70)),
);

const auxiliaries = optional('Auxiliaries', sequence(many('Auxiliary', 0, 63, auxiliary), comment));
const medicine = optional('Medicine', sequence(many('Drug', 0, 28, drug), comment));

function head(type: string, version: string): readonly Row[] {
  return [
    letterHeader(type, version),
    signingSender(withAmt),
    receiver(withAmt),
    ccReceiver(withAmt),
    practitioner,
    reportedPatient(withAmt),
    reportedRelatives(withAmt),
  ];
}

export const reports: readonly LetterTable[] = [
  {
    type: 'XDIS16',
    version: 'XD1630C',
    element: 'ReportOfAdmission',
    namespace,
    rows: [
      ...head('XDIS16', 'XD1630C'),
      auxiliaries,
      optional('Services', sequence(many('Service', 0, 28, service), comment)),
      medicine,
      optional('MotionEvaluation', formatted),
      optional('PatientHealthSummary', formatted),
      optional('CauseOfAdmission', formatted),
      optional('InformedRelative', formatted),
    ],
    level: levelPlace('shared', 'PatientHealthSummary'),
  },
  {
    type: 'XDIS18',
    version: 'XD1830C',
    element: 'ReportOfDischarge',
    namespace,
    rows: [
      ...head('XDIS18', 'XD1830C'),
      optional('Admission', dateTime),
      optional('Discharge', dateTime),
      optional('Treatments', sequence(many('Treatment', 0, 28, treatment))),
      optional('Diagnoses', sequence(many('Diagnose', 0, 11, diagnosis(diagnoseTypeWide)))),
      auxiliaries,
      medicine,
      many('ClinicalInformation', 0, 10, formatted),
    ],
    level: levelPlace('own', 'ClinicalInformation'),
  },
];
