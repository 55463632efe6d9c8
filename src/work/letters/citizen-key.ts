import type { QuestionnaireResponse } from 'fhir/r4.js';
import { readCitizen } from '../../intake/citizen.ts';
import { replacementSystem } from '../../intake/cpr.ts';
import { isSameName, words } from '../../intake/person-name.ts';
import type { CitizenNumber } from '../../medcom/message/citizen-number.ts';
import { systems } from '../../model/systems.ts';
import type { CitizenKey, Records } from '../keep/records.ts';
import { letterKey } from './keys.ts';
import type { Named } from './waiting.ts';

/** Whom a letter is about, as its sender says. */
export interface NamedBySender extends Named {
  readonly sender: string;
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
 * A citizen's number as the store has it. A letter does not say whose a replacement number is, and two regions may give
 * one number to two citizens. So only the national one is known by itself; else the one citizen with the number is
 * taken whose name is the letter's, and where there are only others, the number is its sender's own. It is never taken
 * for theirs: two citizens stay apart until a response names both of their numbers.
 */
export async function numberKey(
  records: Records,
  { citizen: { kind, value }, sender, citizenName, citizenSystem }: NamedBySender,
): Promise<CitizenKey> {
  if (kind === 'cpr') return { system: systems.cpr, value };
  const known = await records.letters.citizensBy(value);
  const isKnown = (system: string) => known.some((one) => one.system === system);
  const own = `${ofSender}${sender}`;
  const byMapping = citizenSystem ?? replacementSystem(value);
  // Without its region a D-eCPR says no more than its value.
  const exact = byMapping === systems.dEcpr ? undefined : byMapping;
  const certain = [exact, own].find((system) => system !== undefined && isKnown(system));
  if (certain !== undefined) return { system: certain, value };
  if (known.length === 0) return { system: byMapping, value };
  const same: string[] = [];
  for (const [citizen, [first]] of Map.groupBy(known, (one) => one.citizen)) {
    if (first !== undefined && (await isNamed(records, citizen, citizenName))) same.push(first.system);
  }
  const [only, ...others] = same;
  if (only !== undefined && others.length === 0) return { system: only, value };
  return { system: (citizenSystem && exact) ?? own, value };
}

/** Whether one of the names that are kept of a citizen may be this one. */
async function isNamed(records: Records, citizen: number, name: string | undefined): Promise<boolean> {
  const told = (await records.letters.tellsOf(citizen)).map((tells) => (JSON.parse(tells) as Named).citizenName);
  const names = [...told, ...(await namesInResponses(records, citizen))];
  return name !== undefined && names.some((one) => one !== undefined && isOneName(one, name));
}

async function namesInResponses(records: Records, citizen: number): Promise<readonly (string | undefined)[]> {
  const responses = (await records.all(citizen)).filter(({ origin }) => origin === 'response');
  const names: (string | undefined)[] = [];
  for (const { number, version } of responses) {
    const received = await records.received(number, version);
    if (received === undefined) continue;
    const { value } = readCitizen(JSON.parse(received.text) as QuestionnaireResponse, new Date(received.at));
    names.push(value?.display ?? [value?.given, value?.family].filter((part) => part !== undefined).join(' '));
  }
  return names;
}

/** A surname alone, or with an initial, may be anybody's. */
function isOneName(one: string, other: string): boolean {
  const isWhole = (name: string) => words(name).filter((word) => word.length > 1).length > 1;
  return isWhole(one) && isWhole(other) && isSameName(one, other);
}
