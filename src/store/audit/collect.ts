import type { AuditEntry } from '../../work/audit/entry.ts';

/**
 * Acts that stand alone, such as reading: what comes while some are being written is written by the next transaction,
 * all of it together. Each is settled when it is on the disk. No timer: where nobody writes, it is written at once.
 */
export function collecting(
  write: (entries: readonly AuditEntry[]) => Promise<void>,
): (entries: readonly AuditEntry[]) => Promise<void> {
  let waiting: { readonly entries: AuditEntry[]; readonly done: Promise<void> } | undefined;
  let running: Promise<unknown> = Promise.resolve();
  return (entries) => {
    if (entries.length === 0) return Promise.resolve();
    if (waiting !== undefined) {
      waiting.entries.push(...entries);
      return waiting.done;
    }
    const collected = [...entries];
    const done = running.then(() => {
      waiting = undefined;
      return write(collected);
    });
    waiting = { entries: collected, done };
    running = done.catch(() => {});
    return done;
  };
}
