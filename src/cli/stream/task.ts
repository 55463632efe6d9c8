import { Buffer } from 'node:buffer';
import { fromBase64 } from '../../medcom/xbin/base64.ts';
import { isError, type Language } from '../../outcome/outcome.ts';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { type JsonDocument, jsonLimits, readJson, takePart } from '../../questionnaire/json/document.ts';
import { type Attachment, attachLevel } from '../../work/attach.ts';
import { createModelChecker, validateResponse } from '../../work/check.ts';
import { makeBundle, scoreResponse } from '../../work/score.ts';
import { outcomeOf, unexpected } from '../exit.ts';
import { openLetterPorts, openPorts } from '../ports.ts';
import { readResources } from '../resources.ts';

/** What is done with every line of a stream. It goes to other threads, so that it is data alone. */
export type Task =
  | { readonly kind: 'score'; readonly ids: 'client' | 'server' }
  | { readonly kind: 'validate'; readonly resources: readonly string[] }
  | { readonly kind: 'attach'; readonly options: AttachChoices };

/** What holds for the letters of all lines. */
export type AttachChoices = Pick<Attachment, 'includeSuggestion' | 'brief' | 'category' | 'recommend' | 'priority'>;

/** What came of a line: a resource, or of an attached letter its bytes and what is to be said of it. */
export interface Answer {
  readonly refused: boolean;
  readonly value: object;
}

/** A letter of 1 MB in base64 and a response of 1 MB, with room to spare. */
const letterLineLimits = { ...jsonLimits, bytes: 4_194_304 };

/** The longest line of a task, in bytes. A longer one is refused. */
export function longestLine({ kind }: Task): number {
  return kind === 'attach' ? letterLineLimits.bytes : jsonLimits.bytes;
}

/** Does one line after the other. No line costs the others their answers: what fails at one is refused there. */
export async function openTask(task: Task, language: Language): Promise<(line: Uint8Array) => Promise<Answer>> {
  const answer = await open(task, language);
  return async (line) => {
    try {
      return await answer(line);
    } catch (error) {
      const problems = error instanceof Refusal ? error.problems : [unexpected(error)];
      return { refused: true, value: outcomeOf(problems, language) };
    }
  };
}

async function open(task: Task, language: Language): Promise<(line: Uint8Array) => Answer | Promise<Answer>> {
  if (task.kind === 'score') {
    const ports = openPorts();
    return (line) => ({
      refused: false,
      value: makeBundle(ports.model, scoreResponse(ports, line), { ids: task.ids }),
    });
  }
  if (task.kind === 'validate') {
    const ports = openPorts();
    // Whoever names files at the command line trusts them, and the responses that go with them.
    const checker = createModelChecker(ports.model, await readResources(task.resources), { trustContained: true });
    return (line) => {
      const problems = validateResponse(ports, line, checker);
      return { refused: problems.some(isError), value: outcomeOf(problems, language) };
    };
  }
  const ports = openLetterPorts();
  return async (line) => {
    const { bytes, contentType, letterId, warnings } = await attachLevel(ports, { ...task.options, ...readPair(line) });
    const letter = Buffer.from(bytes).toString('base64');
    const said = warnings.length === 0 ? {} : { outcome: outcomeOf(warnings, language) };
    return { refused: false, value: { letter, contentType, letterId, ...said } };
  };
}

/** Codes: those of `readJson`; attach-line, at `letter` or `response`. */
function readPair(line: Uint8Array): { message: Uint8Array; response: JsonDocument } {
  const document = readJson(line, letterLineLimits);
  const { letter, response, ...others } = Object(document.value) as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  const message = typeof letter === 'string' && letter !== '' ? fromBase64(letter) : undefined;
  if (message === undefined) refuse('attach-line', { place: 'letter' });
  if (typeof response !== 'object' || response === null) refuse('attach-line', { place: 'response' });
  if (other !== undefined) refuse('attach-line');
  return { message, response: takePart(document, (value) => (value as { response: unknown }).response) };
}
