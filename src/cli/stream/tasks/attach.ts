import { Buffer } from 'node:buffer';
import { fromBase64 } from '../../../medcom/xbin/base64.ts';
import type { Language } from '../../../outcome/outcome.ts';
import { refuse } from '../../../outcome/problem.ts';
import { type JsonDocument, readJson, takePart } from '../../../questionnaire/json/document.ts';
import { attachLevel } from '../../../work/attach.ts';
import { others } from '../../../work/others.ts';
import { outcomeOf } from '../../exit.ts';
import { openLetterPorts } from '../../ports.ts';
import { type AnswerLine, letterLineLimits, type Task } from '../task.ts';

/** Each line a letter and a response; its answer the letter with the level. */
export function openAttaching({ options }: Extract<Task, { kind: 'attach' }>, language: Language): AnswerLine {
  const ports = openLetterPorts();
  return async (line) => {
    const pair = readPair(line);
    await others;
    const { bytes, contentType, letterId, warnings } = await attachLevel(ports, { ...options, ...pair });
    const letter = Buffer.from(bytes).toString('base64');
    const said = warnings.length === 0 ? {} : { outcome: outcomeOf(warnings, language) };
    return { refused: false, value: { letter, contentType, letterId, ...said } };
  };
}

/** Codes: those of `readJson`; attach-line, at `letter` or `response`. */
function readPair(line: Uint8Array): { message: Uint8Array; response: JsonDocument } {
  const document = readJson(line, letterLineLimits);
  const { letter, response, ...rest } = Object(document.value) as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(rest);
  const message = typeof letter === 'string' && letter !== '' ? fromBase64(letter) : undefined;
  if (message === undefined) refuse('attach-line', { place: 'letter' });
  if (typeof response !== 'object' || response === null) refuse('attach-line', { place: 'response' });
  if (other !== undefined) refuse('attach-line');
  return { message, response: takePart(document, (value) => (value as { response: unknown }).response) };
}
