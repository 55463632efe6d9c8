import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { ArrivedBlock } from '../../medcom/arrival/arrival.ts';
import { momentOf } from '../../scoring/day.ts';
import type { Account, ToldText } from '../keep/account.ts';
import { isFinished } from '../keep/decide.ts';
import { recall } from '../keep/outcomes.ts';
import type { KeptResponse, Records } from '../keep/records.ts';
import type { Ports } from '../ports.ts';

/**
 * Which of them says the same level already, in any version: sent on, or come back. What a letter of the same sender
 * corrects is its newest version alone: a correction may go back to an earlier level.
 */
export async function heldAlready(
  ports: Ports,
  records: Records,
  told: Account,
  others: readonly KeptResponse[],
  versions: 'newest' | 'any',
): Promise<KeptResponse | undefined> {
  for (const one of others) {
    const first = versions === 'any' ? 1 : one.version;
    for (let version = one.version; version >= first; version -= 1) {
      const received = await records.received(one.number, version);
      if (received === undefined || !isFinished(received.status)) continue;
      // Most were assessed at another time, and need not be understood anew.
      const { authored, block } = JSON.parse(received.text) as Partial<QuestionnaireResponse & ToldText>;
      if (authored === undefined || !isSameMoment(authored, told.assessment.authored)) continue;
      if (one.origin === 'letter' && block === undefined) continue;
      if (isSameLevel(await recall(ports, records, { ...one, version }), told)) return one;
    }
  }
  return undefined;
}

/** Whether two accounts are of one assessment, and say the same level. */
export function isSameTold(one: Account, other: Account): boolean {
  return isSameMoment(one.assessment.authored, other.assessment.authored) && isSameLevel(one, other);
}

function isSameMoment(one: string, other: string): boolean {
  return isSameSecond(momentOf(one), momentOf(other));
}

function isSameLevel({ assessment: { statement } }: Account, { assessment: { statement: told } }: Account): boolean {
  if (statement === undefined || told === undefined) return false;
  return statement.level.code === told.level.code && statement.basis === told.basis && statement.day === told.day;
}

/** What a letter has told last of a level. */
export async function newestText(records: Records, { number, version }: KeptResponse): Promise<ToldText> {
  const received = await records.received(number, version);
  return JSON.parse(received?.text ?? '{}') as ToldText;
}

/** Whether it was assessed at the second of this block. */
export function isOf({ authored }: KeptResponse, block: ArrivedBlock): boolean {
  return authored !== undefined && isSameSecond(authored[0], momentOf(block.authored));
}

/** Of moments in milliseconds. */
function isSameSecond(one: number, other: number): boolean {
  return Math.floor(one / 1000) === Math.floor(other / 1000);
}
