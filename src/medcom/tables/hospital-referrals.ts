import {
  diagnoseDescription,
  diagnoseDescriptionHospital,
  diagnoseType,
  diagnoseTypeWide,
  hospitalChoice,
  referralPriority,
  transport,
} from './codes.ts';
import { describedDiagnosis, uncodedDiagnosis } from './diagnoses.ts';
import { type Dialect, plain, withAmt } from './dialects.ts';
import { namespaceOf } from './namespaces.ts';
import { answerCcReceiver, receiver, referringSender } from './parties.ts';
import { anamnesis, episode, letterHeader, references, visitations } from './parts.ts';
import { referredPatient, referredRelative } from './people.ts';
import { codes, formatted, many, optional, sequence } from './rows.ts';
import type { Content, ElementRow, LetterTable, Row } from './types.ts';

/** Sygehushenvisning and billeddiagnostisk henvisning, 2017/05/01 and 2005/08/07. */

/** What a doctor writes of the illness. XREF02 alone has the date of the last period. */
export function clinical(least: 0 | 1, ...last: readonly Row[]): ElementRow {
  return optional(
    'RelevantClinicalInformation',
    sequence(
      optional('Cave', formatted),
      { ...optional('Anamnesis', formatted), least },
      optional('Examination', formatted),
      optional('ActualMedicine', formatted),
      ...last,
    ),
  );
}

/** How the citizen is referred. */
export function additionalInformation(status: readonly string[], ...last: readonly Row[]): ElementRow {
  return optional(
    'AdditionalInformation',
    sequence(
      optional('Priority', referralPriority),
      optional('ReferralStatus', codes(...status)),
      optional('Transport', transport),
      optional('Supplementary', formatted),
      optional('ClinicalReason', formatted),
      ...last,
    ),
  );
}

interface Edition {
  readonly date: string;
  readonly dialect: Dialect;
  readonly episodeRow: ElementRow;
  readonly additional: ElementRow;
  readonly refer: Content;
  readonly described: Content;
}

const described = describedDiagnosis(diagnoseDescriptionHospital, diagnoseTypeWide);

const current: Edition = {
  date: '2017/05/01',
  dialect: withAmt,
  episodeRow: episode.typed,
  additional: additionalInformation(
    ['ambulant', 'indlaeggelse', 'hjemmet'],
    optional('HospitalChoice', hospitalChoice),
  ),
  refer: described,
  described,
};

const older: Edition = {
  date: '2005/08/07',
  dialect: plain,
  episodeRow: episode.optional,
  additional: additionalInformation(['ambulant', 'indlaeggelse']),
  refer: uncodedDiagnosis(diagnoseType),
  described: describedDiagnosis(diagnoseDescription, diagnoseType),
};

function table(type: string, version: string, element: string, edition: Edition, last: readonly Row[]): LetterTable {
  const { dialect, date, episodeRow, additional, refer } = edition;
  return {
    type,
    version,
    element,
    namespace: namespaceOf(date),
    rows: [
      letterHeader(type, version, episodeRow),
      referringSender(dialect),
      receiver(dialect),
      answerCcReceiver(dialect),
      referredPatient(dialect),
      referredRelative(dialect),
      additional,
      optional('Referral', sequence(optional('Refer', refer), many('ReferralAdditional', 0, 5, edition.described))),
      clinical(0, ...last),
      references(dialect),
      visitations('HospitalVisitation'),
    ],
    level: anamnesis,
  };
}

const firstDate = [optional('FirstDateOfPeriod', formatted)];

/** The sygehushenvisning that is sent. */
export const xref01 = table('XREF01', 'XH0131R', 'HospitalReferral', current, []);

export const hospitalReferrals: readonly LetterTable[] = [
  xref01,
  table('XREF01', 'XH0130R', 'HospitalReferral', older, []),
  table('XREF02', 'XH0231R', 'XrayRequest', current, firstDate),
  table('XREF02', 'XH0230R', 'XrayRequest', older, firstDate),
];
