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
  const start = JSON.stringify([identity, number]).slice(0, -1);
  const id = (kind: string, name?: string) => {
    return uuidFor(`${start},"${kind}"${name === undefined ? '' : `,${JSON.stringify(name)}`}]`);
  };
  // The plan and the Task itself ask for it, and a name-based UUID costs a digest.
  const tasks = new Map<string, string>();
  return {
    response: id('response'),
    level: id('samarbejdsniveau'),
    suggestion: id('niveauforslag'),
    plan: id('plan'),
    team: id('team'),
    task: (action) => {
      const task = tasks.get(action) ?? id('handling', action);
      tasks.set(action, task);
      return task;
    },
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
