import { attachmentLimits } from '../medcom/xml/parse.ts';
import { type Answer, answerMessage } from '../work/receipt.ts';
import { exitCode } from './exit.ts';
import { readInput } from './input.ts';
import { openLetterPorts } from './ports.ts';
import { loneOption } from './usage.ts';

export type ReceiptArguments = Answer;

/** `niveau receipt <letter.xml>`: the receipt for a message that came in, on stdout. */
export async function writeReceipt(file: string, given: ReceiptArguments): Promise<number> {
  if (given.text !== undefined && given.refuse === undefined) throw loneOption('--text', '--refuse');
  const made = await answerMessage(openLetterPorts(), await readInput(file, attachmentLimits.bytes), given);
  process.stdout.write(made.bytes);
  return exitCode.done;
}
