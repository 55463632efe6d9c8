import type { Retention } from '../config/retention.ts';
import { readRetentionSettings } from '../config.ts';
import { refuse } from '../outcome/problem.ts';
import { retire } from '../store/retention/retire.ts';
import { environmental, exitCode } from './exit.ts';
import { atAudit, operator } from './store.ts';

/**
 * `niveau retention`: deletes what is older than its class is kept; a line per class: name, days, count. Dry without
 * `--yes`.
 */
export async function applyRetention({ yes }: { readonly yes?: true }): Promise<number> {
  const retention = wantedRetention();
  return atAudit(async ({ store, keys, note }) => {
    const asked = [...retention].map(([name, days]) => `${name}=${days}`).join(' ');
    // Before anything is done; each that goes is written down with its deletion.
    if (yes === true) await note({ act: 'retention', particulars: { asked } });
    for (const { name, days, count } of await retire(store, retention, yes && { keys, by: operator() })) {
      process.stdout.write(`${yes === true ? '' : 'dry\t'}${name}\t${days}\t${count}\n`);
    }
    return exitCode.done;
  });
}

function wantedRetention(): Retention {
  try {
    const retention = readRetentionSettings(process.env);
    return retention.size === 0 ? refuse('retention-none') : retention;
  } catch (error) {
    throw environmental(error);
  }
}
