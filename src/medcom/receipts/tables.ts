import type { ExchangeTable } from '../message/exchange.ts';
import { namespaceOf } from '../tables/namespaces.ts';
import { codes, formatted, many, one, optional, sequence, upTo } from '../tables/rows.ts';
import type { ElementRow } from '../tables/types.ts';

/** RefuseCode, why a message or letter is refused. */
export const refuseCodes = [
  'ikke_specificeret',
  'ukendt_lokationsnummer',
  'problem_med_modtagerID',
  'problem_med_version',
  'syntaksfejl',
] as const;

export type RefuseCode = (typeof refuseCodes)[number];

// A VANS provider's own number is no GLN: XCTL01 has such senders.
const party = sequence(one('EANIdentifier', upTo(35)));

// BreakableText: formatted text without Bold and the like, which `read.ts` refuses.
const refusal = [optional('RefuseCode', codes(...refuseCodes)), optional('RefuseText', formatted)];

function table(type: string, version: string, element: string, refused: readonly ElementRow[]): ExchangeTable {
  const letter = [one('OriginalLetterIdentifier', upTo(14)), one('OriginalVersionCode', upTo(7)), ...refused];
  const original = [
    one('OriginalEnvelopeIdentifier', upTo(14)),
    one('OriginalSender', party),
    one('OriginalReceiver', party),
    ...refused,
    many('OriginalLetter', 0, 99, sequence(...letter)),
  ];
  const header = [one('Identifier', upTo(14)), one('VersionCode', codes(version)), one('StatisticalCode', upTo(8))];
  return {
    type,
    version,
    element,
    // 2005/08/07 answers letters of every namespace: the schemas of 2020/05/06 contradict themselves (MEDCOM.md,
    // Versions).
    namespace: namespaceOf('2005/08/07'),
    rows: [
      one('Letter', sequence(...header)),
      one('Sender', party),
      one('Receiver', party),
      one('OriginalEmessage', sequence(...original)),
    ],
  };
}

/** From the network: it could not be delivered. */
const xctl01 = table('XCTL01', 'XC0130Q', 'NegativeVansReceipt', refusal);
/** From the receiver: refused. */
export const xctl02 = table('XCTL02', 'XC0230Q', 'NegativeReceipt', refusal);
/** From the receiver: received and readable. */
export const xctl03 = table('XCTL03', 'XC0330Q', 'PositiveReceipt', []);

export const receiptTables: readonly ExchangeTable[] = [xctl01, xctl02, xctl03];
