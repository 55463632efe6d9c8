import { systems } from '../model/systems.ts';
import { uuidFor } from '../model/uuid.ts';
import type { SystemNumber } from '../scoring/people.ts';
import type { Particulars } from '../scoring/types.ts';

/**
 * The ids of everything that one response becomes. The same response gives the same ids, so that nothing is created
 * twice.
 */
export interface Ids {
  readonly response: string;
  readonly level: string;
  readonly suggestion: string;
  readonly plan: string;
  readonly team: string;
  task(action: string): string;
  document(name: string): string;
  /** One per version of the response: `version` is what tells them apart. */
  provenance(version: string): string;
}

/**
 * Ids derived from the identity of a response and the citizen's number: two citizens never share a resource, whatever
 * identifiers their senders make up.
 */
export function idsOf({ identity, citizen }: Pick<Particulars, 'identity' | 'citizen'>): Ids {
  const number = numberOf(citizen.firstKnownBy ?? citizen.identifiers[0]);
  // Each is asked for by several resources, and a name-based UUID costs a digest.
  const made = new Map<string, string>();
  const id = (...kind: readonly string[]) => {
    const name = JSON.stringify([identity, number, ...kind]);
    const known = made.get(name) ?? uuidFor(name);
    made.set(name, known);
    return known;
  };
  return {
    response: id('response'),
    level: id('samarbejdsniveau'),
    suggestion: id('niveauforslag'),
    plan: id('plan'),
    team: id('team'),
    task: (action) => id('handling', action),
    document: (name) => id('dokument', name),
    provenance: (version) => id('herkomst', version),
  };
}

/** Two regions may give one replacement number to two citizens; a CPR number is one citizen's. */
function numberOf(number: SystemNumber | undefined): string {
  if (number === undefined) return '';
  return number.system === systems.cpr ? number.value : `${number.system}|${number.value}`;
}

/** How entries of one Bundle refer to each other. */
export function urn(id: string): { reference: string } {
  return { reference: `urn:uuid:${id}` };
}
