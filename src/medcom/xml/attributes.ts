import { withoutReferences } from './decode.ts';

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

const attribute = /([^ \t\r\n=]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/g;
const start = ' value="';

/** The attributes of a well-formed start tag, with their values as a reader of XML gives them (XML 1.0, 3.3.3). */
export function attributesOf(written: string): readonly Attribute[] {
  const found: Attribute[] = [];
  for (const [, name = '', double, single] of written.matchAll(attribute)) {
    found.push({ name, value: normal(double ?? single ?? '') });
  }
  return found;
}

/** The value where the attribute of that name is the only one, and stands there as it is read. */
export function valueAlone(written: string): string | undefined {
  if (!written.startsWith(start) || written.indexOf('"', start.length) !== written.length - 1) return undefined;
  const value = written.slice(start.length, -1);
  return /[\t\n\r&]/.test(value) ? undefined : value;
}

function normal(raw: string): string {
  return withoutReferences(/[\t\n\r]/.test(raw) ? raw.replace(/\r\n|[\t\n\r]/g, ' ') : raw);
}
