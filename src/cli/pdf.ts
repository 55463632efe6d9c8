import { drawLevel } from '../work/draw.ts';
import { scoreResponse } from '../work/score.ts';
import { exitCode } from './exit.ts';
import { openPorts } from './ports.ts';
import { readResourceFile } from './read-resource.ts';

/** `niveau pdf`: the assessment as a page for people, the PDF's bytes on stdout. */
export async function writePdf(response: string): Promise<number> {
  const scored = scoreResponse(openPorts(), await readResourceFile(response));
  process.stdout.write(await drawLevel(scored));
  return exitCode.done;
}
