import { once } from 'node:events';
import { type Language, toOutcome } from '../outcome/outcome.ts';
import { Refusal } from '../outcome/problem.ts';
import { bundleOf, processBytes } from '../process.ts';
import { loadModel } from '../profiles.ts';
import { jsonLimits } from '../response/json.ts';
import { exitCode, print, unexpected } from './exit.ts';
import { readInput, readLines } from './input.ts';

/** `niveau score <file>`: one response in, its transaction Bundle on stdout; refused, an OperationOutcome. */
export function scoreOne(file: string): number {
  const model = loadModel();
  const processed = processBytes(model, readInput(file));
  print(bundleOf(model, processed));
  return exitCode.done;
}

/** `niveau score --ndjson <file>`: a line out per line in, in order. Progress and the sum go to stderr. */
export async function scoreStream(file: string, language: Language): Promise<number> {
  const model = loadModel();
  let lines = 0;
  let refused = 0;
  for await (const line of readLines(file, jsonLimits.bytes)) {
    lines += 1;
    let result: object;
    try {
      result = bundleOf(model, processBytes(model, line));
    } catch (error) {
      // One line that we fail at must not cost the others their answers.
      refused += 1;
      result = toOutcome(error instanceof Refusal ? error.problems : [unexpected(error)], language);
    }
    if (!process.stdout.write(`${JSON.stringify(result)}\n`)) await once(process.stdout, 'drain');
    if (lines % 1000 === 0) process.stderr.write(`${sum(lines, refused, language)}\n`);
  }
  process.stderr.write(`${sum(lines, refused, language)}\n`);
  return refused > 0 ? exitCode.refused : exitCode.done;
}

function sum(lines: number, refused: number, language: Language): string {
  return language === 'da' ? `${lines} linjer læst, ${refused} afvist` : `${lines} lines read, ${refused} refused`;
}
