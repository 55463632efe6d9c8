import type { Encoding } from './prolog.ts';

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const reference = /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));/g;

/**
 * The bytes that stand for other characters than their own number. libxml2 takes 0x80-0x9F of ISO-8859-1 for
 * U+0080-009F; a TextDecoder of that name would make windows-1252 of it.
 */
const others: Readonly<Record<Encoding, RegExp | undefined>> = {
  'utf-8': /[\x80-\xff]/,
  'iso-8859-1': undefined,
  'windows-1252': /[\x80-\x9f]/,
};
const asTheyAre: Readonly<Record<Encoding, RegExp>> = {
  'utf-8': /^[^\x80-\xff\r&]*$/,
  'iso-8859-1': /^[^\r&]*$/,
  'windows-1252': /^[^\x80-\x9f\r&]*$/,
};

/**
 * Decodes raw text of a document, both given with one character per byte: the encoding, line ends (XML 1.0, 2.11) and,
 * outside CDATA, references.
 */
export function decoderOf(encoding: Encoding, source: string): Decode {
  // Most letters need nothing, and one look at a letter takes a third of the time of a look at each text; a look for
  // one character takes none.
  if (!source.includes('\r') && !source.includes('&') && others[encoding]?.test(source) !== true) return same;
  return decoding[encoding];
}

type Decode = (raw: string, cdata: boolean) => string;

const same: Decode = (raw) => raw;

// Made once, since V8 forgets what it compiled for functions that are made for each document.
const decoding: Readonly<Record<Encoding, Decode>> = {
  'utf-8': decodingOf('utf-8'),
  'iso-8859-1': decodingOf('iso-8859-1'),
  'windows-1252': decodingOf('windows-1252'),
};

function decodingOf(encoding: Encoding): Decode {
  const other = others[encoding];
  const asItIs = asTheyAre[encoding];
  return (raw, cdata) => {
    if (asItIs.test(raw)) return raw;
    const text = other?.test(raw) === true ? charactersOf(raw, encoding) : raw;
    const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    return cdata ? lines : withoutReferences(lines);
  };
}

/** The references of a well-formed text resolved. */
export function withoutReferences(text: string): string {
  return text.includes('&') ? text.replace(reference, resolve) : text;
}

const decoders = new Map<Encoding, InstanceType<typeof TextDecoder>>();

function charactersOf(raw: string, encoding: Encoding): string {
  const decoder = decoders.get(encoding) ?? new TextDecoder(encoding, { ignoreBOM: true });
  decoders.set(encoding, decoder);
  return decoder.decode(Buffer.from(raw, 'latin1'));
}

function resolve(_: string, hex: string | undefined, decimal: string | undefined, name: string | undefined): string {
  if (name !== undefined) return named[name] ?? '';
  return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
}
