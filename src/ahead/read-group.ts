import type { Model } from '../model/types.ts';
import { readJson } from '../questionnaire/json/document.ts';
import { jsonBytes } from '../resources/json-bytes.ts';
import { type Packer, packText } from '../store/pack.ts';
import type { ReadByOther, Unread } from '../work/keep/archive.ts';
import { gistOf } from '../work/keep/gist.ts';
import { isProbablyNew } from '../work/keep/keep.ts';
import { prepareScored } from '../work/keep/prepare.ts';
import { understand } from '../work/keep/understand.ts';

/**
 * Reads responses, checks and scores them, and makes what they are kept with: all that asks nothing of the store. One
 * step for the whole group before the next one: the processor then has the step's code at hand. Undefined for one that
 * cannot be kept.
 */
export function readGroup(
  model: Model,
  packer: Pick<Packer, 'pack' | 'dictionary'>,
  group: readonly Unread[],
): readonly (ReadByOther | undefined)[] {
  const documents = group.map(({ bytes }) => tried(() => readJson(bytes)));
  const understood = documents.map((document, index) => {
    const clock = () => group[index]?.at ?? new Date();
    return document && tried(() => understand({ model, clock }, document));
  });
  const gists = understood.map((one) => one && gistOf(one));
  const made = understood.map((one) => {
    const isMade = one?.scored !== undefined && isProbablyNew(one);
    return isMade ? prepareScored(model, one.scored) : undefined;
  });
  const bundles = made.map((one) => one && jsonBytes(one.bundle));
  const prepared = made.map((one, index) => {
    const [text, bundle] = [documents[index]?.text, bundles[index]];
    if (one === undefined || text === undefined || bundle === undefined) return undefined;
    const { id, resources } = one;
    return { id, resources, received: packText(packer, text), bundle: packText(packer, bundle) };
  });
  return gists.map((gist, index) => gist && { gist, prepared: prepared[index] });
}

/** Whoever keeps it hears why not when it reads it again. */
function tried<Result>(step: () => Result): Result | undefined {
  try {
    return step();
  } catch {
    return undefined;
  }
}
