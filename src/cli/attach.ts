import type { Language } from '../outcome/outcome.ts';
import { type Attachment, attachLevel } from '../work/attach.ts';
import { messageLimits } from '../work/messages/document.ts';
import { exitCode, tell } from './exit.ts';
import { readInput, writeOutput } from './input.ts';
import { openLetterPorts } from './ports.ts';
import { readResourceFile } from './read-resource.ts';
import { loneOption } from './usage.ts';

export interface AttachArguments extends Omit<Attachment, 'message' | 'response' | 'pdf'> {
  readonly response: string;
  /** Where the letter with the PDF goes. */
  readonly pdfLetter?: string;
}

/**
 * `niveau attach <letter>`: the same letter with level and actions on stdout. What is to be said of the letter
 * itself goes to stderr.
 */
export async function writeAttached(file: string, given: AttachArguments, language: Language): Promise<number> {
  const { pdfLetter: out, ...options } = given;
  if (out === undefined && given.time !== undefined) throw loneOption('--time', '--pdf-letter');
  const response = await readResourceFile(given.response);
  const attached = await attachLevel(openLetterPorts(), {
    ...options,
    response,
    message: await readInput(file, messageLimits.bytes),
    pdf: out !== undefined,
  });
  if (out !== undefined && attached.pdfLetter !== undefined) writeOutput(out, attached.pdfLetter.bytes);
  for (const warning of attached.warnings) {
    tell(warning, language);
  }
  process.stdout.write(attached.bytes);
  return exitCode.done;
}
