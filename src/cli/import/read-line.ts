import { type Failed, readGroup } from '../../ahead/read-group.ts';
import type { Model } from '../../model/types.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import type { Packer } from '../../store/pack.ts';
import type { ReadByOther } from '../../work/keep/archive.ts';
import { unexpected } from '../exit.ts';
import { type Block, groupsOf, linesOf } from '../stream/blocks.ts';

/** What a line says, and what it is kept with; or why it is refused. Data alone, since another thread tells it. */
export type ReadLine = ReadByOther | { readonly problems: readonly Problem[] };

/** Reads the lines of a block, in their order. */
export type ReadBlock = (block: Pick<Block, 'bytes'>) => readonly ReadLine[];

/** Reads the lines of blocks; those of a group go through their steps together. */
export function blockReader(model: Model, packer: Pick<Packer, 'pack' | 'dictionary'>): ReadBlock {
  return (block) =>
    [...groupsOf(linesOf(block))].flatMap((lines) => {
      const group = lines.map((bytes) => ({ bytes, at: new Date() }));
      return readGroup(model, packer, group).map(told);
    });
}

function told(read: ReadByOther | Failed): ReadLine {
  if (!('error' in read)) return read;
  const { error } = read;
  return { problems: error instanceof Refusal ? error.problems : [unexpected(error)] };
}
