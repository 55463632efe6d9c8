import { type Place, within } from '../../outcome/place.ts';
import { refuse } from '../../outcome/problem.ts';
import type { Records } from '../keep/records.ts';
import type { KeptLetter } from './records.ts';

/** A letter or attachment that has just been kept. */
interface Half {
  readonly row: number;
  readonly kind: 'letter' | 'attachment';
  readonly sender: string;
  readonly objects: readonly string[];
  readonly citizen: number | undefined;
  readonly place: Place;
  /** Until when it waits for its other half. */
  readonly dueAt: number;
  readonly now: number;
}

/**
 * A letter and its attachments travel apart and find each other by their ObjectIdentifiers, whichever comes first. A
 * letter waits while one of its attachments is missing, an attachment while its letter is; `take` takes what an
 * attachment tells once that is there.
 * Code: attachment-citizen, where the two are about two citizens.
 */
export async function pair(
  records: Records,
  half: Half,
  take: (attachment: KeptLetter) => Promise<void>,
): Promise<void> {
  const { row, kind, sender, objects, citizen, place, dueAt, now } = half;
  const partners = await records.letters.partners(sender, kind === 'letter' ? 'carries' : 'refers', objects);
  if (
    partners.some((partner) => partner.citizen !== undefined && citizen !== undefined && partner.citizen !== citizen)
  ) {
    refuse('attachment-citizen', { place: within(place, 'Patient') });
  }
  const own = await records.letters.byNumber(row);
  const letters = kind === 'letter' ? [own] : partners;
  const attachments = kind === 'letter' ? partners : partners.length > 0 ? [own] : [];
  for (const attachment of attachments) {
    if (attachment?.tells !== undefined) await take(attachment);
    if (attachment !== undefined) await settle(records, attachment.number, now);
  }
  for (const letter of letters) {
    if (letter === undefined) continue;
    if (await isWhole(records, letter)) await settle(records, letter.number, now);
    else if (letter.number === row) await records.letters.change(row, { state: 'waiting', dueAt }, now);
  }
  if (kind === 'attachment' && partners.length === 0)
    await records.letters.change(row, { state: 'waiting', dueAt }, now);
}

async function isWhole(records: Records, { number, sender }: KeptLetter): Promise<boolean> {
  const wanted = await records.letters.objects(number);
  const carried = await Promise.all(wanted.map((object) => records.letters.partners(sender, 'carries', [object])));
  return carried.every((found) => found.length > 0);
}

/** It waits no more: its state is what it gave. */
async function settle(records: Records, row: number, now: number): Promise<void> {
  const { gave = 'no-level' } = (await records.letters.byNumber(row)) ?? {};
  await records.letters.change(row, { state: gave, dueAt: undefined }, now);
}
