import type { Bundle, MessageHeader, OperationOutcome, Organization, Provenance } from 'fhir/r4.js';
import type { IssueType } from '../../outcome/codes/entry.ts';
import { refuse } from '../../outcome/problem.ts';
import { danishNarrative } from '../../resources/narrative.ts';
import { messageId } from './message-id.ts';
import type { MessageParty } from './open.ts';
import { partsLike } from './parts.ts';
import { type ackCode, ackDefinition, ackEvent, ackVersion, codeSystems, extensions, profiles } from './vocabulary.ts';

/** What a message that came in is answered by: as much of it as could be read. */
export interface Answered {
  /** MessageHeader.id */
  readonly messageId: string;
  readonly sender: MessageParty;
  readonly receiver: MessageParty;
  /** Where the answer goes, and where it comes from. */
  readonly sourceEndpoint: string;
  readonly ownEndpoint: string;
  /** Of the message; undefined where it has none that can be told. */
  readonly provenance: Provenance | undefined;
}

/** Why a message is not taken, in words for technicians: nothing about the citizen. */
export interface AckReason {
  readonly type: IssueType;
  /** One of MedCom's codes of errors; left out where none fits. */
  readonly code?: string | undefined;
  readonly text: string;
}

export type AckCode = (typeof ackCode)[number];

/**
 * An Acknowledgement 2.0: received (ok), not now (transient-error), or never as it is (fatal-error). The same message
 * gets the same answer; each sending has a Bundle.id and timestamp of its own. `time`: an instant with the Danish zone.
 */
export function acknowledge(answered: Answered, code: AckCode, reasons: readonly AckReason[], time: string): Bundle {
  const { sender, receiver, provenance } = answered;
  if (code !== 'ok' && reasons.length === 0) throw new TypeError('what is not taken has a reason');
  const idOf = (kind: string) => messageId('acknowledgement', kind, answered.messageId, code, reasons);
  const make = partsLike(undefined);
  const from = make(named(receiver.resource));
  const to = make(named(sender.resource));
  const outcome = code === 'ok' ? undefined : make(outcomeOf(idOf('outcome'), reasons));
  const header = make<MessageHeader>({
    resourceType: 'MessageHeader',
    id: idOf('header'),
    meta: { profile: [profiles.ackHeader] },
    text: words('Kvittering', code),
    eventCoding: { system: codeSystems.event, code: ackEvent },
    destination: [
      {
        extension: [{ url: extensions.use, valueCoding: { system: codeSystems.use, code: 'primary' } }],
        endpoint: answered.sourceEndpoint,
        receiver: { reference: to.reference },
      },
    ],
    sender: { reference: from.reference },
    source: { endpoint: answered.ownEndpoint },
    response: {
      identifier: answered.messageId,
      code,
      ...(outcome === undefined ? {} : { details: { reference: outcome.reference } }),
    },
    definition: `${ackDefinition}|${ackVersion}`,
  });
  const own = make<Provenance>({
    resourceType: 'Provenance',
    id: idOf('provenance'),
    meta: { profile: [profiles.messagingProvenance] },
    text: words('Herkomst', 'kvittering'),
    target: [{ reference: header.reference }],
    ...{ occurredDateTime: time, recorded: time },
    activity: { coding: [{ system: codeSystems.activity, code: 'acknowledgement' }] },
    agent: [{ who: { reference: from.reference } }],
    entity: [{ role: 'revision', what: { reference: `MessageHeader/${answered.messageId}` } }],
  });
  const before = provenance && make(earlier(provenance, answered.messageId, to.reference));
  const parts = [header, ...(before ? [before] : []), own, from, to, ...(outcome ? [outcome] : [])];
  return {
    resourceType: 'Bundle',
    id: messageId('bundle', idOf('header'), time),
    meta: { profile: [profiles.acknowledgement] },
    type: 'message',
    timestamp: time,
    entry: parts.map(({ entry }) => entry),
  };
}

/** A message that is sent again, unchanged but for what each sending has of its own. `time`: as `acknowledge`. */
export function sentAgain(bundle: Bundle, time: string): Bundle {
  const [header] = bundle.entry ?? [];
  return { ...bundle, id: messageId('bundle', header?.resource?.id, bundle.id, time), timestamp: time };
}

function words(title: string, text: string) {
  const both = (one: string) => ({ da: one, en: one });
  return danishNarrative(both(title), [[both(title), text]], 'generated');
}

/** Without what its sender has written besides: telephone numbers, addresses. */
function named({ id, identifier, name }: Organization): Organization {
  return {
    resourceType: 'Organization',
    ...(id === undefined ? {} : { id }),
    meta: { profile: [profiles.organization] },
    text: words('Organisation', name ?? ''),
    ...(identifier === undefined ? {} : { identifier }),
    ...(name === undefined ? {} : { name }),
  };
}

/** The Provenance of the message, by the profile of every MedCom message: Acknowledgement knows no other. */
function earlier(provenance: Provenance, id: string, agent: string): Provenance {
  const { id: own = '', activity, occurredDateTime, recorded } = provenance;
  return {
    resourceType: 'Provenance',
    id: own,
    meta: { profile: [profiles.messagingProvenance] },
    text: words('Herkomst', activity?.coding?.[0]?.code ?? ''),
    target: [{ reference: `MessageHeader/${id}` }],
    ...(occurredDateTime === undefined ? {} : { occurredDateTime }),
    recorded,
    ...(activity === undefined ? {} : { activity }),
    agent: [{ who: { reference: agent } }],
  };
}

function outcomeOf(id: string, reasons: readonly AckReason[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    id,
    meta: { profile: [profiles.ackOutcome] },
    text: words('Årsag', reasons.map(({ text }) => text).join(' ')),
    issue: reasons.map(({ type, code, text }) => ({
      severity: 'error',
      code: type,
      details: { ...(code === undefined ? {} : { coding: [{ system: codeSystems.ackError, code }] }), text },
    })),
  };
}

/** The code that a caller names. Error: letter-code-unknown at the option `refuse`. */
export function refusingCode(code: string): Exclude<AckCode, 'ok'> {
  if (code === 'transient-error' || code === 'fatal-error') return code;
  const values = { element: 'MessageHeader.response.code', codes: 'transient-error, fatal-error' };
  return refuse('letter-code-unknown', { place: { option: 'refuse' }, values });
}
