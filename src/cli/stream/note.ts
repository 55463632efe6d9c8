import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { software } from '../../version.ts';
import { EnvironmentProblem, systemCode } from '../exit.ts';

/**
 * How far a run has come, beside its output until it is finished: a run that was cut off goes on from there. What the
 * output holds beyond it was written after the note.
 */
export interface Note {
  /** By which call and version; another one would answer otherwise. */
  readonly call: string;
  readonly lines: number;
  readonly refused: number;
  /** Of the input, unpacked, up to there. */
  readonly input: { readonly bytes: number; readonly digest: string };
  /** Bytes of the output, and of the file of refused lines. */
  readonly out: number;
  readonly refusedOut: number;
}

export const atTheBeginning = { lines: 0, refused: 0, input: { bytes: 0, digest: '' }, out: 0, refusedOut: 0 } as const;

/** The note of a run that writes to `out`. */
export function noteFile(out: string): string {
  return `${out}.resume`;
}

/** What a run must be called with again to go on. */
export function callOf(setting: object): string {
  return createHash('sha256')
    .update(JSON.stringify([software.version, setting]))
    .digest('base64url');
}

/**
 * Undefined where there is none. Codes: resume-unknown where it cannot be read, resume-other where it is another run's.
 */
export async function readNote(out: string, call: string): Promise<Note | undefined> {
  const file = noteFile(out);
  try {
    const note = JSON.parse(await readFile(file, 'utf8')) as Note;
    if (note.call !== call) throw new EnvironmentProblem({ code: 'resume-other' });
    return note;
  } catch (error) {
    if (error instanceof EnvironmentProblem) throw error;
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new EnvironmentProblem({ code: 'resume-unknown', values: { file } });
  }
}

/** The note is never half there: it takes the place of the one before. Code: output-failed. */
export async function writeNote(out: string, note: Note): Promise<void> {
  const file = noteFile(out);
  try {
    await writeFile(`${file}.new`, JSON.stringify(note), { flush: true });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw new EnvironmentProblem({ code: 'output-failed', values: { reason: systemCode(error) } });
  }
}

export async function removeNote(out: string): Promise<void> {
  await rm(noteFile(out), { force: true });
}
