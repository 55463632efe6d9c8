import { createHash } from 'node:crypto';
import { v4 } from 'uuid';

/**
 * A UUID of version 4, as MedCom's profiles want it (medcom-uuidv4), derived from what it names: the same message has
 * the same ids however often it is made, and another message has others.
 */
export function messageId(kind: string, ...said: readonly unknown[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(['message', kind, ...said]))
    .digest();
  return v4({ random: digest.subarray(0, 16) });
}
