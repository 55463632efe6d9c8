const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * A text for pdfkit's document information. pdfkit 0.20.2 also puts it into the XMP metadata, as it stands, where "<" or "&" would break the
 * XML. It asks the string for its value there by `toString`, and for the information dictionary by `valueOf`; so the two may differ.
 */
export function xmpSafe(text: string): string {
  const escaped = text.replace(forbidden, '\u{fffd}').replace(/[&<>"]/g, (character) => references[character] ?? '');
  return Object.assign(new String(text), { toString: () => escaped }) as unknown as string;
}
