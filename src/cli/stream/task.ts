import { jsonLimits } from '../../questionnaire/json/document.ts';
import type { Attachment } from '../../work/attach.ts';

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

/** Answers one line; between its steps it lets `others` of its group do the same one. */
export type AnswerLine = (line: Uint8Array) => Promise<Answer>;

/** A letter of 1 MB in base64 and a response of 1 MB, with room to spare. */
export const letterLineLimits = { ...jsonLimits, bytes: 4_194_304 };

/** The longest line of a task, in bytes. A longer one is refused. */
export function longestLine({ kind }: Task): number {
  return kind === 'attach' ? letterLineLimits.bytes : jsonLimits.bytes;
}
