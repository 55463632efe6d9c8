import type { MessageHeader, OperationOutcome } from 'fhir/r4.js';
import { Refusal, refuse } from '../../outcome/problem.ts';
import type { AckCode, Answered } from './acknowledgement.ts';
import { type BundleIndex, indexBundle, type Placed } from './bundle-index.ts';
import { elementProblems, isText } from './elements.ts';
import { type CareMessage, eventOf, type MessageParty, partyOf } from './open.ts';
import { bundleRules, headerRules, organizationRules, responseRules } from './rules.ts';
import { ackCode, ackEvent } from './vocabulary.ts';

/** What an Acknowledgement says. */
export interface Acknowledgement {
  /** Its own MessageHeader.id and Bundle.id. */
  readonly messageId: string;
  readonly bundleId: string;
  readonly sender: string;
  readonly receiver: string;
  /** MessageHeader.id of the message that it answers. */
  readonly answers: string;
  readonly code: AckCode;
  /** Why, where it is not ok: MedCom's code and its sender's words. */
  readonly reason: { readonly code: string | undefined; readonly text: string | undefined } | undefined;
}

/** How a CareCommunication is answered. */
export function answeredBy({ messageId, sender, receiver, header, provenance }: CareMessage): Answered {
  return { messageId, sender, receiver, ...endpointsOf(header), provenance: provenance.resource };
}

/** How a message is answered of which no more can be used than whom it is between; undefined where not even that. */
export function answeredIfReadable(value: unknown): Answered | undefined {
  try {
    const { header, sender, receiver } = openHeader(value);
    const { resource } = header;
    return { messageId: resource.id ?? '', sender, receiver, ...endpointsOf(header), provenance: undefined };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** True for an Acknowledgement, whatever is wrong with it. */
export function isAcknowledgement(value: unknown): boolean {
  return eventOf(value) === ackEvent;
}

/**
 * Reads an Acknowledgement. Errors: message-unknown; those of `elementProblems`; message-entry-twice,
 * message-reference, message-gln.
 */
export function openAcknowledgement(value: unknown): Acknowledgement {
  if (!isAcknowledgement(value)) refuse('message-unknown', { place: 'Bundle' });
  const { header, sender, receiver, bundleId, index } = openHeader(value);
  const problems = elementProblems(header.resource, responseRules, header.place);
  if (problems.length > 0) throw new Refusal(problems);
  const { response } = header.resource;
  const code = ackCode.find((one) => one === response?.code) ?? 'fatal-error';
  return {
    messageId: header.resource.id ?? '',
    bundleId,
    ...{ sender: sender.gln, receiver: receiver.gln },
    answers: response?.identifier ?? '',
    code,
    reason:
      code === 'ok' ? undefined : reasonIn(index.find(response?.details?.reference)?.resource as OperationOutcome),
  };
}

function reasonIn(outcome: OperationOutcome | undefined): Acknowledgement['reason'] {
  const issues = outcome?.resourceType === 'OperationOutcome' && Array.isArray(outcome.issue) ? outcome.issue : [];
  const texts = issues.flatMap((issue) => issue?.details?.text ?? issue?.diagnostics ?? []).filter(isText);
  const codes = issues.flatMap((issue) => issue?.details?.coding?.[0]?.code ?? issue?.code ?? []).filter(isText);
  return { code: codes[0], text: texts.length === 0 ? undefined : texts.join('\n') };
}

interface OpenedHeader {
  readonly index: BundleIndex;
  readonly bundleId: string;
  readonly header: Placed<MessageHeader>;
  readonly sender: MessageParty;
  readonly receiver: MessageParty;
}

/** What every MedCom message has. */
function openHeader(value: unknown): OpenedHeader {
  if (eventOf(value) === undefined) refuse('message-unknown', { place: 'Bundle' });
  const problems = elementProblems(value, bundleRules, 'Bundle');
  if (problems.length > 0) throw new Refusal(problems);
  const { id = '', entry = [] } = value as { id?: string; entry?: Parameters<typeof indexBundle>[0] };
  const index = indexBundle(entry);
  const [header] = index.of('MessageHeader');
  if (header === undefined) refuse('message-unknown', { place: 'Bundle' });
  const found = [
    ...elementProblems(header.resource, headerRules, header.place),
    ...index.of('Organization').flatMap(({ resource, place }) => elementProblems(resource, organizationRules, place)),
  ];
  if (found.length > 0) throw new Refusal(found);
  const { sender, destination: [destination] = [] } = header.resource;
  const party = (reference: string | undefined, place: string): MessageParty => {
    const found = partyOf(index, reference, place);
    if ('code' in found) throw new Refusal([found]);
    return found;
  };
  return {
    ...{ index, bundleId: id, header },
    sender: party(sender?.reference, `${header.place}.sender`),
    receiver: party(destination?.receiver?.reference, `${header.place}.destination[0].receiver`),
  };
}

function endpointsOf({ resource }: Placed<MessageHeader>): Pick<Answered, 'sourceEndpoint' | 'ownEndpoint'> {
  return { sourceEndpoint: resource.source.endpoint, ownEndpoint: resource.destination?.[0]?.endpoint ?? '' };
}
