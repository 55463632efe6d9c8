import { read } from '../medcom/read/read.ts';
import { toBundle } from '../medcom/read/to-bundle.ts';
import { readPdfBlock } from '../pdf/read-block.ts';
import { loadModel } from '../profiles.ts';
import { software } from '../version.ts';
import { schemaFolder } from './environment.ts';
import { exitCode, print } from './exit.ts';
import { readInput } from './input.ts';

/** `niveau read <letter.xml>`: the levels in a letter or an attachment as a FHIR Bundle on stdout; none found is a refusal. */
export async function readLevel(file: string): Promise<number> {
  const options = { schemaDirectory: schemaFolder(), pdfBlock: readPdfBlock };
  print(toBundle(loadModel(), await read(readInput(file), options), software));
  return exitCode.done;
}
