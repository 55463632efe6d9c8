import { readFileSync } from 'node:fs';

/** The most memory that a process ever held, in MB. */
export function mostMemoryOf({ pid }: { readonly pid?: number | undefined }): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
