import type { Bundle, BundleEntry, Communication, ProvenanceEntity, Reference } from 'fhir/r4.js';
import type { Particulars } from '../../scoring/types.ts';
import { readParty } from '../new-letter/party.ts';
import type { Facts } from './facts.ts';
import { earlierPayloads, earlierProvenances, type Follow, stillNeeded } from './follow.ts';
import { messageId } from './message-id.ts';
import type { MessageOptions } from './options.ts';
import {
  communicationPart,
  encounterPart,
  headerPart,
  type MakePart,
  organizationPart,
  partsLike,
  patientPart,
  payloadEntity,
  pdfPayload,
  practitionerPart,
  provenancePart,
  rolePart,
  textPayload,
} from './parts.ts';
import type { MessageOrganization } from './people.ts';
import { type CareActivity, codeSystems, profiles } from './vocabulary.ts';

/** What a message is made of. */
export interface Content {
  readonly told: Particulars;
  readonly facts: Facts;
  readonly options: MessageOptions;
  readonly follow: Follow | undefined;
  /** What it is about, where neither the caller nor the message before says so. */
  readonly topic: string;
  /** Its segments of text. */
  readonly texts: readonly string[];
  readonly pdf: { readonly title: string; readonly bytes: Uint8Array } | undefined;
}

/** A message, and its MessageHeader.id. */
export interface Assembled {
  readonly bundle: Bundle;
  readonly messageId: string;
}

/** Ids of one message, by what they name: derived from all that it says. */
type IdOf = (kind: string, ...more: readonly unknown[]) => string;

const activities: Readonly<Record<Follow['how'], CareActivity>> = {
  reply: 'reply-message',
  forward: 'forward-message',
  // The profile knows no other: a correction is a further message of the thread, by whoever sent the first.
  correct: 'reply-message',
};

/**
 * The Bundle of a message: what it says itself, and of the message that it follows every segment, everything that these
 * refer to, and the Provenance of each message before.
 */
export function assemble(content: Content): Assembled {
  const { facts, follow } = content;
  const idOf = idsOf(content);
  const earlier = follow?.message;
  const makePart = partsLike(earlier?.communication.fullUrl);
  const own = entriesOf(makePart);
  const from = organizationIn(own, content, facts.sender, idOf('sender'));
  const to = organizationIn(own, content, facts.receiver, idOf('receiver'));
  const communication = own.add(
    communicationPart(idOf('communication'), {
      ...headOf(content, own, idOf),
      payload: [...(follow === undefined ? [] : earlierPayloads(follow)), ...payloadsOf(content, own, from, idOf)],
    }),
  );
  const header = makePart(
    headerPart(
      idOf('header'),
      { reference: from, sor: facts.sender.sor },
      { reference: to, sor: facts.receiver.sor },
      communication,
    ),
  );
  const provenance = makePart(
    provenancePart(idOf('provenance'), {
      target: header.reference,
      time: facts.time,
      activity: follow === undefined ? 'new-message' : activities[follow.how],
      agent: from,
      entity: entitiesOf(content, idOf),
    }),
  );
  const history = follow === undefined ? [] : earlierProvenances(follow);
  const kept = follow === undefined ? [] : stillNeeded(follow, [header.resource, own.entries, history]);
  const bundle: Bundle = {
    resourceType: 'Bundle',
    id: idOf('bundle'),
    meta: { profile: [profiles.message] },
    type: 'message',
    timestamp: facts.time,
    entry: [
      header.entry,
      ...own.entries,
      ...kept.map(({ fullUrl, resource }): BundleEntry => ({ fullUrl, resource })),
      provenance.entry,
      ...history,
    ],
  };
  return { bundle, messageId: idOf('header') };
}

function idsOf({ told, facts, options, follow, topic, texts, pdf }: Content): IdOf {
  const page = pdf === undefined ? undefined : Buffer.from(pdf.bytes).toString('base64');
  const said = [told.identity, told.status, facts, options, follow?.how, follow?.message.messageId, topic, texts, page];
  const seed = messageId('said', said);
  return (kind, ...more) => messageId(kind, seed, ...more);
}

