import { citizenSystem } from '../intake/citizen-system.ts';
import { holdsCpr, isPossibleCpr } from '../intake/cpr.ts';
import { systems } from '../model/systems.ts';
import { refuse } from '../outcome/problem.ts';
import type { CitizenKey } from '../work/keep/records.ts';
import { isSendersOwn } from '../work/letters/citizen-key.ts';
import { readInput } from './input.ts';

/** A number with its system, and blanks. */
const most = 200;

/**
 * The citizen whom a command is about, from a file or standard input: a CPR number (with or without its hyphen), or
 * `system|number`, of which the sender of a letter may have one of its own. Never from an argument, which every user of
 * the machine can read while the command runs.
 * Codes: citizen-argument, citizen-number.
 */
export async function readCitizen(file: string): Promise<CitizenKey> {
  if (holdsCpr(file)) refuse('citizen-argument');
  const bytes = await readInput(file, most);
  const text = bytes.length > most ? '' : Buffer.from(bytes).toString('utf8').trim();
  const cpr = /^(\d{6})-?(\d{4})$/.exec(text)?.slice(1).join('');
  if (cpr !== undefined && isPossibleCpr(cpr)) return { system: systems.cpr, value: cpr };
  const [, named = '', value = ''] = /^([^|\s]+)\|(\S+)$/.exec(text) ?? [];
  const system = isSendersOwn(named) ? named : citizenSystem(named);
  // Whatever a letter had as a number is found here, though a response would be refused with it.
  const right = system === systems.cpr ? isPossibleCpr(value) : /^[0-9A-Za-z]{10}$/.test(value);
  if (system === undefined || !right) return refuse('citizen-number');
  return { system, value };
}
