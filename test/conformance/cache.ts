import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of `room` in the cache, made once. `make` does so in a folder of its own and says what of it stays: neither
 * a run that was cut off nor two at once leave half of it.
 */
export async function cached(room: string, name: string, make: (folder: string) => Promise<string>): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), room);
  const ready = join(cache, name);
  if (existsSync(ready)) return ready;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'fetch-'));
  try {
    const made = await make(folder);
    // Another run may have been quicker: then its folder stays.
    await rename(made, ready).catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return ready;
}
