import type { Identifier } from 'fhir/r4.js';
import { isPossibleCpr, isReplacementNumber, replacementSystem } from '../../src/intake/cpr.ts';
import { systems } from '../../src/model/systems.ts';

/** What a citizen's number is, as far as it was typed. */
export type NumberState = 'empty' | 'short' | 'cpr' | 'replacement' | 'wrong';

/** The number without the dash and blanks that people write in it. */
export function bareNumber(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase();
}

export function numberState(typed: string): NumberState {
  const bare = bareNumber(typed);
  if (bare === '') return 'empty';
  if (isPossibleCpr(bare)) return 'cpr';
  if (/[A-Z]/.test(bare) && isReplacementNumber(bare)) return 'replacement';
  return bare.length < 10 && /^[0-9A-Z]*$/.test(bare) ? 'short' : 'wrong';
}

/** A number that can be a citizen's, all of it. */
export function isWhole(typed: string): boolean {
  return ['cpr', 'replacement'].includes(numberState(typed));
}

/** A CPR number with the dash that people read it by; a replacement number as it is. */
export function shownNumber(number: string): string {
  return number.replace(/^(\d{6})(\d{4})$/, '$1-$2');
}

/** The number as a response names its citizen: of what kind a replacement number is, it says itself. */
export function citizenIdentifier(typed: string): Identifier {
  const value = bareNumber(typed);
  return { system: numberState(typed) === 'replacement' ? replacementSystem(value) : systems.cpr, value };
}

/** Whether a replacement number is one that the national authority gives (X-eCPR), or a region's own (D-eCPR). */
export function isNational(typed: string): boolean {
  return citizenIdentifier(typed).system === systems.xEcpr;
}
