import { receiveOrganization } from '../work/receive.ts';
import { makeBundle } from '../work/score.ts';
import { type LetterOrder, writeLetter } from '../work/write-letter.ts';
import { exitCode } from './exit.ts';
import { readInput, writeOutput } from './input.ts';
import { openLetterPorts } from './ports.ts';

export interface LetterArguments extends Omit<LetterOrder, 'type' | 'response' | 'sender' | 'receiver'> {
  readonly response: string;
  readonly sender: string;
  readonly receiver: string;
  /** Where the transaction Bundle with the letter's DocumentReference goes. */
  readonly bundle?: string;
}

/** `niveau letter <type>`: a whole letter on stdout, in its own encoding. */
export async function sendLetter(type: string, given: LetterArguments): Promise<number> {
  const { bundle, ...options } = given;
  const ports = openLetterPorts();
  const response = readInput(given.response);
  const sender = receiveOrganization(readInput(given.sender), 'sender');
  const receiver = receiveOrganization(readInput(given.receiver), 'receiver');
  const made = await writeLetter(ports, { ...options, type, response, sender, receiver });
  if (bundle !== undefined) {
    writeOutput(bundle, `${JSON.stringify(makeBundle(ports.model, made.scored, [made.document]), null, 2)}\n`);
  }
  process.stdout.write(made.bytes);
  return exitCode.done;
}
