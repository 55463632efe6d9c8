/**
 * What is known never to carry a level, by element: notices, answers, receipts, attachments and what is not clinical
 * (LETTERS.md, a). The value is the type by which people know it.
 */
export const neverCarries: ReadonlyMap<string, string> = new Map([
  ['BookingConfirmation', 'XDIS13'],
  ['AnswerOfAdmission', 'XDIS14'],
  ['NotificationOfDischarge', 'XDIS17'],
  ['WarningOfDischarge', 'XDIS19'],
  ['NotificationOfAdmission', 'XDIS20'],
  ['AdministrativeEmail', 'XDIS90'],
  ['BinaryLetter', 'XBIN01'],
  ['ReferralAttachment', 'XBIN02'],
  ['NegativeVansReceipt', 'XCTL01'],
  ['NegativeReceipt', 'XCTL02'],
  ['PositiveReceipt', 'XCTL03'],
]);
