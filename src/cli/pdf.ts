import { jsonLimits } from '../questionnaire/json/document.ts';
import { drawLevel } from '../work/draw.ts';
import { scoreResponse } from '../work/score.ts';
import { exitCode } from './exit.ts';
import { readInput } from './input.ts';
import { openPorts } from './ports.ts';

/** `niveau pdf`: the assessment as a page for people, the PDF's bytes on stdout. */
export async function writePdf(response: string): Promise<number> {
  const scored = scoreResponse(openPorts(), await readInput(response, jsonLimits.bytes));
  process.stdout.write(await drawLevel(scored));
  return exitCode.done;
}
