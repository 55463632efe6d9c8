import { hash } from 'node:crypto';
import type { Communication, CommunicationPayload, Extension } from 'fhir/r4.js';
import { type Problem, refuse } from '../../outcome/problem.ts';
import { fromBase64 } from '../xbin/base64.ts';
import type { BundleIndex, Placed } from './bundle-index.ts';
import { extensions } from './vocabulary.ts';

/** A segment of a message: a text or an attachment, with who wrote it and when. */
export interface Segment {
  /** Of its payload, from 0. */
  readonly index: number;
  readonly payload: CommunicationPayload;
  /** Undefined for an attachment. */
  readonly text: string | undefined;
  /** `urn:uuid:...` */
  readonly identifier: string;
  /** An instant with zone. */
  readonly date: string;
  readonly place: string;
}

/** The extension of a kind; undefined where there is none. */
export function extensionOf({ extension = [] }: CommunicationPayload, url: string): Extension | undefined {
  return extension.find((each) => each.url === url);
}

/**
 * The segments of a message. A text says when, by whom and under which number it was written, an attachment when and
 * under which number (profile medcom-careCommunication-communication). By that number Provenance
 * tells which are new, so that none has the number of another one. Problem codes: message-segment,
 * message-segment-twice, message-reference.
 */
export function segmentsOf(
  { resource, place }: Placed<Communication>,
  index: BundleIndex,
): readonly Segment[] | Problem {
  const segments: Segment[] = [];
  const known = new Set<string>();
  for (const [at, payload] of (resource.payload ?? []).entries()) {
    const own = `${place}.payload[${at}]`;
    const text = payload.contentString;
    const identifier = extensionOf(payload, extensions.identifier)?.valueIdentifier?.value;
    const date = extensionOf(payload, extensions.date)?.valueDateTime;
    const isWhole = text === undefined ? payload.contentAttachment !== undefined : isSigned(payload);
    if (identifier === undefined || date === undefined || !isWhole || hasTwo(payload)) {
      return { code: 'message-segment', place: own };
    }
    const author = extensionOf(payload, extensions.author)?.valueReference?.reference;
    if (author !== undefined && index.find(author)?.resource.resourceType !== 'PractitionerRole') {
      return { code: 'message-reference', place: `${own}.extension`, values: { type: 'PractitionerRole' } };
    }
    if (known.has(identifier)) return { code: 'message-segment-twice', place: `${own}.extension` };
    known.add(identifier);
    segments.push({ index: at, payload, text, identifier, date, place: own });
  }
  if (segments.every(({ text }) => text === undefined)) return { code: 'message-segment', place: `${place}.payload` };
  return segments;
}

/** Two of what R4 or the profile has once: one of them would be passed over. */
function hasTwo(payload: CommunicationPayload): boolean {
  const contents = Object.keys(payload).filter((name) => name.startsWith('content'));
  const urls = (payload.extension ?? []).map(({ url }) => url);
  const { date, identifier, author, contact } = extensions;
  return (
    contents.length > 1 ||
    [date, identifier, author, contact].some((known) => urls.filter((url) => url === known).length > 1)
  );
}

function isSigned(payload: CommunicationPayload): boolean {
  const author = extensionOf(payload, extensions.author)?.valueReference;
  const contact = extensionOf(payload, extensions.contact)?.valueContactPoint;
  return author !== undefined && contact !== undefined;
}

/**
 * What an attachment holds; undefined for a text, and where its content is not in the message. Its size is counted
 * before base64, and its hash is the SHA-1 of the same (R4, Attachment): of other bytes, something was cut off or
 * changed on the way. Errors: message-attachment-form, message-attachment-differs.
 */
export function attachedBytes({ payload: { contentAttachment }, place }: Segment): Uint8Array | undefined {
  const { data, size, hash: sent } = contentAttachment ?? {};
  if (data === undefined) return undefined;
  const at = `${place}.contentAttachment`;
  const bytes = fromBase64(data) ?? refuse('message-attachment-form', { place: `${at}.data` });
  if (size !== undefined && size !== bytes.length) refuse('message-attachment-differs', { place: `${at}.size` });
  // Only text is a hash: the type of what came is not checked before.
  const isSame = sent === undefined || (typeof sent === 'string' && sent.replace(/[ \t\r\n]+/g, '') === sha1(bytes));
  if (!isSame) refuse('message-attachment-differs', { place: `${at}.hash` });
  return bytes;
}

function sha1(bytes: Uint8Array): string {
  return hash('sha1', bytes, 'base64');
}
