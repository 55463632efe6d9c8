import type { PlacedDocument, Span } from '../xml/placed.ts';

/** Bytes that take the place of others, one character per byte. An insertion has an empty span. */
export interface Edit extends Span {
  readonly text: string;
}

/** True for an edit that takes nothing away. */
export function isInsertion({ start, end }: Edit): boolean {
  return start === end;
}

/** The document with its edits. Of two at one place the earlier in the list comes first. Every other byte stays. */
export function applyEdits({ source }: PlacedDocument, edits: readonly Edit[]): Uint8Array {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text } of edits.toSorted(byStart)) {
    if (start < at) throw new Error('two edits overlap');
    parts.push(source.slice(at, start), text);
    at = end;
  }
  parts.push(source.slice(at));
  return Buffer.from(parts.join(''), 'latin1');
}

function byStart(one: Edit, other: Edit): number {
  return one.start - other.start;
}
