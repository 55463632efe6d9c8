import { once } from 'node:events';
import type { Language } from '../outcome/outcome.ts';
import { Refusal } from '../outcome/problem.ts';
import { jsonLimits } from '../questionnaire/json/document.ts';
import { makeBundle, scorePrevious, scoreResponse } from '../work/score.ts';
import { exitCode, outcomeOf, print, unexpected } from './exit.ts';
import { readLines } from './input.ts';
import { openPorts } from './ports.ts';
import { readResourceFile } from './read-resource.ts';
import { keepYoungSpace } from './young-space.ts';

/** Answers are written together up to this length: what Node keeps of each writing is not given back for long. */
const written = 262_144;

/**
 * `niveau score <file>`: one response in, its transaction Bundle on stdout; refused, an OperationOutcome. `previous` is
 * a file with what came before: an earlier version of the same response, or the assessment that this one supersedes.
 * `ids` says who gives them on the server.
 */
export async function scoreOne(file: string, ids: 'client' | 'server', previous?: string): Promise<number> {
  const ports = openPorts();
  const scored = scoreResponse(ports, await readResourceFile(file));
  const before = previous === undefined ? undefined : scorePrevious(ports, await readResourceFile(previous));
  print(makeBundle(ports.model, scored, { previous: before, ids }));
  return exitCode.done;
}

/** `niveau score --ndjson <file>`: a line out per line in, in order. Progress and the sum go to stderr. */
export async function scoreStream(file: string, ids: 'client' | 'server', language: Language): Promise<number> {
  const ports = openPorts();
  keepYoungSpace();
  let read = 0;
  let refused = 0;
  const scored = (line: Uint8Array): object => {
    read += 1;
    try {
      return makeBundle(ports.model, scoreResponse(ports, line), { ids });
    } catch (error) {
      // One line that we fail at must not cost the others their answers.
      refused += 1;
      return outcomeOf(error instanceof Refusal ? error.problems : [unexpected(error)], language);
    }
  };
  for await (const lines of readLines(file, jsonLimits.bytes)) {
    let text = '';
    for (const line of lines) {
      text += `${JSON.stringify(scored(line))}\n`;
      if (text.length > written || line === lines.at(-1)) {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain');
        text = '';
      }
      if (read % 1000 === 0) process.stderr.write(`${sum(read, refused, language)}\n`);
    }
  }
  process.stderr.write(`${sum(read, refused, language)}\n`);
  return refused > 0 ? exitCode.refused : exitCode.done;
}

function sum(lines: number, refused: number, language: Language): string {
  return language === 'da' ? `${lines} linjer læst, ${refused} afvist` : `${lines} lines read, ${refused} refused`;
}
