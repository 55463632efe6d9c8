import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a file that appears whole or not at all: under another name, flushed, and renamed. For nobody else on the
 * machine: citizens are in it. What stands there already is replaced. Rejects where the folder cannot be written to.
 */
export async function writeWhole(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const hidden = join(folder, `.${name}.part`);
  const file = await open(hidden, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(hidden, join(folder, name));
  await flushFolder(folder);
}

/** A new name is on the disk only when its folder is. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
