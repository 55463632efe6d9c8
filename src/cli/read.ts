import { attachmentLimits } from '../medcom/xml/parse.ts';
import { readLevels } from '../work/read-levels.ts';
import { exitCode, print } from './exit.ts';
import { readInput } from './input.ts';
import { openLetterPorts } from './ports.ts';

/**
 * `niveau read <letter>`: the levels in a letter or an attachment as a FHIR Bundle on stdout; none found is a
 * refusal.
 */
export async function readLevel(file: string): Promise<number> {
  print(await readLevels(openLetterPorts(), await readInput(file, attachmentLimits.bytes)));
  return exitCode.done;
}
