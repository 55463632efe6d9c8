import { hash } from 'node:crypto';
import type { Bundle } from 'fhir/r4.js';
import type { Model } from '../../model/types.ts';
import { danishDay, danishTimeOfDay } from '../../scoring/day.ts';
import type { Arrival, ArrivedLetter } from '../arrival/arrival.ts';
import { arrivedBlocks } from '../arrival/open.ts';
import type { ReadOptions } from '../read/read.ts';
import { isAcknowledgement, openAcknowledgement } from './answered.ts';
import { namesOf } from './names.ts';
import { openCareMessage } from './open.ts';
import { allBlocks, careType } from './read.ts';
import { ackVersion } from './vocabulary.ts';

/** What an Acknowledgement is called among receipts. */
const ackType = 'Acknowledgement';

/** Where all that a message says stands. */
const place = 'Bundle';

/**
 * Reads a MedCom FHIR message that came in: a CareCommunication with every level of its thread, the oldest first, or an
 * Acknowledgement. Errors: those of `openCareMessage` or `openAcknowledgement`, of `allBlocks` and of `readBlocks`.
 */
export function openMessageArrival(model: Model, value: unknown, { pdfBlock }: ReadOptions): Arrival {
  return isAcknowledgement(value) ? acknowledgementArrival(value) : careArrival(model, value, pdfBlock);
}

function careArrival(model: Model, value: unknown, pdfBlock: ReadOptions['pdfBlock']): Arrival {
  const message = openCareMessage(value);
  const { bundle, citizen, patient, sender, receiver, version, messageId } = message;
  const { timestamp = '' } = bundle;
  const letter: ArrivedLetter = {
    ...{ kind: 'letter', place, type: careType, version, letterId: messageId, citizen },
    ...namesOf(patient.resource, citizen),
    ...{ sender: sender.gln, receiver: receiver.gln, digest: messageDigest(bundle) },
    written: `${danishDay(timestamp)}T${danishTimeOfDay(timestamp)}`,
    objects: [],
    blocks: arrivedBlocks(model, allBlocks(message, pdfBlock), message.communication.place),
    answers: [],
  };
  return { namespace: '', envelopeId: bundle.id ?? '', place: 'Bundle.id', wanted: true, letters: [letter] };
}

function acknowledgementArrival(value: unknown): Arrival {
  const { messageId, bundleId, sender, receiver, answers: letterId, code, reason } = openAcknowledgement(value);
  const letter: ArrivedLetter = {
    ...{ kind: 'receipt', place, type: ackType, version: ackVersion, letterId: messageId, sender, receiver },
    digest: hash('sha256', JSON.stringify([letterId, code, reason])),
    ...{ citizen: undefined, citizenName: undefined, citizenSystem: undefined },
    ...{ written: '', objects: [], blocks: [] },
    answers: [
      {
        positive: code === 'ok',
        passing: code === 'transient-error',
        network: false,
        envelopeId: '',
        letterId,
        // The answer goes the other way.
        ...{ sender: receiver, receiver: sender, from: sender, reason },
      },
    ],
  };
  return { namespace: '', envelopeId: bundleId, place: 'Bundle.id', wanted: false, letters: [letter] };
}

/**
 * Of all that a message says, but for what each sending has of its own. The order of properties says nothing: it is
 * another one where the same message comes as XML.
 */
export function messageDigest({ entry }: Bundle): string {
  return hash('sha256', JSON.stringify(entry, inOrder));
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
