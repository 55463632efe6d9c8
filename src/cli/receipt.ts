import { ackCode } from '../medcom/fhir/vocabulary.ts';
import { refuseCodes } from '../medcom/receipts/tables.ts';
import { attachmentLimits } from '../medcom/xml/parse.ts';
import type { Language } from '../outcome/outcome.ts';
import { answerCareMessage } from '../work/messages/answer.ts';
import { readMessageDocument } from '../work/messages/document.ts';
import { isJsonMessage, isXmlMessage } from '../work/messages/is-message.ts';
import { type Answer, answerMessage } from '../work/receipt.ts';
import { exitCode, print, tell } from './exit.ts';
import { readInput } from './input.ts';
import { openLetterPorts, openPorts } from './ports.ts';
import { loneOption, wrongValue } from './usage.ts';

export type ReceiptArguments = Answer;

/** Of letters and of messages: which of them it is stands in the file. */
const codes: readonly string[] = [...refuseCodes, ...ackCode.filter((code) => code !== 'ok')];
const codeList = (or: string) => codes.join(', ').replace(/, (?=[^,]*$)/, ` ${or} `);

/**
 * `niveau receipt <letter>`: the receipt for a message that came in, on stdout. What is to be said of it goes to
 * stderr.
 */
export async function writeReceipt(file: string, given: ReceiptArguments, language: Language): Promise<number> {
  if (given.refuse !== undefined && !codes.includes(given.refuse)) {
    throw wrongValue('--refuse <code>', { da: codeList('eller'), en: codeList('or') });
  }
  if (given.text !== undefined && given.refuse === undefined) throw loneOption('--text', '--refuse');
  const bytes = await readInput(file, attachmentLimits.bytes);
  if (isJsonMessage(bytes) || isXmlMessage(bytes)) {
    print(answerCareMessage(openPorts(), await readMessageDocument(bytes), given));
    return exitCode.done;
  }
  const made = await answerMessage(openLetterPorts(), bytes, given);
  for (const warning of made.warnings) tell(warning, language);
  process.stdout.write(made.bytes);
  return exitCode.done;
}
