import { replacementSystem } from '../../intake/cpr.ts';
import type { ArrivedBlock } from '../../medcom/arrival/arrival.ts';
import type { CitizenNumber } from '../../medcom/message/citizen-number.ts';
import { systems } from '../../model/systems.ts';
import type { Place } from '../../outcome/place.ts';
import { refuse } from '../../outcome/problem.ts';
import type { CitizenKey, Records } from '../keep/records.ts';
import { isOf } from './held.ts';
import { letterKey } from './keys.ts';
import { compared, type KnownCitizen, knownCitizens } from './known-citizens.ts';
import type { Named } from './waiting.ts';

/** Whom a letter is about, as its sender says. */
export interface NamedBySender extends Named {
  readonly sender: string;
  /** The levels that it tells or takes back. */
  readonly blocks: readonly ArrivedBlock[];
  /** Where it says so. */
  readonly place: Place;
}

/** The system of a replacement number that is its sender's own; no response can name it. */
const ofSender = `${systems.dEcpr}#`;

/** Whether a system is a sender's own. */
export function isSendersOwn(system: string): boolean {
  return system.startsWith(ofSender);
}

/** What nobody else may write while it is found out whom a letter is about. */
export function citizenLock({ citizen }: { readonly citizen: CitizenNumber | undefined }): readonly string[] {
  return citizen?.kind === 'replacement' ? [letterKey('number', '', citizen.value)] : [];
}

/**
 * A citizen's number as the store has it: the one rule of whom a letter is about. A letter does not say whose a
 * replacement number is, and two regions may give one number to two citizens; but one sender's is nearly always one
 * citizen's. So the first of these counts that decides:
 * 1. The system, where the letter names it or the number is national: whoever is known by it, else nobody yet.
 * 2. The assessment: of whom this sender has told a level of the same second, whatever name it was told with.
 * 3. The name: the one citizen with the number who has it, with a given name and a surname.
 * 4. The sender: the one citizen of whom it has written before, whose names leave it open.
 * 5. Nobody: a citizen of this sender's own, who stays apart until a response names both of their numbers.
 * Two who are left, a second citizen of the sender's own, and a level of an assessment that the sender has told of
 * somebody with another name are refused. Code: letter-citizen-unclear.
 */
export async function numberKey(records: Records, letter: NamedBySender): Promise<CitizenKey> {
  const { sender, citizenSystem, place } = letter;
  const { kind, value } = letter.citizen;
  if (kind === 'cpr') return { system: systems.cpr, value };
  const known = await knownCitizens(records, value);
  const isKnown = (system: string) => known.some((one) => one.systems.includes(system));
  const named = citizenSystem ?? replacementSystem(value);
  // Without its region a D-eCPR says no more than its value.
  const isExact = named !== systems.dEcpr;
  if (known.length === 0 || (isExact && isKnown(named))) return { system: named, value };
  const isSaid = isExact && citizenSystem !== undefined;
  // What one region has given is not what another one has.
  const left = byAssessmentNameOrSender(letter, isSaid ? known.filter(({ systems: all }) => all.some(isVague)) : known);
  const [only, ...others] = left;
  if (only !== undefined && others.length === 0) return { system: only.systems[0], value };
  if (isSaid) return { system: named, value };
  const own = `${ofSender}${sender}`;
  if (only !== undefined || isKnown(own)) refuse('letter-citizen-unclear', { place });
  return { system: own, value };
}

/** Whether a system leaves open whose the number is. */
function isVague(system: string): boolean {
  return system === systems.dEcpr || isSendersOwn(system);
}

/** Who is left of them; nobody where it is somebody else. */
function byAssessmentNameOrSender(
  { citizenName, sender, blocks, place }: NamedBySender,
  known: readonly KnownCitizen[],
): readonly KnownCitizen[] {
  const isTold = ({ told }: KnownCitizen, block: ArrivedBlock) =>
    told.some((one) => one.sender === sender && one.level.variant === block.variant && isOf(one.level, block));
  const assessed = known.filter((one) => blocks.some((block) => isTold(one, block)));
  const [only, ...others] = assessed;
  if (only !== undefined && others.length === 0) {
    const isLevel = blocks.some(({ kind }) => kind === 'level');
    // What is taken back is in force no more, whoever it was told of. A level would be in force for somebody.
    if (isLevel && compared(only, citizenName) === 'other') refuse('letter-citizen-unclear', { place });
    return assessed;
  }
  const same = known.filter((one) => compared(one, citizenName) === 'same');
  if (same.length === 1) return same;
  const possible = same.length > 0 ? same : known.filter((one) => compared(one, citizenName) === 'open');
  return possible.filter(({ senders }) => senders.has(sender));
}

/** The number of a letter whose citizen is known by our own key; undefined where they have it no more. */
export async function keptKey(
  records: Records,
  { kind, value }: CitizenNumber,
  citizen: number | undefined,
): Promise<CitizenKey | undefined> {
  if (kind === 'cpr') return { system: systems.cpr, value };
  const known = await records.letters.citizensBy(value);
  const system = known.find((one) => one.citizen === citizen)?.system;
  return system === undefined ? undefined : { system, value };
}