/** The entries that a message adds, in the order in which they are made. */
interface Entries {
  readonly entries: readonly BundleEntry[];
  /** Adds a resource, and gives the reference to it. */
  readonly add: (resource: Parameters<MakePart>[0]) => string;
}

function entriesOf(makePart: MakePart): Entries {
  const entries: BundleEntry[] = [];
  return {
    entries,
    add: (resource) => {
      const { entry, reference } = makePart(resource);
      entries.push(entry);
      return reference;
    },
  };
}

/** An organisation that the message before has already keeps its name there. */
function organizationIn(own: Entries, { follow }: Content, organization: MessageOrganization, id: string): string {
  const { sender, receiver } = follow?.message ?? {};
  const known = [sender, receiver].find((party) => party !== undefined && isSame(party.resource, organization));
  if (known === undefined) return own.add(organizationPart(id, organization));
  return known.fullUrl.startsWith('urn:') ? known.fullUrl : `Organization/${known.resource.id}`;
}

function isSame(resource: Parameters<typeof readParty>[1], { gln, sor }: MessageOrganization): boolean {
  const party = readParty('receiver', resource);
  return party.gln === gln && party.number.kind === 'sor' && party.number.value === sor;
}

type Head = Pick<Communication, 'identifier' | 'category' | 'priority' | 'subject' | 'topic' | 'encounter'>;

/** What a message says of itself; what nobody says anew is as in the message before. */
function headOf(content: Content, own: Entries, idOf: IdOf): Head {
  const { facts, options, follow, topic } = content;
  const before = follow?.message.communication.resource;
  const category = facts.choice.category ?? before?.category?.[0]?.coding?.[0]?.code ?? 'carecoordination';
  const priority = facts.choice.priority ?? (category === 'regarding-referral' ? before?.priority : undefined);
  // Forwarded, it begins a thread of its own (medcom-carecommunication-13).
  const thread = follow?.how === 'forward' ? undefined : before?.identifier?.[0]?.value;
  const subject = before?.subject ?? { reference: own.add(patientPart(idOf('patient'), facts.numbers, facts.patient)) };
  const encounter = encounterOf(content, own, subject, idOf('encounter'));
  return {
    identifier: [{ value: thread ?? `urn:uuid:${idOf('thread')}` }],
    category: [{ coding: [{ system: codeSystems.category, code: category }] }],
    ...(priority === undefined ? {} : { priority }),
    subject,
    topic: { text: options.topic ?? before?.topic?.text ?? topic },
    ...(encounter === undefined ? {} : { encounter }),
  };
}

function encounterOf(
  { facts, options, follow }: Content,
  own: Entries,
  { reference = '' }: Reference,
  id: string,
): Reference | undefined {
  if (options.episode === undefined) return follow?.message.communication.resource.encounter;
  return { reference: own.add(encounterPart(id, options.episode, facts.sender.sor, reference)) };
}

/** The segments that the message adds, all signed alike. */
function payloadsOf({ facts, options, texts, pdf }: Content, own: Entries, assigner: string, idOf: IdOf) {
  const practitioner = own.add(practitionerPart(idOf('practitioner'), facts.author));
  const author = own.add(rolePart(idOf('role'), options.authorRole ?? 'ukendt', practitioner, assigner));
  const { time, phone } = facts;
  const sign = (at: number) => ({ identifier: idOf('segment', at), time, assigner, author, phone });
  return [
    ...texts.map((text, at) => textPayload(text, sign(at))),
    ...(pdf === undefined ? [] : [pdfPayload(pdf.title, pdf.bytes, sign(texts.length))]),
  ];
}

/** What the message adds, and which one it follows. */
function entitiesOf({ texts, pdf, follow }: Content, idOf: IdOf): ProvenanceEntity[] {
  const added = texts.length + (pdf === undefined ? 0 : 1);
  const payloads = Array.from({ length: added }, (_, at) => payloadEntity(`urn:uuid:${idOf('segment', at)}`));
  if (follow === undefined) return payloads;
  return [...payloads, { role: 'revision', what: { reference: `MessageHeader/${follow.message.messageId}` } }];
}
