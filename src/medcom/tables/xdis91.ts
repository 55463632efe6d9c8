import { priority } from './codes.ts';
import { letterHeader, patient, receiver, reference, senderNoContact } from './parts.ts';
import { formatted, many, one, optional, sequence, text } from './rows.ts';
import type { LetterTable } from './types.ts';

/** Korrespondancemeddelelse, the version in use (2006/07/01/ClinicalEmail.xsd). */
export const xdis91: LetterTable = {
  type: 'XDIS91',
  version: 'XD9134L',
  element: 'ClinicalEmail',
  namespace: 'http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2006/07/01/',
  rows: [
    one('Letter', letterHeader('XDIS91', 'XD9134L')),
    one('Sender', senderNoContact),
    one('Receiver', receiver),
    one('Patient', patient),
    optional('AdditionalInformation', sequence(optional('Priority', priority), optional('Subject', text(1, 70)))),
    many('ClinicalInformation', 0, 10, sequence(one('Text01', formatted))),
    many('Reference', 0, 10, reference),
  ],
  level: { path: ['ClinicalInformation', 'Text01'], own: true, mostInPlace: 3_150, mostInAll: 31_150 },
};
