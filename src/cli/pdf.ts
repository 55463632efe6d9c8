import { jsonLimits } from '../questionnaire/json/document.ts';
import { drawLevel } from '../work/draw.ts';
import { exitCode } from './exit.ts';
import { readInput } from './input.ts';
import { openPorts } from './ports.ts';

/** `niveau pdf`: the assessment as a page for people, the PDF's bytes on stdout. */
export async function writePdf(response: string): Promise<number> {
  process.stdout.write(await drawLevel(openPorts(), await readInput(response, jsonLimits.bytes)));
  return exitCode.done;
}
