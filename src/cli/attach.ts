import { type Attached, attach } from '../medcom/attach/attach.ts';
import { writeAttachment } from '../medcom/attach/attachment.ts';
import type { AttachOptions } from '../medcom/attach/options.ts';
import { type Language, sentence } from '../outcome/outcome.ts';
import { processBytes } from '../process.ts';
import { loadModel } from '../profiles.ts';
import type { Assessment } from '../scoring/types.ts';
import { schemaFolder } from './environment.ts';
import { exitCode } from './exit.ts';
import { readInput, writeOutput } from './input.ts';

export interface AttachArguments extends Omit<AttachOptions, 'pdfSize' | 'schemaDirectory'> {
  readonly response: string;
  /** Where the attachment with the PDF goes. */
  readonly pdfLetter?: string;
  readonly time?: string;
}

/** `niveau attach <letter.xml>`: the same letter with level and actions on stdout. What is to be said of the letter itself goes to stderr. */
export async function attachLevel(file: string, given: AttachArguments, language: Language): Promise<number> {
  const { response, pdfLetter, time = new Date().toISOString(), ...rest } = given;
  const { assessment } = processBytes(loadModel(), readInput(response));
  const options = { ...rest, schemaDirectory: schemaFolder() };
  const bytes = readInput(file);
  const attached =
    pdfLetter === undefined
      ? await attach(bytes, assessment, options)
      : await attachWithPdf(bytes, assessment, options, pdfLetter, time);
  for (const warning of attached.warnings) {
    process.stderr.write(`niveau: ${sentence(warning, language)} [${warning.code}]\n`);
  }
  process.stdout.write(attached.bytes);
  return exitCode.done;
}

async function attachWithPdf(
  bytes: Uint8Array,
  assessment: Assessment,
  options: AttachOptions,
  out: string,
  time: string,
): Promise<Attached> {
  const { pdf } = await import('../pdf/pdf.ts');
  const { loadFonts } = await import('../pdf/fonts.ts');
  const page = await pdf(assessment, loadFonts());
  const attached = await attach(bytes, assessment, { ...options, pdfSize: page.length });
  writeOutput(out, (await writeAttachment(attached, page, time)).bytes);
  return attached;
}
