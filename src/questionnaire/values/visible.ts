/**
 * Characters with nothing to see: white space, control and format characters, what Unicode says to ignore (soft hyphen,
 * zero width space, Hangul fillers ...), marks without a letter, and the two blanks that it counts among the symbols;
 * and what stands for a character or an object that was lost.
 */
const unseen = '\\p{White_Space}\\p{C}\\p{Default_Ignorable_Code_Point}\\p{M}\\u2800\\u{1D159}\\uFFFC\\uFFFD';
const seen = new RegExp(`[^${unseen}]`, 'u');

/** True for a text with something to see in it. */
export function isVisible(text: string): boolean {
  // Nearly every text begins with a letter or a digit.
  const first = text.charCodeAt(0);
  return (first > 0x20 && first < 0x7f) || seen.test(text);
}
