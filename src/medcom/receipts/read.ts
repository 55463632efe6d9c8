import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { checkExchange, type ExchangeTable, elementAt } from '../message/exchange.ts';
import { emptyElements } from '../tables/formatted.ts';
import { parseXml } from '../xml/parse.ts';
import { elementsOf, textOf, type XmlElement } from '../xml/tree.ts';
import { receiptTables } from './tables.ts';

/** A receipt that came in. It is matched with what was sent by letter id, never by version (MEDCOM.md, Transport). */
export interface Receipt {
  /** XCTL01: the network could not deliver; XCTL02: the receiver refuses; XCTL03: received. */
  readonly type: 'XCTL01' | 'XCTL02' | 'XCTL03';
  readonly envelopeId: string;
  readonly letterId: string;
  readonly sender: string;
  readonly receiver: string;
  readonly original: {
    readonly envelopeId: string;
    readonly sender: string;
    readonly receiver: string;
    /** Empty: the receipt is about the envelope with all its letters. */
    readonly letters: readonly ReceiptLetter[];
  } & Why;
}

/** Why it is refused: of the whole envelope, or of one letter. */
export interface Why {
  readonly refuseCode: string | undefined;
  readonly refuseText: string | undefined;
}

export interface ReceiptLetter extends Why {
  readonly identifier: string;
  readonly version: string;
}

/** True for the root of a message that carries receipts. */
export function isReceipt(root: XmlElement): boolean {
  return receiptsIn(root).length > 0;
}

/**
 * The receipts of a message, XCTL01-03 of 2005/08/07. Errors: those of `parseXml`; `receipt-unknown`; those of
 * `checkExchange`.
 */
export async function readReceipts(bytes: Uint8Array): Promise<readonly Receipt[]> {
  return receiptsOf((await parseXml(bytes)).root);
}

/** The same of a message that was parsed already. */
export function receiptsOf(root: XmlElement): readonly Receipt[] {
  const found = receiptsIn(root);
  if (found.length === 0) refuse('receipt-unknown', { place: { xpath: '/Emessage' } });
  const problems = found.flatMap(({ table, letter }) => [
    ...checkExchange(root, letter, table.rows),
    ...styled(letter, `/Emessage/${letter.name}`),
  ]);
  if (problems.length > 0) throw new Refusal(problems);
  return found.map(({ table, letter }) => receiptOf(root, letter, table));
}

function receiptsIn(root: XmlElement): readonly { readonly table: ExchangeTable; readonly letter: XmlElement }[] {
  if (root.name !== 'Emessage') return [];
  return elementsOf(root).flatMap((letter) => {
    const table = receiptTables.find(
      ({ element, namespace }) =>
        element === letter.name && namespace === letter.namespace && namespace === root.namespace,
    );
    return table === undefined ? [] : [{ table, letter }];
  });
}

function receiptOf(root: XmlElement, letter: XmlElement, { type }: ExchangeTable): Receipt {
  const original = elementAt(letter, 'OriginalEmessage') ?? letter;
  const text = (element: XmlElement, ...path: readonly string[]) => textOf(element, ...path) ?? '';
  return {
    type: type as Receipt['type'],
    envelopeId: text(root, 'Envelope', 'Identifier'),
    letterId: text(letter, 'Letter', 'Identifier'),
    sender: text(letter, 'Sender', 'EANIdentifier'),
    receiver: text(letter, 'Receiver', 'EANIdentifier'),
    original: {
      envelopeId: text(original, 'OriginalEnvelopeIdentifier'),
      sender: text(original, 'OriginalSender', 'EANIdentifier'),
      receiver: text(original, 'OriginalReceiver', 'EANIdentifier'),
      ...why(original),
      letters: elementsOf(original)
        .filter(({ name }) => name === 'OriginalLetter')
        .map((each) => ({
          identifier: text(each, 'OriginalLetterIdentifier'),
          version: text(each, 'OriginalVersionCode'),
          ...why(each),
        })),
    },
  };
}

function why(element: XmlElement): Why {
  const refuseText = elementAt(element, 'RefuseText');
  return {
    refuseCode: textOf(element, 'RefuseCode'),
    refuseText: refuseText?.children.map((child) => (typeof child === 'string' ? child : breakOf(child))).join(''),
  };
}

function breakOf({ name }: XmlElement): string {
  return name === 'Break' ? '\n' : ' ';
}

/** BreakableText knows Space and Break alone. */
function styled(element: XmlElement, xpath: string): readonly Problem[] {
  return elementsOf(element).flatMap((child): readonly Problem[] => {
    const at = `${xpath}/${child.name}`;
    if (child.name !== 'RefuseText') return styled(child, at);
    const stranger = elementsOf(child).find(({ name }) => !emptyElements.has(name));
    if (stranger === undefined) return [];
    const line = stranger.line === undefined ? {} : { line: stranger.line };
    return [{ code: 'letter-element-unexpected', place: { xpath: at, ...line } }];
  });
}
