import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Parcel, Send } from './send.ts';
import { writeWhole } from './write-file.ts';

/**
 * Writes Bundles, pages and letters into a folder, for a programme that fetches them there. A file appears whole or not
 * at all. Its name is the number of the delivery, so that one that is written twice is there once, and the names are in
 * order; nothing of the citizen is in it. What belongs to a letter comes behind it. A store that was restored counts on
 * from its copy: what stands there under a number and is something else stays, until it is fetched.
 */
export function openFolder(folder: string): Send {
  return async (parcel) => {
    const { content, extension } = parcel;
    try {
      const name = nameOf(parcel);
      const standing = await contentOf(join(folder, `${name}.${extension}`));
      const isOther = standing !== undefined && !standing.equals(Buffer.from(content));
      await writeWhole(folder, `${isOther ? besideOther(name, content) : name}.${extension}`, content);
      return { kind: 'delivered' };
    } catch {
      return { kind: 'again', code: 'folder-unwritable', all: true };
    }
  };
}

function nameOf({ number, beside }: Parcel): string {
  return `${String(number).padStart(12, '0')}${beside ? '_2' : ''}`;
}

/** By its content, so that it too is there once; behind what stands there, and before what belongs to it. */
function besideOther(name: string, content: Parcel['content']): string {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return name.includes('_') ? `${name}_${digest}` : `${name}_1_${digest}`;
}

/** Undefined where there is no such file. */
async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
