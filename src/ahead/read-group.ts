import type { Model } from '../model/types.ts';
import { readJson } from '../questionnaire/json/document.ts';
import { jsonBytes } from '../resources/json-bytes.ts';
import { type Packer, packText } from '../store/pack.ts';
import type { ReadByOther, Unread } from '../work/keep/archive.ts';
import { gistOf } from '../work/keep/gist.ts';
import { isProbablyNew } from '../work/keep/keep.ts';
import { prepareScored } from '../work/keep/prepare.ts';
import { understand } from '../work/keep/understand.ts';

/** What was thrown when a response was read: it cannot be kept. */
export interface Failed {
  readonly error: unknown;
}

/**
 * Reads responses, checks and scores them, and makes what they are kept with: all that asks nothing of the store. One
 * step for the whole group before the next one: the processor then has the step's code at hand.
 */
export function readGroup(
  model: Model,
  packer: Pick<Packer, 'pack' | 'dictionary'>,
  group: readonly Unread[],
): readonly (ReadByOther | Failed)[] {
  const documents = group.map(({ bytes, at }) => tried(() => ({ document: readJson(bytes), at })));
  const understood = documents.map((one) =>
    next(one, ({ document, at }) => ({ document, understood: understand({ model, clock: () => at }, document) })),
  );
  const made = understood.map((one) =>
    next(one, ({ document, understood }) => {
      const { scored } = understood;
      const isMade = scored !== undefined && isProbablyNew(understood);
      return { text: document.text, gist: gistOf(understood), made: isMade ? prepareScored(model, scored) : undefined };
    }),
  );
  const written = made.map((one) =>
    next(one, ({ made, ...read }) => ({ ...read, made: made && { ...made, bundle: jsonBytes(made.bundle) } })),
  );
  return written.map((one) =>
    next(one, ({ text, gist, made }) => {
      const prepared = made && { ...made, received: packText(packer, text), bundle: packText(packer, made.bundle) };
      return { gist, prepared };
    }),
  );
}

function tried<Result extends object>(step: () => Result): Result | Failed {
  try {
    return step();
  } catch (error) {
    return { error };
  }
}

/** The next step, where none has failed. */
function next<Given extends object, Result extends object>(
  given: Given | Failed,
  step: (given: Given) => Result,
): Result | Failed {
  return 'error' in given ? given : tried(() => step(given));
}
