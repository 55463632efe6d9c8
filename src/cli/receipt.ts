import { type Answer, answerMessage } from '../work/receipt.ts';
import { exitCode } from './exit.ts';
import { readInput } from './input.ts';
import { openLetterPorts } from './ports.ts';

export type ReceiptArguments = Answer;

/** `niveau receipt <letter.xml>`: the receipt for a message that came in, on stdout. */
export async function writeReceipt(file: string, given: ReceiptArguments): Promise<number> {
  const made = await answerMessage(openLetterPorts(), readInput(file), given);
  process.stdout.write(made.bytes);
  return exitCode.done;
}
