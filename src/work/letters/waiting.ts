import type { ArrivedBlock } from '../../medcom/arrival/arrival.ts';
import type { CitizenNames, CitizenNumber } from '../../medcom/message/citizen-number.ts';

/** Who a letter says that it is about. Of a citizen without a CPR number that stays: the number alone is too little. */
export interface Named extends CitizenNames {
  readonly citizen: CitizenNumber;
}

/** The levels of a letter or attachment; those of an attachment are kept so until its letter is there. */
export interface WaitingBlocks extends Named {
  readonly written: string;
  readonly blocks: readonly ArrivedBlock[];
}

/** What is kept of that when its levels are taken, or it has none. */
export function whenTaken({ citizen, citizenName, citizenSystem }: Named): string | undefined {
  const none: Omit<WaitingBlocks, keyof Named> = { written: '', blocks: [] };
  return citizen.kind === 'cpr' ? undefined : JSON.stringify({ ...none, citizen, citizenName, citizenSystem });
}
