import { systems } from '../model/systems.ts';
import type { Actor, AuditEntry, Disclosure, Target } from '../work/audit/entry.ts';
import type { CitizenKey } from '../work/keep/records.ts';
import type { Incoming } from './route.ts';
import type { StoredType } from './stored/parameters.ts';
import { holdsNumber, readCitizens } from './stored/values.ts';

/** The caller as the audit has it. */
export function actorOf({ caller, address: from }: Pick<Incoming, 'caller' | 'address'>): Actor {
  // The address alone: what stands behind it tells programs of this machine apart.
  const [address] = from.split(' ', 1);
  const { client: name, organizations, user } = caller;
  return { kind: 'client', name, organizations, user, address };
}

/** What was told of one resource, or of its versions. */
export function disclosed(
  act: AuditEntry['act'],
  target: Target,
  citizens: readonly CitizenKey[],
): readonly [Disclosure] {
  return [{ act, target, citizens }];
}

/**
 * What a search told: of every citizen that was found, and of every one that was asked for by number, since that there
 * is nothing tells something too.
 */
export function disclosedSearch(
  stored: StoredType,
  { query, base }: Pick<Incoming, 'query' | 'base'>,
  found: readonly CitizenKey[],
  operation?: string,
): readonly [Disclosure] {
  const asked: CitizenKey[] = [];
  const shown: string[] = [];
  for (const [given, value] of query) {
    const [name = '', modifier = ''] = given.split(':', 2);
    const personal = stored.parameters.find((one) => one.name === name && one.kind === 'citizen');
    if (personal !== undefined) asked.push(...readCitizens(personal, value, modifier, base).numbers.map(keyOf));
    const hidden = personal !== undefined || name === '_page' || holdsNumber(value);
    shown.push(hidden ? `${given}=***` : `${given}=${value}`);
  }
  const particulars = operation === undefined ? undefined : { operation };
  const target = { type: stored.type };
  return [{ act: 'search-type', target, citizens: [...found, ...asked], query: shown.join('&'), particulars }];
}

/** A number that is searched for without its system is a CPR number where it can be one. */
function keyOf({ system, value }: { readonly system?: string | undefined; readonly value: string }): CitizenKey {
  return { system: system ?? (/^\d{10}$/.test(value) ? systems.cpr : systems.xEcpr), value };
}
