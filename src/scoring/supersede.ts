import type { IssueCode } from '../outcome/catalog.ts';
import { danishDay, momentOf } from './day.ts';
import type { Assessment } from './types.ts';

/**
 * What an earlier assessment is to a later one: an earlier `version` of the same response, or one that it takes the
 * place of (`superseded`); or why it is neither. Of two levels the newer is the one with the later day, then with the
 * later `authored` as an instant (MODEL.md).
 * Codes: previous-citizen, previous-variant, previous-same, previous-withdrawn, previous-newer, previous-interval,
 * previous-weightier.
 */
export function relationOf(assessment: Assessment, previous: Assessment): 'version' | 'superseded' | IssueCode {
  if (!isSameCitizen(assessment, previous)) return 'previous-citizen';
  if (assessment.variant.code !== previous.variant.code) return 'previous-variant';
  if (assessment.identified && assessment.identity === previous.identity) {
    return assessment.status === 'completed' ? 'previous-same' : 'version';
  }
  if (assessment.status === 'entered-in-error' || previous.status === 'entered-in-error') return 'previous-withdrawn';
  if (!isNewer(assessment, previous)) return 'previous-newer';
  // An interval takes the place of nothing, a suggestion of suggestions alone (STORE.md "Over time").
  if (assessment.statement === undefined && previous.statement !== undefined) return 'previous-interval';
  return isSettled(assessment) || !isSettled(previous) ? 'superseded' : 'previous-weightier';
}

/**
 * A replacement number and a CPR number are one citizen's only where one response names both; two regions may give one
 * replacement number to two citizens.
 */
function isSameCitizen({ citizen }: Assessment, { citizen: other }: Assessment): boolean {
  return citizen.identifiers.some(({ system, value }) =>
    other.identifiers.some((number) => number.system === system && number.value === value),
  );
}

function isNewer(one: Assessment, other: Assessment): boolean {
  const [day, before] = [levelDay(one), levelDay(other)];
  return day === before ? momentOf(one.authored) > momentOf(other.authored) : day > before;
}

function levelDay({ statement, authored }: Assessment): string {
  return statement?.day ?? danishDay(authored);
}

/** A professional or the parties stand behind its level: it is neither a suggestion alone nor an interval. */
export function isSettled({ statement }: { readonly statement: { readonly basis: string } | undefined }): boolean {
  return statement !== undefined && statement.basis !== 'forslag';
}
