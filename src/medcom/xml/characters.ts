// XML 1.0, production 2 (Char). With the flag u a lone surrogate is a code point of its own, and so it is found too.
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
// Those and every surrogate: few texts have one, and a look without code points takes a third of the time.
const maybeForbidden = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/;

/** The first character that XML 1.0 cannot hold, not even as a reference, as `U+0001`; undefined when there is none. */
export function forbiddenCharacter(text: string): string | undefined {
  if (!maybeForbidden.test(text)) return undefined;
  const point = forbidden.exec(text)?.[0].codePointAt(0);
  return point === undefined ? undefined : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

// windows-1252 has other characters at 0x80-0x9F, and many take the two for one; a reader would make a CR a line feed
// (XML 1.0, 2.11).
const unwritable = /[\r\u{80}-\u{9f}\u{100}-\u{10ffff}]/gu;

/** Text of markup and escaped content as ISO-8859-1; what a reader would not get back from a byte becomes `&#n;`. */
export function toLatin1(xml: string): Uint8Array {
  return Buffer.from(
    xml.replace(unwritable, (character) => `&#${character.codePointAt(0)};`),
    'latin1',
  );
}
