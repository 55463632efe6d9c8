import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { negativeReceipt, positiveReceipt, type ReceiptOptions } from '../medcom/receipts/make.ts';
import type { RefuseCode } from '../medcom/receipts/tables.ts';
import { attachmentLimits, parseXml, withDocument } from '../medcom/xml/parse.ts';
import { refuse } from '../outcome/problem.ts';
import { schemaFolder } from './environment.ts';
import { exitCode } from './exit.ts';
import { readInput } from './input.ts';

export interface ReceiptArguments extends Omit<ReceiptOptions, 'time'> {
  readonly refuse?: string;
  readonly text?: string;
  readonly unasked?: true;
  readonly time?: string;
}

/** `niveau receipt <letter.xml>`: the receipt for a message that came in, on stdout. With MEDCOM_XSD_DIR, a letter is receipted as received only when it is valid. */
export async function writeReceipt(file: string, given: ReceiptArguments): Promise<number> {
  const { refuse: code, text, unasked, ...ids } = given;
  const options = { ...ids, time: given.time ?? new Date().toISOString() };
  const bytes = readInput(file);
  const { root } = await parseXml(bytes, attachmentLimits);
  if (code === undefined) await assertValid(bytes, root.namespace);
  const made =
    code === undefined
      ? await positiveReceipt(root, options, unasked === true)
      : await negativeReceipt(root, { code: code as RefuseCode, text }, options);
  process.stdout.write(made.bytes);
  return exitCode.done;
}

/** Against MedCom's schema of the letter's namespace, where the folder has it. */
async function assertValid(bytes: Uint8Array, namespace: string): Promise<void> {
  const directory = schemaFolder();
  const date = /\/schemas\/(\d{4}\/\d{2}\/\d{2})\/$/.exec(namespace)?.[1];
  if (directory === undefined || date === undefined || !existsSync(join(directory, date, 'EMessage.xsd'))) return;
  const { complaintsOf } = await import('../medcom/xml/schema.ts');
  const [complaint] = await withDocument(bytes, attachmentLimits, (document, libxml2) =>
    complaintsOf(document, libxml2, directory),
  );
  if (complaint === undefined) return;
  refuse('receipt-letter-invalid', { place: complaint.path, values: { rule: complaint.rule } });
}
