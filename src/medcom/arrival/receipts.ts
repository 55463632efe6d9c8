import { letterDigest } from '../message/digest.ts';
import type { Receipt, Why } from '../receipts/read.ts';
import { receiptTables } from '../receipts/tables.ts';
import type { VansEnvelope, VansReceipt } from '../vans/types.ts';
import type { Answer, Arrival, ArrivedLetter } from './arrival.ts';

/** A receipt (XCTL) that came in, and what it says of each letter. */
export function receiptArrival(receipt: Receipt): ArrivedLetter {
  const { type, letterId, sender, receiver, original } = receipt;
  const { letters, ...whole } = original;
  const answer = (letter: string | undefined, { refuseCode, refuseText }: Why): Answer => ({
    positive: type === 'XCTL03',
    passing: false,
    network: false,
    envelopeId: whole.envelopeId,
    letterId: letter,
    ...{ sender: whole.sender, receiver: whole.receiver },
    from: type === 'XCTL01' ? undefined : sender,
    reason:
      type === 'XCTL03' ? undefined : { code: refuseCode ?? whole.refuseCode, text: refuseText ?? whole.refuseText },
  });
  const answers = letters.map((letter) => answer(letter.identifier, letter));
  const version = receiptTables.find((table) => table.type === type)?.version ?? '';
  return receiptLetter(
    { type, version, letterId, sender, receiver },
    original,
    answers.length > 0 ? answers : [answer(undefined, whole)],
  );
}

/** A receipt of the network, in an envelope of its own. */
export function vansReceiptArrival({ sender, receiver, envelopeId }: VansEnvelope, receipt: VansReceipt): Arrival {
  const { kind, originalEnvelopeId, error } = receipt;
  const named = { type: kind, version: '', letterId: envelopeId, sender: sender.value, receiver: receiver.value };
  const reason = error && { code: error.code === undefined ? undefined : String(error.code), text: error.description };
  const answer: Answer = {
    positive: kind === 'PositiveMessage',
    passing: false,
    network: true,
    envelopeId: originalEnvelopeId,
    letterId: undefined,
    // The answer goes the other way.
    ...{ sender: receiver.value, receiver: sender.value, from: undefined, reason },
  };
  const place = { xpath: '/VANSEnvelope/EnvelopeIdentifier' };
  return { namespace: '', envelopeId, place, wanted: false, letters: [receiptLetter(named, receipt, [answer])] };
}

function receiptLetter(
  named: Pick<ArrivedLetter, 'type' | 'version' | 'letterId' | 'sender' | 'receiver'>,
  said: object,
  answers: readonly Answer[],
): ArrivedLetter {
  return {
    kind: 'receipt',
    place: { xpath: '/Emessage' },
    ...named,
    digest: letterDigest({ name: named.type, namespace: '', children: [JSON.stringify(said)] }),
    ...{ citizen: undefined, citizenName: undefined, citizenSystem: undefined },
    ...{ written: '', objects: [], blocks: [], answers },
  };
}
