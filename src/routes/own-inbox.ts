import { realpathSync } from 'node:fs';
import { refuse } from '../outcome/problem.ts';
import type { Way } from './read.ts';

/**
 * A folder that we write to and fetch from: what we send would come in as if others had sent it. Code: inbox-own.
 */
export function refuseOwnInbox({ destinations }: Pick<Way, 'destinations'>, inbox: string): void {
  for (const [name, destination] of destinations) {
    if (destination.kind === 'folder' && realpathSync(destination.path) === realpathSync(inbox)) {
      refuse('inbox-own', { values: { name } });
    }
  }
}
