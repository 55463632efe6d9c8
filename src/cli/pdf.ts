import { loadFonts } from '../pdf/fonts.ts';
import { pdf } from '../pdf/pdf.ts';
import { processBytes } from '../process.ts';
import { loadModel } from '../profiles.ts';
import { exitCode } from './exit.ts';
import { readInput } from './input.ts';

/** `niveau pdf`: the assessment as a page for people, the PDF's bytes on stdout. */
export async function writePdf(response: string): Promise<number> {
  const { assessment } = processBytes(loadModel(), readInput(response));
  process.stdout.write(await pdf(assessment, loadFonts()));
  return exitCode.done;
}
