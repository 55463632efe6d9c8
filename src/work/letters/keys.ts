/** What a letter, or something else of a sender, is known by. */
export function letterKey(direction: string, sender: string, letterId: string): string {
  return JSON.stringify(['letter', direction, sender, letterId]);
}

/** Who sends envelopes of the network, whose ids are nobody else's. */
export const network = 'VANS';
