import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mount = (...args: readonly string[]) => void execFileSync('mount', args, { stdio: 'ignore' });
const unmount = (folder: string) => void execFileSync('umount', [folder]);

/** Whether disks can be mounted here, which only root can; none is afterwards, whichever tests are run. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-mount-'));
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
    unmount(folder);
    return true;
  } catch {
    console.warn('Left out: a real full disk, which only root can mount.');
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** Mounts a disk of so many megabytes as a new `folder`: `grow` gives it more. To be let go of by `end`. */
export function smallDisk(folder: string, megabytes: number): { grow(megabytes: number): void; end(): void } {
  mkdirSync(folder);
  mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
  return {
    grow: (more) => mount('-o', `remount,size=${more}m`, folder),
    end: () => unmount(folder),
  };
}
