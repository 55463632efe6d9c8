import type { Outgoing } from '../message/outgoing.ts';
import { messageDigest } from './arrival.ts';
import { namesOf } from './names.ts';
import { openCareMessage } from './open.ts';
import { careType } from './read.ts';

/** What an Acknowledgement will answer of a CareCommunication that goes out. Every message asks for one. */
export function outgoingMessage(value: unknown): Outgoing {
  const { bundle, messageId, version, sender, receiver, citizen, patient } = openCareMessage(value);
  return {
    ...{ envelopeId: bundle.id ?? '', letterId: messageId, type: careType, version, wanted: true, citizen },
    ...{ sender: sender.gln, receiver: receiver.gln, digest: messageDigest(bundle) },
    ...namesOf(patient.resource, citizen),
  };
}
