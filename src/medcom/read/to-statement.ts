import { replacementSystem } from '../../intake/cpr.ts';
import { systems as citizenSystems } from '../../model/systems.ts';
import type { Citizen, LevelStatement, Particulars, Professional } from '../../scoring/types.ts';
import type { StatedLevel } from '../block/parse.ts';
import type { CitizenNumber } from '../message/citizen-number.ts';
import type { Withdrawal } from './blocks.ts';
import type { LetterReading } from './read.ts';

/**
 * The statement that a letter makes by a block: about the letter's citizen, with ids that no other sender's letter and
 * no other citizen has.
 */
export function toStatement(reading: LetterReading, stated: StatedLevel): LevelStatement {
  const { assessor, brief: _, ...told } = stated;
  return {
    ...told,
    identity: identityOf(reading, stated, reading.levels.indexOf(stated)),
    status: 'completed',
    citizen: citizenOf(reading.citizen),
    professional: assessor === undefined ? undefined : named(assessor),
    ...{ encounter: undefined, basedOn: [] },
  };
}

/** What a withdrawal tells of the level that it takes back. */
export function toWithdrawn(reading: LetterReading, withdrawal: Withdrawal): Particulars {
  const { variant, authored } = withdrawal;
  return {
    variant,
    identity: identityOf(reading, withdrawal, reading.withdrawals.indexOf(withdrawal)),
    status: 'entered-in-error',
    authored,
    citizen: citizenOf(reading.citizen),
    professional: undefined,
    ...{ encounter: undefined, basedOn: [] },
    factors: [],
    assessed: undefined,
    agreed: undefined,
    participation: undefined,
    coordinator: undefined,
    tools: [],
    reassessment: undefined,
    comment: undefined,
  };
}

/** What the ids of a block's results come from. */
function identityOf(
  { sender, citizen, type, identifier }: LetterReading,
  { variant, day, authored }: Withdrawal,
  index: number,
): string {
  return JSON.stringify([sender, citizen.value, type, identifier, variant.code, day, authored, index]);
}

function named(display: string): Professional {
  return { type: undefined, display, identifiers: [], reference: undefined };
}

/** The citizen by the number that the letter has. */
function citizenOf({ kind, value }: CitizenNumber): Citizen {
  const cpr = kind === 'cpr' ? value : undefined;
  const replacement = cpr === undefined ? { system: replacementSystem(value), value } : undefined;
  return {
    cpr,
    replacement,
    identifiers: [replacement ?? { system: citizenSystems.cpr, value }],
    display: undefined,
    given: undefined,
    family: undefined,
    reference: undefined,
  };
}
