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
import { others } from '../../work/others.ts';
import { unexpected } from '../exit.ts';
import { type Block, groupsOf, linesOf } from '../stream/blocks.ts';

/** What a line says, and what it is kept with; or why it is refused. Data alone, since another thread tells it. */
export type ReadLine =
  | { readonly gist: Gist; readonly prepared: Prepared | undefined }
  | { readonly problems: readonly Problem[] };

/** Reads the lines of a block, in their order. */
export type ReadBlock = (block: Pick<Block, 'bytes'>) => Promise<readonly ReadLine[]>;

/**
 * Reads, checks and scores lines, and makes what they are kept with: all that asks nothing of the store. The lines of a
 * group go through their steps together.
 */
export function blockReader(model: Model, packer: Pick<Packer, 'pack' | 'dictionary'>): ReadBlock {
  const ports = { model, clock: () => new Date() };
  const readLine = async (line: Uint8Array): Promise<ReadLine> => {
    try {
      const document = readJson(line);
      await others;
      const understood = understand(ports, document);
      const gist = gistOf(understood);
      await others;
      const { scored } = understood;
      if (scored === undefined || !isProbablyNew(understood)) return { gist, prepared: undefined };
      const made = prepareScored(model, scored);
      await others;
      const [prepared] = packed(packer, [{ text: document.text, made }]);
      return { gist, prepared };
    } catch (error) {
      return { problems: error instanceof Refusal ? error.problems : [unexpected(error)] };
    }
  };
  return async (block) => {
    const read: ReadLine[] = [];
    for (const group of groupsOf(linesOf(block))) read.push(...(await Promise.all(group.map(readLine))));
    return read;
  };
}
