import type { Actor } from '../work/audit/entry.ts';
import type { Client } from './clients.ts';

/** A client as the operator sees it. */
export interface ListedClient extends Client {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** The registered clients, as the operator handles them. */
export interface ClientDesk {
  list(): Promise<readonly ListedClient[]>;
  /** False for an id, key or certificate that is there already: nothing is changed then. */
  add(client: Client, by: Actor): Promise<boolean>;
  /** False where there is none. */
  remove(id: string, by: Actor): Promise<boolean>;
}
