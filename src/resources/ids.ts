import { uuidFor } from '../model/uuid.ts';

/** The ids of everything that one response becomes. The same response gives the same ids, so that nothing is created twice. */
export interface Ids {
  readonly response: string;
  readonly level: string;
  readonly suggestion: string;
  readonly plan: string;
  readonly team: string;
  readonly provenance: string;
  task(action: string): string;
  document(name: string): string;
}

/** Ids derived from the identity of a response. */
export function idsOf(identity: string): Ids {
  const id = (kind: string) => uuidFor(`${identity}#${kind}`);
  return {
    response: id('response'),
    level: id('samarbejdsniveau'),
    suggestion: id('niveauforslag'),
    plan: id('plan'),
    team: id('team'),
    provenance: id('provenance'),
    task: (action) => id(`handling.${action}`),
    document: (name) => id(`dokument.${name}`),
  };
}

/** How entries of one Bundle refer to each other. */
export function urn(id: string): { reference: string } {
  return { reference: `urn:uuid:${id}` };
}
