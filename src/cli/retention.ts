import { readRetentionSettings, readStoreSettings } from '../config.ts';
import { refuse } from '../outcome/problem.ts';
import { openStore } from '../store/open.ts';
import { retire } from '../store/retention/retire.ts';
import { environmental, exitCode } from './exit.ts';

/**
 * `niveau retention`: deletes what is older than its class is kept; a line per class: name, days, count. Dry without
 * `--yes`.
 */
export async function applyRetention({ yes }: { readonly yes?: true }): Promise<number> {
  try {
    const retention = readRetentionSettings(process.env);
    if (retention.size === 0) refuse('retention-none');
    const store = await openStore(readStoreSettings(process.env), { alone: false });
    try {
      for (const { name, days, count } of await retire(store, retention, yes !== true)) {
        process.stdout.write(`${yes === true ? '' : 'dry\t'}${name}\t${days}\t${count}\n`);
      }
      return exitCode.done;
    } finally {
      await store.close();
    }
  } catch (error) {
    throw environmental(error);
  }
}
