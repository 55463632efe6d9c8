import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Send } from './send.ts';

/**
 * Writes Bundles, pages and letters into a folder, for a programme that fetches them there. The file appears whole or not at all: it is written under another
 * name, flushed, and renamed. Its name is the number of the delivery, so that one that is written twice is there once, and the names are in
 * order; nothing of the citizen is in it.
 */
export function openFolder(folder: string): Send {
  return async ({ number, content, extension }) => {
    const name = `${String(number).padStart(12, '0')}.${extension}`;
    const hidden = join(folder, `.${name}.part`);
    try {
      const file = await open(hidden, 'w', 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(hidden, join(folder, name));
      await flush(folder);
      return { kind: 'delivered' };
    } catch {
      return { kind: 'again', code: 'folder-unwritable', all: true };
    }
  };
}

/** The new name is on the disk only when the folder is. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
