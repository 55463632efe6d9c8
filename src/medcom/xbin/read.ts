import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { type CitizenNumber, numberIn } from '../message/citizen-number.ts';
import { checkExchange } from '../message/exchange.ts';
import { attachmentLimits, parseXml } from '../xml/parse.ts';
import { elementsOf, textOf, type XmlElement } from '../xml/tree.ts';
import { fromBase64 } from './base64.ts';
import { withHyphens } from './identifier.ts';
import { type XbinTable, xbinTables } from './tables.ts';

/** An attachment that was read. */
export interface Xbin {
  readonly type: string;
  readonly version: string;
  readonly envelopeId: string;
  readonly letterId: string;
  /** GLN */
  readonly sender: string;
  readonly receiver: string;
  /** Undefined when it is about a system. */
  readonly citizen: CitizenNumber | undefined;
  readonly objects: readonly XbinObject[];
}

export interface XbinObject {
  /** A UUID with hyphens, in lower case, however it was written; another identifier as it stands. */
  readonly identifier: string;
  readonly code: string;
  readonly extension: string;
  readonly bytes: Uint8Array;
}

/** True for the root of a message that carries an attachment. */
export function isXbin(root: XmlElement): boolean {
  return attachmentOf(root) !== undefined;
}

/**
 * The attachment of an XBIN01 or XBIN02: XB0131X, XB0210X, XB0130X, XB0230X. The first of the message, which has no
 * others in practice.
 * Errors: those of `parseXml` (at most 50 MB) and `checkExchange`; `xbin-unknown` for any other message; `xbin-base64`
 * and `xbin-size` at the object.
 */
export async function readXbin(bytes: Uint8Array): Promise<Xbin> {
  const { root } = await parseXml(bytes, attachmentLimits);
  return xbinOf(root);
}

/** The same of a message that was parsed already. */
export function xbinOf(root: XmlElement): Xbin {
  const found = attachmentOf(root);
  if (found === undefined) refuse('xbin-unknown', { place: { xpath: '/Emessage' } });
  const { table, letter } = found;
  const system = elementsOf(letter).some(({ name }) => name === 'SystemInformation');
  const problems = checkExchange(root, letter, system ? table.systemRows : table.rows);
  if (problems.length > 0) throw new Refusal(problems);
  const text = (...path: readonly string[]) => textOf(letter, ...path) ?? '';
  return {
    type: table.type,
    version: table.version,
    envelopeId: textOf(root, 'Envelope', 'Identifier') ?? '',
    letterId: text('Letter', 'Identifier'),
    sender: text('Sender', 'EANIdentifier'),
    receiver: text('Receiver', 'EANIdentifier'),
    citizen: numberIn(letter),
    objects: objectsOf(letter, `/Emessage/${table.element}`),
  };
}

function attachmentOf(root: XmlElement): { table: XbinTable; letter: XmlElement } | undefined {
  if (root.name !== 'Emessage') return undefined;
  for (const letter of elementsOf(root)) {
    const table = xbinTables.find(
      ({ namespace, element }) => namespace === letter.namespace && element === letter.name,
    );
    if (table !== undefined && letter.namespace === root.namespace) return { table, letter };
  }
  return undefined;
}

function objectsOf(letter: XmlElement, xpath: string): readonly XbinObject[] {
  const problems: Problem[] = [];
  const elements = elementsOf(letter).filter(({ name }) => name === 'BinaryObject');
  const objects = elements.map((element, index): XbinObject => {
    const at = `${xpath}/BinaryObject[${index + 1}]`;
    const text = (name: string) => textOf(element, name) ?? '';
    const bytes = fromBase64(text('Object_Base64Encoded'));
    if (bytes === undefined) problems.push({ code: 'xbin-base64', place: { xpath: `${at}/Object_Base64Encoded` } });
    else if (bytes.length !== Number(text('OriginalObjectSize'))) {
      problems.push({
        code: 'xbin-size',
        place: { xpath: `${at}/OriginalObjectSize` },
        values: { size: String(bytes.length) },
      });
    }
    return {
      identifier: withHyphens(text('ObjectIdentifier')),
      code: text('ObjectCode'),
      extension: text('ObjectExtensionCode'),
      bytes: bytes ?? new Uint8Array(),
    };
  });
  if (problems.length > 0) throw new Refusal(problems);
  return objects;
}
