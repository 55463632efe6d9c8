import { below } from '../../outcome/place.ts';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { checkElement } from '../message/check.ts';
import { elementAt } from '../message/exchange.ts';
import { isGln } from '../message/gln.ts';
import { fromBase64 } from '../xbin/base64.ts';
import { parseXml } from '../xml/parse.ts';
import { elementsOf, textOf, type XmlElement } from '../xml/tree.ts';
import { envelopeLimits, mostBytes } from './limits.ts';
import { endPointTypes, vansEnvelope, vansNamespace } from './tables.ts';
import type { EndPoint, MetaInformation, VansEnvelope, VansMessage, VansReceipt } from './types.ts';

/**
 * What a VANSEnvelope 1.0.4 carries: one message, its bytes as they were, or one receipt.
 * Errors: those of `parseXml` and `checkElement`; `vans-unknown`; `vans-endpoint` and `vans-gln` at sender and
 * receiver; `vans-base64`, `vans-size` and `xml-too-large` (over 50 MB) at the message.
 */
export async function unwrapVans(bytes: Uint8Array): Promise<VansEnvelope> {
  const { root } = await parseXml(bytes, envelopeLimits);
  if (root.name !== 'VANSEnvelope' || root.namespace !== vansNamespace)
    refuse('vans-unknown', { place: { xpath: '/' } });
  const problems = [...checkElement(vansEnvelope, root), ...checkEndPoints(root)];
  if (problems.length > 0) throw new Refusal(problems);
  const message = elementAt(root, 'Message');
  return {
    sender: endPointOf(root, 'SenderID'),
    receiver: endPointOf(root, 'ReceiverID'),
    envelopeId: words(root, 'EnvelopeIdentifier').toLowerCase(),
    sent: words(root, 'SentDateTime').trim(),
    content: message === undefined ? receiptOf(root) : messageOf(message),
  };
}

/** What the tables do not know: attributes. And what the schema does not know: that an EAN is a GLN. */
function checkEndPoints(root: XmlElement): readonly Problem[] {
  return ['SenderID', 'ReceiverID'].flatMap((name): readonly Problem[] => {
    const element = elementAt(root, name);
    if (element === undefined) return [];
    const place = { xpath: `/VANSEnvelope/${name}` };
    const type = element.attributes?.EndPointType;
    if (!endPointTypes.some((known) => known === type))
      return [{ code: 'vans-endpoint', place: below(place, '@EndPointType') }];
    return type === 'EAN' && !isGln(words(root, name)) ? [{ code: 'vans-gln', place }] : [];
  });
}

/** Sender or receiver, as far as it can be read. */
export function endPointOf(root: XmlElement, name: string): EndPoint {
  const type = endPointTypes.find((known) => known === elementAt(root, name)?.attributes?.EndPointType) ?? 'EAN';
  return { type, value: words(root, name) };
}

function messageOf(message: XmlElement): VansMessage {
  const place = { xpath: '/VANSEnvelope/Message' };
  const meta = metaOf(elementAt(message, 'MetaInformation') ?? message);
  const bytes = fromBase64(words(message, 'Data'));
  if (bytes === undefined) refuse('vans-base64', { place: below(place, 'Data') });
  if (bytes.length > mostBytes)
    refuse('xml-too-large', { place: below(place, 'Data'), values: { limit: String(mostBytes) } });
  if (bytes.length !== meta.size) {
    const at = below(place, 'MetaInformation/Document/SizeInBytes');
    refuse('vans-size', { place: at, values: { size: String(bytes.length) } });
  }
  return { kind: 'message', meta, bytes };
}

function receiptOf(root: XmlElement): VansReceipt {
  const [receipt = root] = elementsOf(elementAt(root, 'Receipt') ?? root);
  const original = elementAt(receipt, 'OriginalMessage');
  const error = elementAt(receipt, 'Error');
  const code = error && textOf(error, 'Code');
  return {
    kind: receipt.name as VansReceipt['kind'],
    originalEnvelopeId: words(receipt, 'OriginalEnvelopeIdentifier').toLowerCase(),
    originalMessage: original && metaOf(original),
    error: error && { code: code === undefined ? undefined : Number(code), description: words(error, 'Description') },
  };
}

function metaOf(element: XmlElement): MetaInformation {
  return {
    identifier: words(element, 'Identifier').toLowerCase(),
    format: words(element, 'Document', 'Format'),
    name: words(element, 'Document', 'Name'),
    version: textOf(element, 'Document', 'Version'),
    size: Number(words(element, 'Document', 'SizeInBytes')),
  };
}

function words(element: XmlElement, ...path: readonly string[]): string {
  return textOf(element, ...path) ?? '';
}
