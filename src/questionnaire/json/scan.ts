/** What one pass over the bytes of a JSON text shows without parsing it. */
export interface Scan {
  /** The deepest nesting of arrays and objects. */
  readonly depth: number;
  /** Property names in the text: where the parsed value has fewer, some name stands twice. */
  readonly keys: number;
  /** A string may hold a character that is refused. */
  readonly characters: boolean;
  /**
   * Numbers that JavaScript may write otherwise than they stand here, in their order: of each how many numbers stand
   * before it, start and end.
   */
  readonly unusual: readonly number[];
  /** One of them may be none that JavaScript can hold. */
  readonly unheld: boolean;
  /**
   * The text, with a character for each byte, where it has no white space between its parts, no escape and no unusual
   * number: then JSON.stringify writes the same, unless a name is `reordered`.
   */
  readonly compact: string | undefined;
}

/**
 * Counts what JSON.parse does not tell, in one pass over the bytes: a third of the time of JSON.parse (6 KB: 5 us of
 * 20); a regular expression over the strings of the text takes 1.5 times that of JSON.parse. One function, since calls
 * cost a third more. Any bytes are safe; the counts are right for well-formed JSON.
 */
export function scanJson(bytes: Uint8Array): Scan {
  // A character for each byte: where no string needs a look at its content, its end is found by V8's own search.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const isHarmless = !suspicious.some((one) => text.includes(one));
  let depth = 0;
  let deepest = 0;
  let keys = 0;
  let characters = false;
  let numbers = 0;
  let unheld = false;
  let compact = bytes[0] !== 0xef && !text.includes('\\');
  const unusual: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i] ?? 0;
    if (byte <= space) compact = false;
    while (byte === space) byte = bytes[++i] ?? 0;
    if (byte === quote) {
      if (isHarmless) {
        i = text.indexOf('"', i + 1);
        if (i < 0) break;
        // What follows nearly every string, past all the questions below.
        const next = bytes[i + 1];
        if (next === colon) keys++;
        if (next === colon || next === comma) i++;
        continue;
      }
      for (i++; i < bytes.length; i++) {
        const inside = bytes[i] ?? 0;
        if (inside === quote) break;
        if (inside === backslash) {
          const escaped = bytes[++i];
          // \u, \b, \f: other escapes stand for harmless characters
          if (escaped === 0x75 || escaped === 0x62 || escaped === 0x66) characters = true;
        } else if (inside >= 0x7f) {
          // U+007F, or what begins U+0080 to U+009F, or U+FFC0 to U+FFFF
          const next = bytes[i + 1] ?? 0;
          if (inside === 0x7f || (inside === 0xc2 && next < 0xa0) || (inside === 0xef && next === 0xbf))
            characters = true;
        }
      }
    } else if (byte === colon) keys++;
    else if (byte === openBrace || byte === openBracket) {
      if (++depth > deepest) deepest = depth;
    } else if (byte === closeBrace || byte === closeBracket) depth--;
    else if (byte === minus || (byte >= zero && byte <= nine)) {
      const start = i;
      let exponent = false;
      let fraction = false;
      let last = byte;
      for (;;) {
        const next = bytes[i + 1] ?? 0;
        if (next === dot) fraction = true;
        else if (next === 0x65 || next === 0x45) exponent = true;
        else if ((next < zero || next > nine) && next !== minus && next !== plus) break;
        last = next;
        i++;
      }
      const long = i - start >= 15;
      if (exponent || long) unheld = true;
      // -0, a last zero in the fraction, so many zeros before it (0.0000001) that JavaScript takes an exponent, and
      // what is long or has one itself.
      if (
        exponent ||
        long ||
        (last === zero && (fraction || (byte === minus && i - start === 1))) ||
        (fraction && i - start >= 7)
      )
        unusual.push(numbers, start, i + 1);
      numbers++;
    }
  }
  compact &&= unusual.length === 0;
  return { depth: deepest, keys, characters, unusual, unheld, compact: compact ? text : undefined };
}

/** Escapes, and what U+007F to U+009F and U+FFC0 to U+FFFF begin with. */
const suspicious = ['\\', '\u007f', '\u00c2', '\u00ef'];

const space = 0x20;
const quote = 0x22;
const plus = 0x2b;
const minus = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
