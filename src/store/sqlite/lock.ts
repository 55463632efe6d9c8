import { DatabaseSync } from 'node:sqlite';
import { refuse } from '../../outcome/problem.ts';

/**
 * Keeps a second service away from the store's file for as long as this process lives. An empty database beside it is
 * locked: the operating system lets go of that lock however a process ends, so nothing is left behind by a crash.
 * Throws a Refusal: store-in-use. Gives what releases it.
 */
export function lockFile(file: string): () => void {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    refuse('store-in-use');
  }
  return () => lock.close();
}
