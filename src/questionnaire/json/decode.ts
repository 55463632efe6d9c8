import { isUtf8 } from 'node:buffer';
import { refuse } from '../../outcome/problem.ts';

/**
 * The text of UTF-8 bytes, without byte order mark. Refused: json-encoding (node's default would put U+FFFD into
 * patient data).
 */
export function decode(bytes: Uint8Array): string {
  // Half the time of a TextDecoder that is to find faults itself.
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8', markIn(bytes));
  const lines = textBefore(bytes).split(/\r\n|\r|\n/);
  const column = (lines.at(-1) ?? '').length + 1;
  refuse('json-encoding', { values: { line: String(lines.length), column: String(column) } });
}

/** The length of the byte order mark that bytes begin with. */
function markIn(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** What can be read before the first bad byte: the longest beginning that decodes, found by halving. */
function textBefore(bytes: Uint8Array): string {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (beginning(bytes, middle) === undefined) bad = middle;
    else good = middle;
  }
  return beginning(bytes, good) ?? '';
}

/** With `stream`, a character that is only cut off is no fault. */
function beginning(bytes: Uint8Array, length: number): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}
