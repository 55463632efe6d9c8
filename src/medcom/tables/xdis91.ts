import { emailPriority } from './codes.ts';
import { type Dialect, email, plain, withAmt } from './dialects.ts';
import { namespaceOf } from './namespaces.ts';
import { receiver, senderNoContact } from './parties.ts';
import { letterHeader, levelPlace, references } from './parts.ts';
import { patientInEpisode } from './people.ts';
import { formatted, many, one, optional, sequence, upTo } from './rows.ts';
import type { LetterTable, Row } from './types.ts';

/** Korrespondancemeddelelse. XD9135L is one version code in two namespaces. */

const subject = optional(
  'AdditionalInformation',
  sequence(optional('Priority', emailPriority), optional('Subject', upTo(70))),
);

function table(version: string, date: string, dialect: Dialect, about: readonly Row[], most: number): LetterTable {
  return {
    type: 'XDIS91',
    version,
    element: 'ClinicalEmail',
    namespace: namespaceOf(date),
    rows: [
      letterHeader('XDIS91', version),
      senderNoContact(dialect),
      receiver(dialect),
      patientInEpisode(dialect),
      ...about,
      many('ClinicalInformation', 0, most, sequence(one('Text01', formatted))),
      references(dialect),
    ],
    level: levelPlace('own', 'ClinicalInformation', 'Text01'),
  };
}

/** The version that is sent (2006/07/01/ClinicalEmail.xsd). */
export const xdis91 = table('XD9134L', '2006/07/01', email, [subject], 10);

export const clinicalEmails: readonly LetterTable[] = [
  xdis91,
  table('XD9133L', '2005/08/07', plain, [], 10),
  table('XD9135L', '2015/08/01', withAmt, [subject], Number.POSITIVE_INFINITY),
  table('XD9135L', '2019/02/19', withAmt, [subject], Number.POSITIVE_INFINITY),
];
