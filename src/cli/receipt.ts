import { attachmentLimits } from '../medcom/xml/parse.ts';
import { answerCareMessage } from '../work/messages/answer.ts';
import { readMessageDocument } from '../work/messages/document.ts';
import { isJsonMessage, isXmlMessage } from '../work/messages/is-message.ts';
import { type Answer, answerMessage } from '../work/receipt.ts';
import { exitCode, print } from './exit.ts';
import { readInput } from './input.ts';
import { openLetterPorts, openPorts } from './ports.ts';
import { loneOption } from './usage.ts';

export type ReceiptArguments = Answer;

/** `niveau receipt <letter>`: the receipt for a message that came in, on stdout. */
export async function writeReceipt(file: string, given: ReceiptArguments): Promise<number> {
  if (given.text !== undefined && given.refuse === undefined) throw loneOption('--text', '--refuse');
  const bytes = await readInput(file, attachmentLimits.bytes);
  if (isJsonMessage(bytes) || isXmlMessage(bytes)) {
    print(answerCareMessage(openPorts(), await readMessageDocument(bytes), given));
    return exitCode.done;
  }
  const made = await answerMessage(openLetterPorts(), bytes, given);
  process.stdout.write(made.bytes);
  return exitCode.done;
}
