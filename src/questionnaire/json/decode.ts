import { refuse } from '../../outcome/problem.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of UTF-8 bytes, without byte order mark. Refused: json-encoding (node's default would put U+FFFD into
 * patient data).
 */
export function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    const lines = textBefore(bytes).split(/\r\n|\r|\n/);
    const column = (lines.at(-1) ?? '').length + 1;
    refuse('json-encoding', { values: { line: String(lines.length), column: String(column) } });
  }
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
