import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

const there = spawnSync('pdftotext', ['-v']).status === 0;

/** Tests that look at what stands on the pages, as another program reads it. */
export const describeWithPoppler = describe.skipIf(!there);

/** The text of each page in the order in which it was written, every white space as one blank. */
export function pagesOf(pdf: Uint8Array): readonly string[] {
  const { stdout } = run('pdftotext', ['-raw', '-enc', 'UTF-8', '-', '-'], pdf);
  return stdout
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replace(/\s+/g, ' ').trim());
}

/** What `pdfinfo` and its kin say. */
export function tell(program: 'pdfinfo' | 'pdffonts', pdf: Uint8Array, ...options: readonly string[]): string {
  const { stdout, stderr } = run(program, [...options, '-'], pdf);
  return stdout + stderr;
}

function run(program: string, args: readonly string[], input: Uint8Array) {
  return spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 100_000_000 });
}
