/** What a letter, or something else of a sender, is known by. */
export function letterKey(direction: string, sender: string, letterId: string): string {
  return JSON.stringify(['letter', direction, sender, letterId]);
}

/** Who sends envelopes of the network, whose ids are nobody else's. */
export const network = 'VANS';

/** What a level is known by whoever told it: a number of its citizen, its variant, and the second of its assessment. */
export function levelKey(number: string, variant: string, moment: number): string {
  return JSON.stringify(['level', number, variant, Math.floor(moment / 1000)]);
}
