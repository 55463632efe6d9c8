import type { Letter } from '../medcom/new-letter/letter.ts';
import { negativeReceipt, positiveReceipt, type ReceiptOptions } from '../medcom/receipts/make.ts';
import type { RefuseCode } from '../medcom/receipts/tables.ts';
import { isXbin, xbinOf } from '../medcom/xbin/read.ts';
import { attachmentLimits, parseXml, withDocument } from '../medcom/xml/parse.ts';
import { complaintsOf, hasSchema } from '../medcom/xml/schema.ts';
import { refuse } from '../outcome/problem.ts';
import { givenTime } from './clock.ts';
import type { Ports } from './ports.ts';
import { checkTechnicalText } from './technical-text.ts';

/** How a message that came in is answered. */
export interface Answer extends Omit<ReceiptOptions, 'time'> {
  /** Why it is refused, a code of MedCom; received, without one. */
  readonly refuse?: string | undefined;
  readonly text?: string | undefined;
  /** Answer although the sender asked for no positive receipt. */
  readonly unasked?: boolean | undefined;
  /** When it is sent: an instant with zone (default: now). */
  readonly time?: string | undefined;
}

/**
 * The receipt for a message that came in. An attachment is receipted as received only when it can be read, and with
 * MedCom's schemas a letter only when it is valid.
 * Errors: date-future for `time`; those of `parseXml`, `xbinOf`, `positiveReceipt` and `negativeReceipt`;
 * receipt-letter-invalid, receipt-text-number. Warning: character-outside.
 */
export async function answerMessage(ports: Ports, bytes: Uint8Array, answer: Answer): Promise<Letter> {
  const { refuse: code, text, unasked, time: given, ...ids } = answer;
  checkTechnicalText(text, 'text');
  const now = ports.clock();
  const options = { ...ids, time: givenTime(now, given) ?? now.toISOString() };
  const { root } = await parseXml(bytes, attachmentLimits);
  if (code !== undefined) return negativeReceipt(root, { code: code as RefuseCode, text }, options);
  if (isXbin(root)) xbinOf(root);
  await refuseInvalid(bytes, root.namespace, ports.schemaDirectory);
  return positiveReceipt(root, options, unasked === true);
}

/** Against MedCom's schema of the letter's namespace, where the folder has it. Code: receipt-letter-invalid. */
export async function refuseInvalid(
  bytes: Uint8Array,
  namespace: string,
  directory: string | undefined,
): Promise<void> {
  if (directory === undefined || !hasSchema(namespace, directory)) return;
  const [complaint] = await withDocument(bytes, attachmentLimits, (document, libxml2) =>
    complaintsOf(document, libxml2, directory),
  );
  if (complaint === undefined) return;
  const { path, line, rule } = complaint;
  refuse('receipt-letter-invalid', { place: { xpath: path, line }, values: { rule } });
}
