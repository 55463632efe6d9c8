import { isLetterType, newLetters } from '../medcom/tables/letters.ts';
import type { Language } from '../outcome/outcome.ts';
import { receiveOrganization } from '../work/receive.ts';
import { makeBundle } from '../work/score.ts';
import { type LetterOrder, writeLetter } from '../work/write-letter.ts';
import { exitCode, tell } from './exit.ts';
import { writeOutput } from './input.ts';
import { openLetterPorts } from './ports.ts';
import { readResourceFile } from './read-resource.ts';
import { wrongValue } from './usage.ts';

const types = Object.keys(newLetters).join(', ');
const typeForm = { da: `en af ${types}`, en: `one of ${types}` };

export interface LetterArguments extends Omit<LetterOrder, 'type' | 'response' | 'sender' | 'receiver'> {
  readonly response: string;
  readonly sender: string;
  readonly receiver: string;
  /** Where the transaction Bundle with the letter's DocumentReference goes. */
  readonly bundle?: string;
}

/** `niveau letter <type>`: a whole letter on stdout, in its own encoding. What is to be said of it goes to stderr. */
export async function sendLetter(type: string, given: LetterArguments, language: Language): Promise<number> {
  if (!isLetterType(type)) throw wrongValue('<type>', typeForm);
  const { bundle, ...options } = given;
  const ports = openLetterPorts();
  const response = await readResourceFile(given.response);
  const sender = receiveOrganization(await readResourceFile(given.sender), 'sender');
  const receiver = receiveOrganization(await readResourceFile(given.receiver), 'receiver');
  const made = await writeLetter(ports, { ...options, type, response, sender, receiver });
  if (bundle !== undefined) {
    writeOutput(
      bundle,
      `${JSON.stringify(makeBundle(ports.model, made.scored, { documents: [made.document] }), null, 2)}\n`,
    );
  }
  for (const warning of made.warnings) tell(warning, language);
  process.stdout.write(made.bytes);
  return exitCode.done;
}
