import { hash } from 'node:crypto';
import { uuidOf } from '../../model/uuid.ts';

/**
 * A UUID of version 4, as MedCom's profiles want it (medcom-uuidv4), derived from what it names: the same message has
 * the same ids however often it is made, and another message has others.
 */
export function messageId(kind: string, ...said: readonly unknown[]): string {
  return uuidOf(hash('sha256', JSON.stringify(['message', kind, ...said]), 'hex'), 4);
}
