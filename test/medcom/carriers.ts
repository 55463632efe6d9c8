import { letterTables } from '../../src/medcom/tables/letters.ts';
import { writeXml } from '../../src/medcom/xml/write.ts';
import type { Citizen } from '../../src/scoring/types.ts';
import { filledMessage } from './filled.ts';
import { everyLetter } from './letters.ts';
import { nancy } from './statements.ts';

/** A letter that may carry a level, and the citizen whom it is about. */
export interface Carrier {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly citizen: Citizen;
}

/** The citizen of a letter, as a response would name them. */
function citizenOf(bytes: Uint8Array): Citizen {
  const text = Buffer.from(bytes).toString('latin1');
  const cpr = /CivilRegistrationNumber>(\d{10})/.exec(text)?.[1];
  const value = Buffer.from(/AlternativeIdentifier>([^<]+)/.exec(text)?.[1] ?? '', 'latin1').toString('latin1');
  const replacement = { system: 'urn:oid:1.2.208.176.1.6.1.3', value };
  return cpr === undefined
    ? { ...nancy, cpr: undefined, replacement, identifiers: [replacement] }
    : { ...nancy, cpr, identifiers: [{ system: 'urn:oid:1.2.208.176.1.2', value: cpr }] };
}

const carrying = new RegExp(`VersionCode>(?:${letterTables.map(({ version }) => version).join('|')})<`);

/**
 * Every sample that may carry a level, and for each row of the tables a letter with the least and one with the most.
 */
export async function carriers(): Promise<readonly Carrier[]> {
  const samples = everyLetter().filter(({ bytes }) => {
    const text = bytes.toString('latin1');
    return carrying.test(text) && !/<(?:Positive|Negative)/.test(text);
  });
  const made = letterTables.flatMap((table) =>
    (['least', 'most'] as const).map(async (how) => ({
      name: `${table.type} ${table.version} ${table.namespace.slice(-11, -1)} ${how}`,
      bytes: await writeXml(filledMessage(table, how, how === 'most' ? 0 : 1)),
    })),
  );
  const all = [...samples, ...(await Promise.all(made))];
  return all.map((letter) => ({ ...letter, citizen: citizenOf(letter.bytes) }));
}

const declaration = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\?>\r?\n?/;

/** The letter in ISO-8859-1, without its declaration. */
function bare(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  const isUtf8 = !/^<\?xml[^>]*encoding/.test(text) || /^<\?xml[^>]*encoding=["']utf-8/i.test(text);
  return (isUtf8 ? Buffer.from(bytes).toString('utf8') : text).replace(declaration, '');
}

/** The same letter as other systems write it. */
export const forms: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  'as it is': (bytes) => bytes,
  'ISO-8859-1': (bytes) => Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${bare(bytes)}`, 'latin1'),
  'windows-1252': (bytes) => Buffer.from(`<?xml version='1.0' encoding='windows-1252'?>\r\n${bare(bytes)}`, 'latin1'),
  'UTF-8': (bytes) => Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${bare(bytes)}`),
  'UTF-8 without declaration': (bytes) => Buffer.from(bare(bytes)),
  'UTF-8 with a byte order mark': (bytes) => Buffer.from(`\ufeff<?xml version="1.0"?>${bare(bytes)}`),
  prefixed: (bytes) =>
    Buffer.from(
      bare(bytes)
        .replace(/<(\/?)([A-Za-z])/g, '<$1m:$2')
        .replace('xmlns=', 'xmlns:m='),
    ),
  'CRLF, comments and instructions': (bytes) =>
    Buffer.from(
      `<!-- før --><?p 1?>\r\n${bare(bytes)
        .replaceAll(
          /(<\/(?:Letter|Sender|Patient|Reference|Referral|Text01)>)/g,
          '<!-- <Anamnesis> -->$1\r\n\t<?q >?>\r\n',
        )
        .replace('</Patient>', '\r\n</Patient ><!-- -->')
        .replaceAll('</Text01>', '<![CDATA[ <Text01>&amp; ]]></Text01>')}<!-- efter -->\r\n`,
    ),
};
