import type { QuestionnaireResponse } from 'fhir/r4.js';
import { readCitizen } from '../../intake/citizen.ts';
import { isSameName, words } from '../../intake/person-name.ts';
import { outgoingMessage } from '../../medcom/fhir/outgoing.ts';
import { type Outgoing, outgoing } from '../../medcom/message/outgoing.ts';
import type { ToldText } from '../keep/account.ts';
import type { KeptResponse, Records } from '../keep/records.ts';
import { receiveMessageDocument } from '../messages/document.ts';
import { isJsonMessage } from '../messages/is-message.ts';
import type { LetterAbout } from './records.ts';
import type { Named } from './waiting.ts';

/** Somebody of whom a replacement number is known. */
export interface KnownCitizen {
  /** The systems that the number is known under. */
  readonly systems: readonly [string, ...string[]];
  /** As kept responses and letters have them. */
  readonly names: readonly string[];
  /** Whoever has written letters about them. */
  readonly senders: ReadonlySet<string>;
  /** The levels that letters have told of them, each by whom first. */
  readonly told: readonly { readonly level: KeptResponse; readonly sender: string }[];
}

/** Of each citizen of whom this number is known, what tells them apart. */
export async function knownCitizens(records: Records, value: string): Promise<readonly KnownCitizen[]> {
  const known: KnownCitizen[] = [];
  for (const [citizen, numbers] of Map.groupBy(await records.letters.citizensBy(value), (one) => one.citizen)) {
    const [first, ...more] = numbers.map(({ system }) => system);
    if (first !== undefined) known.push({ systems: [first, ...more], ...(await tellingApart(records, citizen)) });
  }
  return known;
}

async function tellingApart(records: Records, citizen: number): Promise<Omit<KnownCitizen, 'systems'>> {
  const names: (string | undefined)[] = [];
  const told: { level: KeptResponse; sender: string }[] = [];
  const letters = await records.letters.about(citizen);
  for (const letter of letters) names.push(await nameIn(records, letter));
  for (const level of await records.all(citizen)) {
    const received = await records.received(level.number, level.origin === 'letter' ? 1 : level.version);
    if (received === undefined) continue;
    if (level.origin === 'letter') told.push({ level, sender: (JSON.parse(received.text) as ToldText).letter.sender });
    else names.push(nameOf(JSON.parse(received.text) as QuestionnaireResponse, received.at));
  }
  const senders = new Set([...letters, ...told].map(({ sender }) => sender));
  return { names: names.filter((name) => name !== undefined && words(name).length > 0) as string[], senders, told };
}

/** Of a letter that was kept before its name was, the name stands in the letter itself. */
async function nameIn(records: Records, { number, letterId, tells }: LetterAbout): Promise<string | undefined> {
  if (tells !== undefined) return (JSON.parse(tells) as Named).citizenName;
  const content = await records.letters.content(number);
  return content && (await readSent(content, letterId)).citizenName;
}

/** A letter or message as it is known afterwards, a message as JSON. */
export async function readSent(bytes: Uint8Array, letterId: string): Promise<Outgoing> {
  return isJsonMessage(bytes) ? outgoingMessage(receiveMessageDocument(bytes).value) : outgoing(bytes, letterId);
}

function nameOf(response: QuestionnaireResponse, at: number): string | undefined {
  const { value } = readCitizen(response, new Date(at));
  return value?.display ?? [value?.given, value?.family].filter((part) => part !== undefined).join(' ');
}

/**
 * Whether somebody has this name: `same` where one of theirs is it, both with a surname and a given name; `other` where
 * one of theirs cannot be it; else `open`, as by a surname alone, or where no name is known.
 */
export function compared({ names }: KnownCitizen, name = ''): 'same' | 'other' | 'open' {
  if (isWhole(name) && names.some((one) => isWhole(one) && isSameName(one, name))) return 'same';
  return names.every((one) => isSameName(one, name)) ? 'open' : 'other';
}

/** A surname alone, or with an initial, may be anybody's. */
function isWhole(name: string): boolean {
  return words(name).filter((word) => word.length > 1).length > 1;
}
