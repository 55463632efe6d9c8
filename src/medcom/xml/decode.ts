import type { Encoding } from './prolog.ts';

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const reference = /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));/g;
const outsideAscii = /[\x80-\xff]/;
const asItIs = /^[^\x80-\xff\r&]*$/;

/** Decodes raw text, given with one character per byte: the encoding, line ends (XML 1.0, 2.11) and, outside CDATA, references. */
export function decoderOf(encoding: Encoding): (raw: string, cdata: boolean) => string {
  const characters = charactersOf(encoding);
  return (raw, cdata) => {
    if (asItIs.test(raw)) return raw;
    const text = outsideAscii.test(raw) ? characters(raw) : raw;
    const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    return cdata || !lines.includes('&') ? lines : lines.replace(reference, resolve);
  };
}

function charactersOf(encoding: Encoding): (raw: string) => string {
  // libxml2 takes 0x80-0x9F of ISO-8859-1 for U+0080-009F; a TextDecoder of that name would make windows-1252 of it.
  if (encoding === 'iso-8859-1') return (raw) => raw;
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (raw) => decoder.decode(Buffer.from(raw, 'latin1'));
}

function resolve(_: string, hex: string | undefined, decimal: string | undefined, name: string | undefined): string {
  if (name !== undefined) return named[name] ?? '';
  return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
}
