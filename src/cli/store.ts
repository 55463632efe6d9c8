import { hostname, userInfo } from 'node:os';
import { readStoreSettings } from '../config.ts';
import { append } from '../store/audit/chain.ts';
import type { AuditKeys } from '../store/audit/keys.ts';
import { keyFile, openAudit } from '../store/audit/open.ts';
import { sealTold } from '../store/audit/published.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { Actor, AuditEntry } from '../work/audit/entry.ts';
import { environmental } from './exit.ts';

/** Work at the store beside the service that may be running. What is refused on the way is the environment's. */
export async function atStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  try {
    const store = await openStore(readStoreSettings(process.env).store, { alone: false });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw environmental(error);
  }
}

/** A store with its audit, as a command has them. */
export interface AtAudit {
  readonly store: Store;
  readonly keys: AuditKeys;
  /** Where the key is. */
  readonly file: string;
  /** Writes down what the operator does. */
  readonly note: (entry: Omit<AuditEntry, 'by'>) => Promise<void>;
}

/** Work that is written down, or is about what was; sealed at its end. */
export function atAudit<Result>(work: (at: AtAudit) => Promise<Result>): Promise<Result> {
  return atStore(async (store) => {
    const { store: address, auditKey } = readStoreSettings(process.env);
    const file = keyFile(address, auditKey);
    const keys = await openAudit(store, file);
    const note = async (entry: Omit<AuditEntry, 'by'>) => {
      const now = await store.now();
      await store.write((sql) => append(sql, keys, [{ ...entry, by: operator() }], now));
    };
    const result = await work({ store, keys, file, note });
    await sealTold(store, keys, file);
    return result;
  });
}

/** Whoever runs the command: their account, and the machine. */
export function operator(): Actor {
  return { kind: 'operator', name: userInfo().username, address: hostname() };
}

/** A time of the store's as a line of a list has it. */
export function timeText(moment: number): string {
  return new Date(moment).toISOString();
}
