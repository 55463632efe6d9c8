import { diagnoseDescriptionWide, diagnoseTypeWide } from './codes.ts';
import { codedDiagnosis, describedDiagnosis, diagnosis, uncodedDiagnosis } from './diagnoses.ts';
import { withAmt } from './dialects.ts';
import { additionalInformation, clinical } from './hospital-referrals.ts';
import { namespaceOf } from './namespaces.ts';
import { answerCcReceiver, receiver, referringSender } from './parties.ts';
import { anamnesis, letterHeader, references, visitations } from './parts.ts';
import { referredPatient, referredRelative } from './people.ts';
import { codes, formatted, many, one, optional, pattern, sequence, upTo } from './rows.ts';
import type { Content, ElementRow, LetterTable, Row } from './types.ts';

/** Henvisninger to those outside hospitals: XREF06, 07, 08, 10 and 12. All of them have the dialect with `amt`. */

const status = {
  wide: ['ambulant', 'indlaeggelse', 'hjemmet'],
  // 2021/06/27; the comma is the schema's.
  within: ['ambulant', 'hjemmet, max 1 år', 'hjemmet'],
} as const;

const supplementary = optional('Supplementary', formatted);

function additional(statuses: readonly string[], ...last: readonly Row[]): ElementRow {
  const rows = [optional('ReferralStatus', codes(...statuses)), supplementary, ...last];
  return optional('AdditionalInformation', sequence(...rows));
}

function referral(refer: Row, more: Content): Content {
  return sequence(refer, many('ReferralAdditional', 0, 5, more));
}

/** A referral in the form that 2007/02/01 and 2013/09/02 give all of them. */
const general = optional(
  'Referral',
  referral(
    optional('Refer', uncodedDiagnosis(diagnoseTypeWide)),
    describedDiagnosis(diagnoseDescriptionWide, diagnoseTypeWide),
  ),
);

/** The lists of the physiotherapy and podiatry referrals from 2015 on. */
const kinds = codes('uspec_diagnose', 'fysioterapihenvisningsgruppe');
const physiotherapy = codes('fysioterapihenvisning', 'fysioterapihenvisningsdiagnose');
const podiatry = codes('fodterapihenvisning', 'fodterapihenvisningsdiagnose');

function listed(types: Content): ElementRow {
  return optional('Referral', referral(one('Refer', diagnosis(types)), codedDiagnosis(kinds, types)));
}

type Names = readonly [type: string, version: string, element: string, date: string];

function table([type, version, element, date]: Names, people: readonly Row[], rest: readonly Row[]): LetterTable {
  const head = [letterHeader(type, version), referringSender(withAmt), receiver(withAmt)];
  return {
    type,
    version,
    element,
    namespace: namespaceOf(date),
    rows: [...head, ...people, ...rest],
    level: anamnesis,
  };
}

/** To a medical specialist. */
function specialist(version: string, date: string, statuses: readonly string[], more: Content): LetterTable {
  const refer = one('Refer', uncodedDiagnosis(codes('speciallaegehenvisning')));
  return table(
    ['XREF06', version, 'PrivateSpecialistReferral', date],
    [answerCcReceiver(withAmt), referredPatient(withAmt), referredRelative(withAmt)],
    [
      additionalInformation(statuses),
      one('Referral', referral(refer, more)),
      clinical(0),
      supplementary,
      references(withAmt),
    ],
  );
}

const person = [referredPatient(withAmt)];
const reason = additional(status.wide, optional('ClinicalReason', formatted));
const closing = [references(withAmt), visitations('HospitalVisitation')];

function yesOrNo(name: string): ElementRow {
  return optional(name, codes('Ja', 'Nej'));
}

/** What a podiatrist is told of the diabetes. */
function diabetes(debut: Content, ...pressure: readonly Row[]): ElementRow {
  return optional(
    'RelevantClinicalInformation',
    sequence(
      optional('DiabetesDebut', debut),
      yesOrNo('DiabeticRetinopathy'),
      yesOrNo('DiabeticNephropathy'),
      ...pressure,
      one('Anamnesis', formatted),
    ),
  );
}

export const practiceReferrals: readonly LetterTable[] = [
  specialist('XH0631R', '2021/06/27', status.within, codedDiagnosis(kinds, podiatry)),
  specialist('XH0630R', '2007/02/01', status.wide, describedDiagnosis(diagnoseDescriptionWide, diagnoseTypeWide)),
  table(['XREF07', 'XH0732R', 'PhysiotherapyReferral', '2015/08/01'], person, [
    additional(status.wide),
    listed(physiotherapy),
    clinical(1),
    ...closing,
  ]),
  table(['XREF07', 'XH0731R', 'PhysiotherapyReferral', '2013/09/02'], person, [
    reason,
    general,
    clinical(1),
    ...closing,
  ]),
  table(['XREF07', 'XH0730R', 'PhysiotherapyReferral', '2007/02/01'], person, [
    reason,
    general,
    clinical(1),
    ...closing,
  ]),
  table(['XREF08', 'XH0831R', 'PodiatryReferral', '2019/02/19'], person, [
    additional(status.wide),
    listed(podiatry),
    diabetes(codes('>10', '<10', 'Ny')),
    ...closing,
  ]),
  table(['XREF08', 'XH0832R', 'PodiatryReferral', '2021/06/27'], person, [
    additional(status.within),
    listed(podiatry),
    diabetes(pattern(/^[12][0-9]{3}$/, 'YYYY'), optional('DiabeticBloodPressure', upTo(3))),
  ]),
  table(['XREF10', 'XH1030R', 'PsychologistReferral', '2007/02/01'], person, [
    reason,
    general,
    clinical(1),
    references(withAmt),
  ]),
  table(['XREF12', 'XH1230R', 'TeddyReferral', '2007/02/01'], person, [reason, general, clinical(1), ...closing]),
];
