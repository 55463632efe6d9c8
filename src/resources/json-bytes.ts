import { textOf } from './fixed.ts';
import { bytesOf, utf8 } from './utf8.ts';

/**
 * What JSON.stringify writes of a value, to the byte, in UTF-8. It takes half as long where most of the value is
 * `fixed`: what stands there is joined, and coded once.
 */
export function jsonBytes(value: object): Buffer {
  return bytesOf(jsonText(value));
}

/** The same as the text of `utf8`. */
export function jsonText(value: object): string {
  const known = textOf(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return listText(value);
  if (Object.getPrototypeOf(value) === Object.prototype) return membersText(value as Readonly<Record<string, unknown>>);
  // A date or a raw number says by itself what is written of it.
  return utf8(JSON.stringify(value));
}

function listText(values: readonly unknown[]): string {
  let text = '';
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    text += `${index === 0 ? '' : ','}${isWritten(value) ? valueText(value) : 'null'}`;
  }
  return `[${text}]`;
}

function membersText(value: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (isWritten(member)) text += `${text === '' ? '' : ','}${stringText(name)}:${valueText(member)}`;
  }
  return `{${text}}`;
}

function isWritten(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return stringText(value);
  return typeof value === 'object' && value !== null ? jsonText(value) : JSON.stringify(value);
}

function stringText(text: string): string {
  return `"${insideString(text)}"`;
}

/**
 * What stands between the quotation marks of a string. Most consist of characters that stand for themselves, in one
 * byte each.
 */
export function insideString(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them.
  return utf8(/[\0-\x1f"\\\ud800-\udfff]/.test(text) ? JSON.stringify(text).slice(1, -1) : text);
}

/** The string with that between its quotation marks. */
export function stringOf(inside: string): string {
  return JSON.parse(`"${bytesOf(inside)}"`);
}
