import { composeLetter, composeWithdrawal } from '../../../src/medcom/new-letter/letter.ts';
import { systems } from '../../../src/model/systems.ts';
import type { LevelStatement } from '../../../src/scoring/types.ts';
import type { Archive } from '../../../src/work/keep/archive.ts';
import type { CitizenKey } from '../../../src/work/keep/records.ts';
import { type Reception, receiveMessage } from '../../../src/work/letters/receive-message.ts';
import type { StoredLetter } from '../../../src/work/letters/records.ts';
import type { Ports } from '../../../src/work/ports.ts';
import { toldOf } from '../../medcom/refusal.ts';
import { nancy, organization, parties, statementOf } from '../../medcom/statements.ts';
import { ports } from '../../ports.ts';

const practice = organization('5790000121526', 'Lægehuset');

/** What a letter of a test is. */
export interface Written {
  /** Its ids; the same in both where not given. */
  readonly id: string;
  readonly envelope?: string;
  readonly from?: 'hospital' | 'practice';
  readonly level?: string;
  readonly authored?: string;
  /** When it is sent. */
  readonly time?: string;
  readonly change?: Partial<LevelStatement>;
  readonly withdrawal?: true;
  /** The citizen's number. */
  readonly cpr?: string;
  /** A citizen without one, by a replacement number and a name. */
  readonly who?: { readonly number: string; readonly name: string };
}

export const assessed = '2026-01-20T10:30:00+01:00';

/** A letter with a level, or one that takes it back, from the hospital to the municipality. */
export async function letterWith(written: Written): Promise<Uint8Array> {
  const { id, envelope = id, from = 'hospital', level = '3', authored = assessed, change } = written;
  const { time = authored, withdrawal, cpr = nancysNumber, who } = written;
  const day = authored.slice(0, 10);
  const replacement = who && { system: systems.dEcpr, value: who.number };
  const citizen =
    replacement === undefined
      ? { ...nancy, cpr, identifiers: [numberOf(cpr)] }
      : { ...nancy, cpr: undefined, replacement, identifiers: [replacement], display: who?.name };
  const statement = statementOf({ citizen, authored, day, ...change }, 'somatik', level);
  const options = { time, letterId: id, envelopeId: envelope, includeSuggestion: true };
  const between = { ...parties, sender: from === 'hospital' ? parties.sender : practice };
  const made = withdrawal
    ? await composeWithdrawal('XDIS91', { ...statement, status: 'entered-in-error' }, between, options)
    : await composeLetter('XDIS91', statement, between, options);
  return made.bytes;
}

export const nancysNumber = '2512489996';

/** A CPR number as FHIR has it. */
export function numberOf(value: string): { system: string; value: string } {
  return { system: 'urn:oid:1.2.208.176.1.2', value };
}

/** A letter with some of its text otherwise. */
export function edited(bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const made = text.replace(from, to);
  if (made === text) throw new Error('nothing was edited');
  return Buffer.from(made, 'latin1');
}

export function receive(archive: Archive, bytes: Uint8Array, by: Partial<Ports> = {}): Promise<Reception> {
  return receiveMessage({ ...ports, ...by }, archive, { bytes, correlation: undefined });
}

/** What is answered: `created level`, `unchanged echo`, or the code of a refusal with its place. */
export async function answer(archive: Archive, bytes: Uint8Array, by: Partial<Ports> = {}): Promise<string> {
  const reception = await receive(archive, bytes, by);
  if (reception.result === 'refused') {
    return reception.problems
      .map(toldOf)
      .map(({ code, place = '' }) => `${code} ${place}`.trim())
      .join(', ');
  }
  const states = await Promise.all(reception.ids.map(async (id) => (await stored(archive, id)).state));
  return `${reception.result} ${states.join(' ')}`;
}

export async function stored(archive: Archive, id: string): Promise<StoredLetter> {
  const letter = await archive.read((reading) => reading.letter(id));
  if (letter === undefined) throw new Error(`no letter ${id}`);
  return letter;
}

/** A citizen's plans, each by its level and status. */
export function levels(archive: Archive, cpr = nancysNumber): Promise<readonly string[]> {
  return levelsOf(archive, numberOf(cpr));
}

/** The same by another number. */
export async function levelsOf(archive: Archive, number: CitizenKey): Promise<readonly string[]> {
  const page = { by: 'number', newestFirst: false, count: 100, total: false } as const;
  const citizens = await archive.read((reading) => reading.citizens([number]));
  const plans = await archive.read((reading) =>
    reading.results('CarePlan', [{ on: 'citizen', oneOf: citizens }], page),
  );
  const told = plans.rows.map(({ resource }) => {
    return `${String(resource.title)
      .replace(/^.*Niveau /, '')
      .slice(0, 1)} ${resource.status}`;
  });
  return told.sort();
}
