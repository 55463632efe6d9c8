import { momentOf } from '../../scoring/day.ts';
import { type FoundBlock, findBlocks, mayHaveBlock } from '../block/find.ts';
import type { CareMessage } from './open.ts';
import type { Segment } from './segments.ts';

/** A block that stands in a segment of a message. */
export interface SegmentBlock extends FoundBlock {
  /** Where it begins. */
  readonly segment: Segment;
  /** Where it stands in the text of its segment; undefined where it goes on into another one. */
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

export interface ThreadBlocks {
  /** The older segment first, whatever their order in the message. */
  readonly valid: readonly SegmentBlock[];
  readonly changed: readonly SegmentBlock[];
}

/**
 * The blocks in the segments of a message, those of earlier messages of the thread too. The segments are read as one
 * text, since the network makes several of one and one of several.
 */
export function threadBlocks({ segments, citizen }: CareMessage): ThreadBlocks {
  const texts = segments.flatMap((segment) => (segment.text === undefined ? [] : [{ segment, text: segment.text }]));
  const whole = texts.map(({ text }) => text).join(' ');
  if (!mayHaveBlock(whole)) return { valid: [], changed: [] };
  let before = 0;
  const starts = texts.map(({ segment, text }) => {
    const start = before;
    before += text.length + 1;
    return { segment, start, end: start + text.length };
  });
  const placed = (block: FoundBlock): SegmentBlock => {
    const at = starts.findLast(({ start }) => start <= block.start);
    if (at === undefined) throw new Error('a block stands in a segment');
    const inside = block.end <= at.end;
    const span = inside ? { start: block.start - at.start, end: block.end - at.start } : undefined;
    return { ...block, segment: at.segment, span };
  };
  const { valid, changed } = findBlocks(whole, citizen.value);
  return { valid: valid.map(placed).toSorted(bySegment), changed: changed.map(placed) };
}

/** By the time of the segments; those of one time as they stand. */
function bySegment({ segment: one }: SegmentBlock, { segment: other }: SegmentBlock): number {
  return momentOf(one.date) - momentOf(other.date) || one.index - other.index;
}

/** The segment that was written last. */
export function newestText({ segments }: CareMessage): Segment {
  const texts = segments.filter(({ text }) => text !== undefined);
  const newest = texts.reduce<Segment | undefined>(
    (last, one) => (last === undefined || momentOf(one.date) >= momentOf(last.date) ? one : last),
    undefined,
  );
  if (newest === undefined) throw new Error('a message has a text');
  return newest;
}

/**
 * True for a segment that this message adds: no Provenance of an earlier message names it. (Its own Provenance may be
 * mistaken, as some of MedCom's examples are.)
 */
export function isOwnSegment({ history }: CareMessage, { identifier }: Segment): boolean {
  return !history.some(({ resource }) => resource.entity?.some(({ what }) => what.identifier?.value === identifier));
}
