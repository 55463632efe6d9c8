import { packed } from '../../ahead/packed.ts';
import type { Model } from '../../model/types.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import { readJson } from '../../questionnaire/json/document.ts';
import type { Packer } from '../../store/pack.ts';
import { gistOf } from '../../work/keep/gist.ts';
import { isProbablyNew } from '../../work/keep/keep.ts';
import { prepareScored } from '../../work/keep/prepare.ts';
import type { Gist, Prepared } from '../../work/keep/records.ts';
import { understand } from '../../work/keep/understand.ts';
import { unexpected } from '../exit.ts';

/** What a line says, and what it is kept with; or why it is refused. Data alone, since another thread tells it. */
export type ReadLine =
  | { readonly gist: Gist; readonly prepared: Prepared | undefined }
  | { readonly problems: readonly Problem[] };

/** Reads, checks and scores lines, and makes what they are kept with: all that asks nothing of the store. */
export function lineReader(model: Model, packer: Pick<Packer, 'pack' | 'dictionary'>): (line: Uint8Array) => ReadLine {
  const ports = { model, clock: () => new Date() };
  return (line) => {
    try {
      const document = readJson(line);
      const understood = understand(ports, document);
      const { scored } = understood;
      const isMade = scored !== undefined && isProbablyNew(understood);
      const { text } = document;
      const [prepared] = isMade ? packed(packer, [{ text, made: prepareScored(model, scored) }]) : [];
      return { gist: gistOf(understood), prepared };
    } catch (error) {
      return { problems: error instanceof Refusal ? error.problems : [unexpected(error)] };
    }
  };
}
