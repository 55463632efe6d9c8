import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { readStoreSettings } from '../config.ts';
import { refuse } from '../outcome/problem.ts';
import { checkKey, keyFile } from '../store/audit/open.ts';
import { backUp, restore } from '../store/sqlite/backup.ts';
import { EnvironmentProblem, environmental, exitCode, systemCode } from './exit.ts';
import { unreadable } from './input.ts';
import { atAudit } from './store.ts';

/** `niveau backup`: a copy of the store while the service runs. */
export function writeBackup(target: string): Promise<number> {
  return atFile(async (file) => {
    if (existsSync(file)) await atAudit(({ note }) => note({ act: 'backup' }));
    await writing(target, () => backUp(file, target));
  });
}

/** `niveau restore`: a backup in the place of the store, while no service runs. */
export function readBackup(from: string, { replace }: { readonly replace?: true }): Promise<number> {
  return atFile(async (file) => {
    const { auditKey } = readStoreSettings(process.env);
    const key = keyFile({ kind: 'sqlite', file }, auditKey);
    await writing(file, () => {
      checkReadable(from);
      restore(from, file, replace === true, (named) => checkKey(named, key));
    });
    // Whoever reads the audit must see why it goes on from an older end.
    await atAudit(({ note }) => note({ act: 'restore' }));
  });
}

/** A folder, or what this user may not read, is no backup. */
function checkReadable(from: string): void {
  if (!existsSync(from)) return;
  try {
    // Before it is opened: a pipe would wait for its writer.
    if (!statSync(from).isFile()) throw Object.assign(new Error(), { code: 'EISDIR' });
    closeSync(openSync(from, 'r'));
  } catch (error) {
    throw unreadable(from, error);
  }
}

/** What the machine refuses is its files', with the code of the system error. */
async function writing(file: string, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new EnvironmentProblem({ code: 'file-unwritable', values: { file, reason: systemCode(error) } });
  }
}

async function atFile(work: (file: string) => Promise<void>): Promise<number> {
  try {
    const { store: address } = readStoreSettings(process.env);
    // PostgreSQL's own tools do it better.
    if (address.kind === 'postgres') return refuse('backup-postgres');
    await work(address.file);
    return exitCode.done;
  } catch (error) {
    throw environmental(error);
  }
}
