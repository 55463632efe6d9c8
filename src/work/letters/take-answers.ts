import type { Answer } from '../../medcom/arrival/arrival.ts';
import { mostResends } from '../../medcom/receipts/patience.ts';
import type { Records } from '../keep/records.ts';
import { letterKey, network as vans } from './keys.ts';
import type { KeptLetter, LetterHead } from './records.ts';

/**
 * What receipts say of letters that were sent. A receipt of what is not known is kept all the same (`unmatched`), and
 * taken when its letter is kept: the store may be a restored one, and what had left is sent again. A negative one
 * stands against a positive one for the same envelope, whichever came first: somebody has to look at it. Another
 * sending may be received after all.
 */
export async function takeAnswers(
  records: Records,
  row: number,
  answers: readonly Answer[],
  now: number,
): Promise<void> {
  await records.letters.change(row, { state: 'unmatched', gave: undefined }, now);
  const early = await matchAnswers(records, row, answers, now);
  await records.letters.addObjects(row, 'answers', early.map(answeredKey));
}

/** What was said of a letter, or of an envelope of it, before it was known; by `answeredKey`. */
export async function takeEarlyAnswers(records: Records, keys: readonly string[], now: number): Promise<void> {
  for (const { number, tells } of await records.letters.earlyAnswers(keys)) {
    if (tells !== undefined) await matchAnswers(records, number, JSON.parse(tells) as readonly Answer[], now);
  }
}

/** What an answer is about, as nobody else may write it meanwhile. */
export function answeredKey({ network, sender, envelopeId, letterId }: Answer): string {
  if (letterId !== undefined) return letterKey('out', sender, letterId);
  return letterKey('out-envelope', network ? vans : sender, envelopeId);
}

/** Notes what answers say of the letters that are known, and which of them found none. */
async function matchAnswers(
  records: Records,
  row: number,
  answers: readonly Answer[],
  now: number,
): Promise<readonly Answer[]> {
  let matched: KeptLetter | undefined;
  const early: Answer[] = [];
  for (const answer of answers) {
    const letters = await answeredBy(records, answer);
    if (letters.length === 0) early.push(answer);
    for (const letter of letters) {
      matched = letter;
      const changes = changesBy(letter, answer, now);
      if (changes !== undefined) await records.letters.change(letter.number, changes, now);
      const delivery = repeatedBy(letter);
      if (delivery !== undefined && hasArrived(answer)) await records.arrived(delivery, now);
    }
  }
  const tells = early.length === 0 ? undefined : JSON.stringify(early);
  const about = matched && ({ state: 'answered', citizen: matched.citizen, response: matched.response } as const);
  await records.letters.change(row, { tells, ...about }, now);
  return early;
}

/** The letters that an answer is about: by letter id, never by version; all of an envelope where it names none. */
async function answeredBy(records: Records, answer: Answer): Promise<readonly KeptLetter[]> {
  const { network, envelopeId, letterId, sender, receiver, from } = answer;
  const found =
    letterId === undefined
      ? await records.letters.brought('out', network ? vans : sender, envelopeId)
      : [await records.letters.find('out', sender, letterId)].filter((letter) => letter !== undefined);
  // Another party's receipt says nothing about it.
  return found.filter((letter) => letter.receiver === receiver && (from === undefined || from === letter.receiver));
}

/** The delivery that sends it again; a letter is sent once, and what goes beside it has a receipt of its own. */
function repeatedBy({ type, delivery }: KeptLetter): number | undefined {
  return type === 'CareCommunication' ? delivery : undefined;
}

/**
 * Its receiver has read it, whatever it says of it. What has a passing error is sent again; what the network says is
 * about one sending, and another one may be due.
 */
function hasArrived({ passing, network }: Answer): boolean {
  return !(passing || network);
}

function changesBy(letter: KeptLetter, answer: Answer, now: number): Partial<LetterHead> | undefined {
  const { positive, network, envelopeId, reason } = answer;
  // That it arrived does not say that it was received.
  if (positive && network) return undefined;
  const decided = { answeredEnvelope: envelopeId, dueAt: undefined };
  // It may be received yet, when it is sent again: by itself while it may be.
  if (answer.passing) {
    const { resends = mostResends, dueAt } = letter;
    const delivery = repeatedBy(letter);
    const refused = letter.state === 'receipt-negative' && letter.answeredEnvelope !== undefined;
    if (refused || letter.state === 'receipt-positive') return undefined;
    if (delivery !== undefined && resends < mostResends && letter.state === 'receipt-awaited')
      return dueAt === undefined ? { reason, dueAt: now } : { reason };
    return { ...decided, answeredEnvelope: undefined, state: 'receipt-negative', reason };
  }
  const sameEnvelope = letter.answeredEnvelope === envelopeId;
  // Received in another envelope, it is received, however late it is heard that this one was not.
  if (!positive && letter.state === 'receipt-positive' && !sameEnvelope) return undefined;
  if (!positive) return { ...decided, state: 'receipt-negative', reason };
  if (letter.state === 'receipt-negative' && sameEnvelope) return undefined;
  return { ...decided, state: 'receipt-positive', reason: undefined };
}
