import type { Edit } from '../attach/edit.ts';
import type { Span } from '../xml/placed.ts';

/** A text in UTF-8 in the place of other bytes. */
export function utf8Edit({ start, end }: Span, text: string): Edit {
  return { start, end, text: Buffer.from(text).toString('latin1') };
}

/** The same behind a place. */
export function behind({ end }: Span, text: string): Edit {
  return utf8Edit({ start: end, end }, text);
}

/** How many bytes a character takes by its first one, and how many of JavaScript's characters. */
export function widthOf(first: number): readonly [bytes: number, characters: number] {
  return first < 0x80 ? [1, 1] : first < 0xe0 ? [2, 1] : first < 0xf0 ? [3, 1] : [4, 2];
}
