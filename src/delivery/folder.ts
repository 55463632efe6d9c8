import type { Send } from './send.ts';
import { writeWhole } from './write-file.ts';

/**
 * Writes Bundles, pages and letters into a folder, for a programme that fetches them there. A file appears whole or not
 * at all. Its name is the number of the delivery, so that one that is written twice is there once, and the names are in
 * order; nothing of the citizen is in it. What belongs to a letter comes behind it.
 */
export function openFolder(folder: string): Send {
  return async ({ number, beside, content, extension }) => {
    try {
      await writeWhole(folder, `${String(number).padStart(12, '0')}${beside ? '_2' : ''}.${extension}`, content);
      return { kind: 'delivered' };
    } catch {
      return { kind: 'again', code: 'folder-unwritable', all: true };
    }
  };
}
