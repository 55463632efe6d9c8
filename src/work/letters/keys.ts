import { replacementSystem } from '../../intake/cpr.ts';
import type { CitizenNumber } from '../../medcom/message/citizen-number.ts';
import { systems } from '../../model/systems.ts';
import type { CitizenKey, Records } from '../keep/records.ts';

/** What a letter, or something else of a sender, is known by. */
export function letterKey(direction: string, sender: string, letterId: string): string {
  return JSON.stringify(['letter', direction, sender, letterId]);
}

/** Who sends envelopes of the network, whose ids are nobody else's. */
export const network = 'VANS';

/**
 * A citizen's number as the store has it. A replacement number is known by the system under which it came first: a
 * letter names none.
 */
export async function numberKey(records: Records, { kind, value }: CitizenNumber): Promise<CitizenKey> {
  if (kind === 'cpr') return { system: systems.cpr, value };
  return { system: (await records.letters.replacementSystem(value)) ?? replacementSystem(value), value };
}
