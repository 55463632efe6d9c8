import { textOf } from './fixed.ts';

/** Bytes so far, in more room than they need. */
interface Out {
  bytes: Buffer;
  end: number;
}

/** The room of the last call: most Bundles have 40 KB, and room that is made anew has to be cleared and collected. */
let spare: Buffer | undefined;
const mostSpare = 1_048_576;

/**
 * What JSON.stringify writes of a value, to the byte, in UTF-8. It takes half as long where most of the value is
 * `fixed`: that is copied, and no text stands in between.
 */
export function jsonBytes(value: object): Buffer {
  const out: Out = { bytes: spare ?? Buffer.allocUnsafeSlow(65_536), end: 0 };
  spare = undefined;
  writeObject(out, value);
  const written = Buffer.from(out.bytes.subarray(0, out.end));
  if (out.bytes.length <= mostSpare) spare = out.bytes;
  return written;
}

function writeObject(out: Out, value: object): void {
  const known = textOf(value);
  if (known !== undefined) {
    writeText(out, known);
  } else if (Array.isArray(value)) {
    writeList(out, value);
  } else if (Object.getPrototypeOf(value) === Object.prototype) {
    writeMembers(out, value as Readonly<Record<string, unknown>>);
  } else {
    // A date or a raw number says by itself what is written of it.
    writeText(out, JSON.stringify(value));
  }
}

function writeList(out: Out, values: readonly unknown[]): void {
  let before = openList;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    writeByte(out, before);
    write(out, isWritten(value) ? value : null);
    before = comma;
  }
  if (before === openList) writeByte(out, openList);
  writeByte(out, closeList);
}

function writeMembers(out: Out, value: Readonly<Record<string, unknown>>): void {
  let before = openObject;
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (!isWritten(member)) continue;
    writeByte(out, before);
    writeString(out, name);
    writeByte(out, colon);
    write(out, member);
    before = comma;
  }
  if (before === openObject) writeByte(out, openObject);
  writeByte(out, closeObject);
}

function isWritten(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}

function write(out: Out, value: unknown): void {
  if (typeof value === 'string') writeString(out, value);
  else if (typeof value === 'object' && value !== null) writeObject(out, value);
  else writeText(out, JSON.stringify(value));
}

function writeString(out: Out, text: string): void {
  if (text.length > longestByCharacter || !writePlain(out, text)) writeText(out, JSON.stringify(text));
}

/**
 * Writes a string whose characters stand in JSON as they are; gives false for others. To look at them one by one is
 * quicker than a call for a short string, and most are short.
 */
function writePlain(out: Out, text: string): boolean {
  makeRoom(out, 2 * text.length + 2);
  const { bytes } = out;
  let end = out.end;
  bytes[end++] = quotationMark;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x80 && code < 0x800) {
      bytes[end++] = 0xc0 | (code >> 6);
      bytes[end++] = 0x80 | (code & 0x3f);
    } else if (code < 0x20 || code >= 0x800 || code === quotationMark || code === backslash) {
      return false;
    } else {
      bytes[end++] = code;
    }
  }
  bytes[end++] = quotationMark;
  out.end = end;
  return true;
}

const longestByCharacter = 200;
const quotationMark = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

function writeByte(out: Out, byte: number): void {
  if (out.end === out.bytes.length) makeRoom(out, 1);
  out.bytes[out.end] = byte;
  out.end += 1;
}

function writeText(out: Out, text: string): void {
  makeRoom(out, 3 * text.length);
  out.end += out.bytes.write(text, out.end);
}

function makeRoom(out: Out, length: number): void {
  if (out.end + length <= out.bytes.length) return;
  const wider = Buffer.allocUnsafeSlow(2 * (out.end + length));
  out.bytes.copy(wider, 0, 0, out.end);
  out.bytes = wider;
}

/** True where every character stands in a JSON string as it is. */
export function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === quotationMark || code === backslash || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}
