import type { BundleEntry, CommunicationPayload, FhirResource, Provenance } from 'fhir/r4.js';
import { refuse } from '../../outcome/problem.ts';
import type { Placed } from './bundle-index.ts';
import { isObject } from './elements.ts';
import type { CareMessage, MessageParty } from './open.ts';
import { attachedBytes } from './segments.ts';

/** How a message follows an earlier one: as an answer, to somebody else, or to put right what it said. */
export type Following = 'reply' | 'forward' | 'correct';

/** The message that is followed, and how. */
export interface Follow {
  readonly how: Following;
  readonly message: CareMessage;
}

/**
 * Whom a message goes to that follows another one: an answer to the other party, a correction to the same one, a
 * forward to a third one. Undefined: whom the caller names. Error: message-not-party.
 */
export function followedParty(
  { how, message: { sender, receiver } }: Follow,
  from: string,
  to: string | undefined,
): MessageParty | undefined {
  const place = { place: { option: to === undefined ? 'sender' : 'receiver' } } as const;
  const isSender = from === sender.gln;
  if (!isSender && (how === 'correct' || from !== receiver.gln))
    refuse('message-not-party', { place: { option: 'sender' } });
  const other = isSender ? receiver : sender;
  if (how === 'forward') {
    if (to === other.gln || to === from) refuse('message-not-party', place);
    return undefined;
  }
  if (to !== undefined && to !== other.gln) refuse('message-not-party', place);
  return other;
}

/**
 * The segments of the thread so far. An answer has the attachments without their content, which both parties have
 * (medcom-carecommunication-6); a forwarded message must have it, whole. Errors: message-attachment-content,
 * message-attachment-form, message-attachment-differs.
 */
export function earlierPayloads({ how, message: { segments } }: Follow): readonly CommunicationPayload[] {
  return segments.map((segment) => {
    const { payload, place } = segment;
    const { contentAttachment } = payload;
    if (contentAttachment === undefined) return payload;
    const { data, url, size: _, hash: __, ...named } = contentAttachment;
    if (how !== 'forward') return { ...payload, contentAttachment: named };
    if (data === undefined && url === undefined) refuse('message-attachment-content', { place });
    attachedBytes(segment);
    return payload;
  });
}

/** Where each message of the thread came from, the messages before included: the whole history goes along. */
export function earlierProvenances({ message: { provenance, history, header } }: Follow): readonly BundleEntry[] {
  return [provenance, ...history].map((placed) => {
    const { fullUrl, resource } = placed;
    return placed === provenance
      ? { fullUrl, resource: aimedAt(placed, header.resource.id ?? '') }
      : { fullUrl, resource };
  });
}

/** Its MessageHeader is not in the message any more: it is named as MedCom names those before. */
function aimedAt({ resource }: Placed<Provenance>, id: string): Provenance {
  return { ...resource, target: [{ ...resource.target[0], reference: `MessageHeader/${id}` }] };
}

/** The resources that are still referred to, directly or by another one. */
export function stillNeeded({ message: { index } }: Follow, from: readonly unknown[]): readonly Placed[] {
  const needed = new Set<Placed>();
  const waiting: unknown[] = [...from];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) waiting.push(...value);
    else if (isObject(value)) {
      const { reference } = value;
      const found = typeof reference === 'string' ? index.find(reference) : undefined;
      if (found !== undefined && !needed.has(found) && !isReplaced(found.resource)) {
        needed.add(found);
        waiting.push(found.resource);
      }
      waiting.push(...Object.values(value).filter((each) => typeof each === 'object' && each !== null));
    }
  }
  return index.all.filter((placed) => needed.has(placed));
}

/** Each message has its own. */
function isReplaced({ resourceType }: FhirResource): boolean {
  return resourceType === 'MessageHeader' || resourceType === 'Communication' || resourceType === 'Provenance';
}
