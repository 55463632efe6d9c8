import { constants } from 'node:fs';
import { isGln } from '../medcom/message/gln.ts';
import { receiptMinutes } from '../medcom/receipts/patience.ts';
import { refuse } from '../outcome/problem.ts';
import { folderFor } from './folder.ts';
import { readList } from './list.ts';
import { optional, type Section, variable } from './variable.ts';

/** Letters that come in, and receipts that are awaited. */
export const inboxSection = {
  inboxFolder: optional({
    name: 'NIVEAU_MEDCOM_INBOX',
    help: {
      da: 'mappe, hvor breve, bilag, kvitteringer og VANS-kuverter hentes; de flyttes til dens mapper done, other og refused; ellers ingen',
      en: 'folder that letters, attachments, receipts and VANS envelopes are fetched from; they are moved to its folders done, other and refused; none otherwise',
    },
    read: folderFor(constants.R_OK | constants.W_OK | constants.X_OK, 'config-inbox'),
  }),
  receiptMinutes: variable({
    name: 'NIVEAU_RECEIPT_MINUTES',
    initial: String(receiptMinutes),
    help: {
      da: 'minutter, før en kvittering, der ikke er kommet, meldes',
      en: 'minutes until a receipt that has not come is reported',
    },
    read: (text) => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : refuse('config-number')),
  }),
  ownGlns: optional({
    name: 'NIVEAU_ORGANIZATION',
    help: {
      da: 'egne lokationsnumre (GLN), adskilt af komma: breve til andre afvises; ellers tages imod for alle',
      en: 'own location numbers (GLN), separated by commas: letters for others are refused; all are taken otherwise',
    },
    read: readGlns,
  }),
} satisfies Section;

function readGlns(text: string): readonly string[] {
  const glns = readList(text);
  return glns.length > 0 && glns.every(isGln) ? glns : refuse('config-organization');
}
