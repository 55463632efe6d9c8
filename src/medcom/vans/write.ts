import { Refusal, refuse } from '../../outcome/problem.ts';
import { checkElement } from '../message/check.ts';
import { isGln } from '../message/gln.ts';
import { danishTime } from '../message/time.ts';
import { layOut, type Value } from '../message/values.ts';
import { isUuid } from '../xbin/identifier.ts';
import type { XmlElement, XmlNode } from '../xml/tree.ts';
import { writeXml } from '../xml/write.ts';
import { envelopeLimits } from './limits.ts';
import { vansEnvelope, vansNamespace } from './tables.ts';
import type { EndPoint, MetaInformation, VansOptions } from './types.ts';

/**
 * An envelope around a message or a receipt. Errors: `vans-gln` and `letter-value-form` at the options; those of
 * `checkElement`.
 */
export async function writeEnvelope(
  sender: EndPoint,
  receiver: EndPoint,
  content: { readonly Message: Value } | { readonly Receipt: Value },
  { envelopeId, time }: VansOptions,
): Promise<Uint8Array> {
  checkEndPoint(sender, 'sender');
  checkEndPoint(receiver, 'receiver');
  checkUuid(envelopeId, 'envelopeId');
  const { Date: date, Time: minutes } = danishTime(time);
  // The seconds are the same in every zone.
  const seconds = /T\d\d:\d\d:(\d\d)/.exec(time)?.[1] ?? '00';
  const values = {
    SenderID: sender.value,
    ReceiverID: receiver.value,
    EnvelopeIdentifier: envelopeId,
    SentDateTime: `${date}T${minutes}:${seconds}`,
    ...content,
  };
  const root = withTypes(layOut(vansEnvelope, values, vansNamespace), { SenderID: sender, ReceiverID: receiver });
  const problems = checkElement(vansEnvelope, root);
  if (problems.length > 0) throw new Refusal(problems);
  return writeXml(root, undefined, envelopeLimits);
}

/** The values of MetaInformation and OriginalMessage. */
export function metaValues({ identifier, format, name, version, size }: MetaInformation): Value {
  return {
    Identifier: identifier,
    Document: {
      Format: format,
      Name: name,
      ...(version === undefined ? {} : { Version: version }),
      SizeInBytes: String(size),
    },
  };
}

/** Error: `letter-value-form` at the option. */
export function checkUuid(text: string, option: string): void {
  if (isUuid(text)) return;
  const values = { element: option, form: 'et UUID', formEn: 'a UUID' };
  refuse('letter-value-form', { place: { option }, values });
}

function checkEndPoint({ type, value }: EndPoint, option: string): void {
  if (type === 'EAN' && !isGln(value)) refuse('vans-gln', { place: { option } });
}

function withTypes(root: XmlElement, endPoints: Readonly<Record<string, EndPoint>>): XmlElement {
  const children = root.children.map((child): XmlNode => {
    const endPoint = typeof child === 'string' ? undefined : endPoints[child.name];
    return typeof child === 'string' || endPoint === undefined
      ? child
      : { ...child, attributes: { EndPointType: endPoint.type } };
  });
  return { ...root, children };
}
